import { type ChildProcess, fork } from "node:child_process";
import { askProcess } from "./ask-process.ts";
import { stop } from "./server-process.ts";

export const CONNECTIONS = 32;

/** What to ask for, over and over. */
export interface Task {
  readonly url: string;
  /** Those of all visitors, who take turns. */
  readonly cookies: readonly string[];
  readonly seconds: number;
  /** It spins if this is left out. */
  readonly idle?: Idle;
}

/**
 * What the load generator does while there is no answer to read. Somebody asleep has to be woken by each answer, which costs the
 * server's `write` up to 10 µs on a virtual machine, and only a server that is slower than the load generator finds it asleep: a
 * page of 46 µs seemed to take 70, and one of 32 only 39. But it sleeps beside servers that need another processor to answer: it would take that.
 */
export type Idle = "spins" | "sleeps";

export interface Load {
  readonly requests: number;
  readonly requestsPerSecond: number;
  /** In milliseconds. */
  readonly p99: number;
}

export interface LoadGenerator {
  /** Rejects if any answer is not a 2xx. */
  run(task: Task): Promise<Load>;
  stop(): Promise<void>;
}

/** `autocannon` in a process of its own, kept for the whole run: a cold one would be the slower side. */
export const startLoad = (): LoadGenerator => {
  const child: ChildProcess = fork(new URL("load-process.ts", import.meta.url));
  return {
    async run(task) {
      const result = (await askProcess(child, task)) as Load & { readonly fault?: string };
      if (result.fault !== undefined) throw new Error(`${task.url}: ${result.fault}`);
      return result;
    },
    stop: () => stop(child),
  };
};
