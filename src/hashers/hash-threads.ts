import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { Piscina } from "piscina";
import { CountersignError } from "../errors/countersign-error.ts";
import type { HashTask, HashThreads } from "../passwords/password-hasher.ts";

/** How many may wait for each thread. At cost 12 a turn takes a quarter of a second. */
const WAITING_PER_THREAD = 16;

/** Lower priority than any other thread of the machine: a login storm takes what nobody else wants. */
const NICE = 19;

interface Waiting {
  readonly begin: () => void;
  readonly leave: (reason: unknown) => void;
}

/**
 * Threads for password hashes, made when the first hash is asked for. The queue is ours and not the
 * pool's, because the pool's way of dropping a task ends the thread that may have begun it.
 *
 * @param count how many; one a core if left out
 */
export const createHashThreads = (count: number = availableParallelism()): HashThreads => {
  const waiting: Waiting[] = [];
  let running = 0;
  let pool: Piscina | undefined;

  const openPool = (): Piscina =>
    new Piscina({
      minThreads: count,
      maxThreads: count,
      idleTimeout: Number.POSITIVE_INFINITY,
      niceIncrement: NICE,
    });

  const compute = async <Result>({ module, act, input }: HashTask): Promise<Result> => {
    pool ??= openPool();
    try {
      return (await pool.run(input, { filename: fileURLToPath(module), name: act })) as Result;
    } finally {
      // The place is handed on, never free in between: nobody who comes now overtakes the queue.
      const next = waiting.shift();
      if (next) next.begin();
      else running -= 1;
    }
  };

  const turn = (signal: AbortSignal | undefined): Promise<void> =>
    new Promise((resolve, reject) => {
      const onAbort = (): void => {
        waiting.splice(waiting.indexOf(ticket), 1);
        reject(signal?.reason);
      };
      const ticket: Waiting = {
        begin() {
          signal?.removeEventListener("abort", onAbort);
          resolve();
        },
        leave(reason) {
          signal?.removeEventListener("abort", onAbort);
          reject(reason);
        },
      };
      signal?.addEventListener("abort", onAbort, { once: true });
      waiting.push(ticket);
    });

  return {
    async run(task, signal) {
      signal?.throwIfAborted();
      if (running < count) running += 1;
      else if (waiting.length >= count * WAITING_PER_THREAD) throw busy();
      else await turn(signal);
      return compute(task);
    },

    async close() {
      for (const each of waiting.splice(0)) each.leave(busy());
      await pool?.destroy();
      pool = undefined;
    },
  };
};

const busy = (): CountersignError =>
  new CountersignError("server.busy", "Too many passwords are being checked. Try again shortly.");
