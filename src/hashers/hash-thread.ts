// Runs in a thread of its own, in which blocking is the point.
import { workerData } from "node:worker_threads";
import type { HashTask } from "../passwords/password-hasher.ts";
import { enterIdleClass, IDLE } from "./idle-class.ts";
import { topUp } from "./top-up.ts";

// Once a thread, when it loads this.
if (workerData === IDLE) enterIdleClass();

type Act = (input: unknown) => unknown;

/** What a thread does: the act of a task, and then what it still owes, whatever the answer is. */
export const runTask = async ({ module, act, input, owed }: HashTask): Promise<unknown> => {
  const acts = (await import(module)) as Readonly<Record<string, Act>>;
  const result = await (acts[act] as Act)(input);
  if (owed) await topUp(owed);
  return result;
};
