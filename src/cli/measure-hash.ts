import { randomBytes } from "node:crypto";
import { runTask } from "../hashers/hash-thread.ts";
import { processorTime } from "../hashers/processor-time.ts";
import type { HashThreads, PasswordHasher } from "../passwords/password-hasher.ts";

const RUNS = 3;

/** Computed here and now: nothing else is to be done meanwhile. */
const onTheSpot: HashThreads = {
  run: async <Result>(task: Parameters<HashThreads["run"]>[0]) => (await runTask(task)) as Result,
  close: async () => {},
};

/**
 * How long a hash takes, in milliseconds of processor time, so that a busy machine answers as an idle one: the shortest of a
 * few, since what disturbs only lengthens.
 */
export const measureHash = async (hasher: PasswordHasher): Promise<number> => {
  let shortest = Number.POSITIVE_INFINITY;
  for (let run = 0; run < RUNS; run += 1) {
    const password = randomBytes(12).toString("hex");
    const began = processorTime();
    await hasher.make(password, onTheSpot);
    shortest = Math.min(shortest, processorTime() - began);
  }
  return shortest;
};
