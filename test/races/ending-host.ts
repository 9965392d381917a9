import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { Ending } from "../stories/temporary-folder.ts";
import type { Span } from "./as-it-comes.ts";
import type { EndingOrder } from "./ending-thread.ts";

/** Rejects if the end failed. One at a time. */
export type EndingHost = (order: EndingOrder) => Promise<Span>;

/** Another host at the same database, which runs beside this one and not in turns with it. */
export const endingHost = async (t: Ending, address: string): Promise<EndingHost> => {
  const worker = new Worker(new URL("ending-thread.ts", import.meta.url), { workerData: address });
  const exited = new Promise((resolve) => worker.once("exit", resolve));
  t.after(async () => {
    worker.postMessage("close");
    await exited;
  });
  await once(worker, "message");
  return async (order) => {
    worker.postMessage(order);
    const [span] = (await once(worker, "message")) as [Span];
    return span;
  };
};
