import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import type { Piscina } from "piscina";
import { busy } from "../errors/busy.ts";
import type { HashTask, HashThreads } from "../passwords/password-hasher.ts";
import { beside } from "./beside.ts";
import { openIdlePool, openSteadyPool } from "./hash-pools.ts";

/** How many may wait for each thread. At cost 12 a turn takes a quarter of a second. */
const WAITING_PER_THREAD = 16;

/**
 * And how many on top, who are known on their device. Whoever fills the queue has no such device of an account that is not
 * theirs, and of each account no more than one waits there: so its owner still gets in.
 */
const KNOWN_PER_THREAD = 4;

/**
 * In milliseconds. A hash that is older than this has a thread that starves: while 16 logins wait and pages
 * take what they can, one at cost 12 takes about half a second.
 */
const PATIENCE = 2_000;

/** Threads that say beforehand whether there is room in the queue. */
export interface QueuedThreads extends HashThreads {
  /** Would the next one be refused? @param knownAs as in the task */
  isFull(knownAs?: number): boolean;
}

interface Hash {
  readonly task: HashTask;
  /** Its turn has come: it can no longer be dropped. */
  readonly begin: () => void;
  /** Two threads may compute it: the first to end answers. */
  readonly resolve: (result: unknown) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Threads for password hashes, made when the first hash is asked for. The queue is ours and not the
 * pool's, because the pool's way of dropping a task ends the thread that may have begun it.
 *
 * They run when nobody else wants to, so that logins slow nobody down, and starve where somebody always
 * does. No thread may leave the idle class again without privileges, so one that has been at a hash for too
 * long cannot be hurried: one steady thread computes the same hash once more, and then those that wait,
 * until the others get on again.
 *
 * @param count how many; one a core if left out
 * @param patience in milliseconds, how long a thread may take before it is helped
 */
export const createHashThreads = (
  count: number = availableParallelism(),
  patience: number = PATIENCE,
): QueuedThreads => {
  const waiting: Hash[] = [];
  /** What threads have been at for too long; false until the helper has taken it up. */
  const late = new Map<Hash, boolean>();
  let running = 0;
  let isHelping = false;
  let pool: Piscina | undefined;
  let helper: Piscina | undefined;

  const compute = async (hash: Hash): Promise<void> => {
    pool ??= openIdlePool(count);
    const timer = setTimeout(() => {
      late.set(hash, false);
      help();
    }, patience);
    await runIn(pool, hash);
    clearTimeout(timer);
    late.delete(hash);
    // The place is handed on, never free in between: nobody who comes now overtakes the queue.
    const next = takeWaiting();
    if (next) compute(next);
    else running -= 1;
  };

  const help = async (): Promise<void> => {
    if (isHelping) return;
    isHelping = true;
    for (let hash = takeStarved(); hash; hash = takeStarved()) {
      helper ??= openSteadyPool();
      await runIn(helper, hash);
    }
    isHelping = false;
  };

  const takeStarved = (): Hash | undefined => {
    if (late.size === 0) return undefined;
    for (const [hash, isHelped] of late) {
      if (isHelped) continue;
      late.set(hash, true);
      return hash;
    }
    return takeWaiting();
  };

  const takeWaiting = (): Hash | undefined => {
    const hash = waiting.shift();
    hash?.begin();
    return hash;
  };

  const isFull = (knownAs?: number): boolean => {
    if (running < count || waiting.length < count * WAITING_PER_THREAD) return false;
    const isNoRoom = waiting.length >= count * (WAITING_PER_THREAD + KNOWN_PER_THREAD);
    return (
      knownAs === undefined || isNoRoom || waiting.some(({ task }) => task.knownAs === knownAs)
    );
  };

  return {
    isFull,

    async run<Result>(task: HashTask, signal?: AbortSignal): Promise<Result> {
      signal?.throwIfAborted();
      if (isFull(task.knownAs)) throw busy();
      const isFree = running < count;
      const { promise, resolve, reject } = Promise.withResolvers<unknown>();
      const onAbort = (): void => {
        waiting.splice(waiting.indexOf(hash), 1);
        reject(signal?.reason);
      };
      const begin = (): void => signal?.removeEventListener("abort", onAbort);
      const hash: Hash = { task, begin, resolve, reject };
      if (isFree) {
        running += 1;
        compute(hash);
      } else {
        signal?.addEventListener("abort", onAbort, { once: true });
        waiting.push(hash);
        help();
      }
      return (await promise) as Result;
    },

    async close() {
      for (let hash = takeWaiting(); hash; hash = takeWaiting()) hash.reject(busy());
      await Promise.all([pool?.destroy(), helper?.destroy()]);
      pool = undefined;
      helper = undefined;
    },
  };
};

/** Never rejects: the hash hears of it. */
const runIn = (pool: Piscina, { task, resolve, reject }: Hash): Promise<void> =>
  pool.run(task, { filename: THREAD, name: "runTask" }).then(resolve, reject);

const THREAD = fileURLToPath(beside(import.meta.url, "hash-thread"));
