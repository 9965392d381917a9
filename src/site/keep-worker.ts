import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "pino";
import { CountersignError } from "../errors/countersign-error.ts";
import { type ForkedWorker, forkWorker } from "./fork-worker.ts";

/** In milliseconds. Whoever served for so long is replaced at once. */
const STEADY = 1_000;

/** In milliseconds. How long the place of another stays empty: doubled each time that it happens again. */
const SHORTEST_PAUSE = 100;
const LONGEST_PAUSE = 10_000;

/** In milliseconds. A worker has left by itself before; one that hangs is ended. */
const LONGEST_LEAVE = 9_700;

/** A place that always has a worker. */
export interface KeptWorker {
  /** Has whoever works there leave, and nobody follow. Resolves when it is gone. */
  stop(): Promise<void>;
}

/**
 * Starts a worker, and another whenever it ends. Resolves when the first listens, and rejects if it ends
 * before: what keeps the first from starting would keep every other.
 */
export const keepWorker = async (log: Logger): Promise<KeptWorker> => {
  let worker = forkWorker();
  sayWhenListening(worker, log);
  if (!(await worker.listens)) throw await faultOf(worker);
  const stopping = new AbortController();
  const { signal: stop } = stopping;

  const keep = async (): Promise<void> => {
    for (let pause = 0; ; ) {
      const { code, signal, served, fault } = await worker.ended;
      if (stop.aborted) return;
      pause = served >= STEADY ? 0 : Math.min(Math.max(2 * pause, SHORTEST_PAUSE), LONGEST_PAUSE);
      log.error(
        { event: "workerEnded", worker: worker.pid, code, signal, err: fault, pause },
        "a worker ended: another takes its place",
      );
      await sleep(pause, undefined, { signal: stop }).catch(() => {});
      if (stop.aborted) return;
      worker = forkWorker();
      sayWhenListening(worker, log);
    }
  };
  const kept = keep();

  return {
    async stop() {
      stopping.abort();
      worker.kill("SIGTERM");
      const timer = setTimeout(() => {
        log.error(
          { event: "workerStuck", worker: worker.pid },
          "a worker did not leave in time: ending it",
        );
        worker.kill("SIGKILL");
      }, LONGEST_LEAVE);
      await kept;
      clearTimeout(timer);
    },
  };
};

const sayWhenListening = async ({ pid, listens }: ForkedWorker, log: Logger): Promise<void> => {
  if (await listens) log.info({ event: "workerListens", worker: pid }, "a worker listens");
};

const faultOf = async ({ ended }: ForkedWorker): Promise<Error> => {
  const { fault, code, signal } = await ended;
  return (
    fault ??
    new CountersignError("command.failed", `A worker ended (${signal ?? code}) before it listened.`)
  );
};
