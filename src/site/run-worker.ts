import cluster from "node:cluster";
import { once } from "node:events";
import type { Logger } from "pino";
import { type CountersignError, isCountersignError } from "../errors/countersign-error.ts";
import type { SiteSettings } from "./environment.ts";
import type { WorkerFault } from "./fork-worker.ts";
import { leaveProcess } from "./leave-process.ts";
import { type RunningSite, serve } from "./serve.ts";

/**
 * Runs the site as one of the processes of `serveByWorkers`, until it is told to leave or its primary is
 * gone. Resolves with the exit code.
 */
export const runWorker = async (settings: SiteSettings, log: Logger): Promise<number> => {
  const told = untilTold();
  let site: RunningSite;
  try {
    site = await serve(settings, log);
  } catch (error) {
    if (!isCountersignError(error)) throw error;
    await tell(error);
    return 1;
  }
  const { exitCode, isClosed } = await untilLeft(site, told, log);
  await handBack();
  if (!isClosed) leaveProcess(exitCode);
  return exitCode;
};

interface Left {
  readonly exitCode: number;
  readonly isClosed: boolean;
}

/** The primary says it, once for all workers. */
const tell = async ({ code, message }: CountersignError): Promise<void> => {
  const said: WorkerFault = { fault: { code, message } };
  await new Promise((resolve) => process.send?.(said, resolve));
};

/**
 * Resolves when this process is told to leave. Asked from its beginning on: it may be told in the very moment in which
 * it listens, and would end with whatever it has been handed by then.
 */
const untilTold = (): Promise<void> =>
  new Promise((resolve) => {
    // A terminal's Ctrl-C reaches every process, and the primary's word comes on top: both are one.
    process.on("SIGTERM", () => resolve()).on("SIGINT", () => resolve());
  });

/** Resolves once the site has been stopped. */
const untilLeft = (site: RunningSite, told: Promise<void>, log: Logger): Promise<Left> =>
  new Promise((resolve, reject) => {
    let isLeaving = false;
    const leave = (exitCode: number, delay?: number): void => {
      if (isLeaving) return;
      isLeaving = true;
      site.stop(delay).then((isClosed) => resolve({ exitCode, isClosed }), reject);
    };
    told.then(() => {
      if (!isLeaving) log.info({ event: "workerLeaving" }, "leaving: answering what is under way");
      leave(0);
    });
    // What follows concerns this process alone, and the others take over: no balancer is to notice.
    const onFault = (error: unknown): void => {
      log.fatal({ event: "faultUncaught", err: error }, "an error that nobody caught: leaving");
      leave(1, 0);
    };
    process.on("uncaughtException", onFault).on("unhandledRejection", onFault);
    cluster.worker?.once("disconnect", () => {
      // Else Node ends the process here and now, and what is under way with it.
      if (cluster.worker) cluster.worker.exitedAfterDisconnect = true;
      leave(0, 0);
    });
  });

/** Connections that the primary has handed over meanwhile go to another worker. */
const handBack = async (): Promise<void> => {
  if (!cluster.worker?.isConnected()) return;
  cluster.worker.disconnect();
  await once(process, "disconnect");
};
