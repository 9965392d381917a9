import type { HashTask, HashThreads } from "../passwords/password-hasher.ts";

export interface ThreadsAtHand extends HashThreads {
  /** Everything that was computed, in order: how much work an answer took. */
  readonly tasks: readonly HashTask[];
}

type Act = (input: unknown) => unknown;

/** Computes hashes on the spot, for tests with a cheap cost, and remembers which. */
export const threadsAtHand = (): ThreadsAtHand => {
  const tasks: HashTask[] = [];
  return {
    tasks,
    async run<Result>(task: HashTask, signal?: AbortSignal): Promise<Result> {
      signal?.throwIfAborted();
      tasks.push(task);
      const acts = (await import(task.module)) as Readonly<Record<string, Act>>;
      const act = acts[task.act] as Act;
      return act(task.input) as Result;
    },
    close: async () => {},
  };
};
