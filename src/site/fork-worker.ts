import cluster, { type Worker } from "node:cluster";
import { CountersignError } from "../errors/countersign-error.ts";
import type { ErrorCode } from "../errors/error-code.ts";

/** One process of the site, as its primary sees it. */
export interface ForkedWorker {
  readonly pid: number | undefined;
  /** True once it listens; false once it has ended without. */
  readonly listens: Promise<boolean>;
  readonly ended: Promise<WorkerEnd>;
  kill(signal: NodeJS.Signals): void;
}

export interface WorkerEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** For how long it listened, in milliseconds. */
  readonly served: number;
  /** Why it did not start, if it could say so. */
  readonly fault: Error | undefined;
}

/** What a worker tells its primary that cannot start for a reason that a person can mend. */
export interface WorkerFault {
  readonly fault: { readonly code: ErrorCode; readonly message: string };
}

/** Starts a process with the words that `cluster.setupPrimary` was told. */
export const forkWorker = (): ForkedWorker => {
  const worker = cluster.fork();
  closeUnclaimed(worker);
  const listens = Promise.withResolvers<boolean>();
  const ended = Promise.withResolvers<WorkerEnd>();
  let listensSince: number | undefined;
  let fault: Error | undefined;
  const end = (code: number | null, signal: NodeJS.Signals | null): void => {
    const served = listensSince === undefined ? 0 : performance.now() - listensSince;
    listens.resolve(false);
    ended.resolve({ code, signal, served, fault });
  };
  worker.once("listening", () => {
    listensSince = performance.now();
    listens.resolve(true);
  });
  worker.on("message", (said: Partial<WorkerFault> | null) => {
    if (said?.fault) fault = new CountersignError(said.fault.code, said.fault.message);
  });
  // Something could not be sent to it, of which its end will tell; or it never began.
  worker.on("error", (error) => {
    if (worker.process.pid !== undefined) return;
    fault = error;
    end(null, null);
  });
  // And not "exit", after which what it said last may still come.
  worker.process.once("close", end);
  return {
    pid: worker.process.pid,
    listens: listens.promise,
    ended: ended.promise,
    kill: (signal) => worker.process.kill(signal),
  };
};

/**
 * Node hands a worker a copy of each connection, and closes its own when the worker has said that it has
 * it. Of a worker that dies before that, Node keeps it for ever, and the client waits as long.
 */
const closeUnclaimed = (worker: Worker): void => {
  const { process: child } = worker;
  const send = child.send.bind(child) as (...words: readonly unknown[]) => boolean;
  let handed: { close?(): void } | undefined;
  child.send = (...words: readonly unknown[]): boolean => {
    // One at a time: the next is handed over when the last was claimed.
    if (words[1]) handed = words[1];
    return send(...words);
  };
  worker.once("exit", () => {
    // Who left in order has claimed what it was handed, or given it back, and another may be at it.
    if (!worker.exitedAfterDisconnect) handed?.close?.();
  });
};
