import type { Clock } from "../time/clock.ts";

/** A clock that stands still until it is moved. */
export interface HandClock {
  readonly read: Clock;
  /** Seconds; may be below 0. */
  advance(seconds: number): void;
}

export const handClock = (start: number = Date.parse("2026-03-01T12:00:00Z")): HandClock => {
  let now = start;
  return {
    read: () => now,
    advance(seconds) {
      now += seconds * 1_000;
    },
  };
};
