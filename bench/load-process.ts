// The load generator's own process: told a task over and over, it answers with what came of it.
import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import { CONNECTIONS, type Load, type Task } from "./load.ts";

interface Client {
  setRequests(requests: readonly { readonly headers: { readonly cookie: string } }[]): void;
}

interface Result {
  readonly requests: { readonly total: number };
  readonly latency: { readonly p99: number };
  /** In seconds. */
  readonly duration: number;
  readonly errors: number;
  readonly non2xx: number;
}

type Autocannon = (options: {
  readonly url: string;
  readonly connections: number;
  readonly duration: number;
  readonly setupClient: (client: Client) => void;
}) => Promise<Result>;

const autocannon = createRequire(import.meta.url)("autocannon") as Autocannon;

const run = async ({ url, cookies, seconds }: Task): Promise<Load> => {
  let clients = 0;
  const result = await autocannon({
    url,
    connections: CONNECTIONS,
    duration: seconds,
    setupClient(client) {
      // Each connection has visitors of its own, so that nobody comes again before all others did.
      const mine = cookies.filter((_, at) => at % CONNECTIONS === clients);
      client.setRequests(
        (mine.length > 0 ? mine : cookies).map((cookie) => ({ headers: { cookie } })),
      );
      clients += 1;
    },
  });
  const { requests, latency, duration, errors, non2xx } = result;
  if (errors + non2xx > 0) {
    throw new Error(`${errors} errors, ${non2xx} answers that were not 2xx`);
  }
  return {
    requests: requests.total,
    requestsPerSecond: requests.total / duration,
    p99: latency.p99,
  };
};

let isSpinning = false;

/** Never waits for the system to say that there is something to read. */
const spin = (): void => {
  if (isSpinning) setImmediate(spin);
};

process.on("message", async (task: Task) => {
  // On a single processor it would take the server's.
  isSpinning = task.idle !== "sleeps" && availableParallelism() > 1;
  spin();
  try {
    process.send?.(await run(task));
  } catch (error) {
    process.send?.({ fault: (error as Error).message });
  } finally {
    isSpinning = false;
  }
});
