import { runTask } from "../hashers/hash-thread.ts";
import type { HashTask, HashThreads } from "../passwords/password-hasher.ts";

export interface ThreadsAtHand extends HashThreads {
  /** Everything that was computed, in order: how much work an answer took. */
  readonly tasks: readonly HashTask[];
}

/** Computes hashes on the spot, for tests with a cheap cost, and remembers which. */
export const threadsAtHand = (): ThreadsAtHand => {
  const tasks: HashTask[] = [];
  return {
    tasks,
    async run<Result>(task: HashTask, signal?: AbortSignal): Promise<Result> {
      signal?.throwIfAborted();
      tasks.push(task);
      return (await runTask(task)) as Result;
    },
    close: async () => {},
  };
};
