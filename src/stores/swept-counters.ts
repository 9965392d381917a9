import { sweepInBatches } from "../sessions/sweep-in-batches.ts";
import type { Counters } from "../throttle/counters.ts";

/** In milliseconds. */
const EVERY = 60_000;

export interface SweptCounters extends Counters {
  /** Waits for a sweep that is under way. */
  close(): Promise<void>;
}

/**
 * Counters that tidy up after themselves: at most once a minute, beside the attempt that comes then. Nobody
 * waits for it, and nobody fails with it.
 *
 * @param told of a sweep that failed
 */
export const sweptCounters = (
  counters: Counters,
  told: (error: unknown) => void,
): SweptCounters => {
  let next = 0;
  let sweeping: Promise<unknown> = Promise.resolve();
  return {
    ...counters,
    count(wanted, now) {
      if (now >= next) {
        next = now + EVERY;
        sweeping = sweepInBatches(counters.sweep, now).catch(told);
      }
      return counters.count(wanted, now);
    },
    async close() {
      await sweeping;
    },
  };
};
