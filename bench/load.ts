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
}

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

/** What a load generator does while there is no answer to read. */
export type Idle = "spins" | "sleeps";

/**
 * `autocannon` in a process of its own, kept for the whole run: a cold one would be the slower side.
 *
 * It spins unless the processors are wanted by others. Somebody asleep has to be woken by each answer, which costs the server's
 * `write` up to 10 µs on a virtual machine; and asleep it only falls beside a server that is slower than itself. A page
 * of 40 µs seemed to take 60, and one of 30 µs took 30.
 */
export const startLoad = (idle: Idle = "spins"): LoadGenerator => {
  const child: ChildProcess = fork(new URL("load-process.ts", import.meta.url), [idle]);
  return {
    async run(task) {
      const result = (await askProcess(child, task)) as Load & { readonly fault?: string };
      if (result.fault !== undefined) throw new Error(`${task.url}: ${result.fault}`);
      return result;
    },
    stop: () => stop(child),
  };
};
