import { type Spread, spread } from "./figures.ts";

/**
 * What is measured of a request, in microseconds: the processor time in the process that answers, when it
 * reads a key of a session (`read`), of one that was seen a moment ago (`again`), of a user's, whom the
 * register is asked about (`user`), or when it writes one (`write`); and the time of `read` by the
 * clock (`clock`), when one process answers as fast as it can.
 */
export const COSTS = ["read", "clock", "again", "user", "write"] as const;
export type Cost = (typeof COSTS)[number];

/** What visitors ask for; how long it takes by the clock comes with it. */
export type Asked = Exclude<Cost, "clock">;
export const ASKED: readonly Asked[] = ["read", "again", "user", "write"];

export type AddedCosts = Readonly<Partial<Record<Cost, Spread>>>;

/** Gathers, turn by turn, what requests cost more than the page without a session. */
export interface Ledger {
  /** @param before,after what that page cost in the turns around this one */
  enter(cost: Cost, microseconds: number, before: number, after: number): void;
  added(): AddedCosts;
}

export const createLedger = (): Ledger => {
  const added = new Map<Cost, number[]>();
  return {
    enter(cost, microseconds, before, after) {
      const entries = added.get(cost) ?? [];
      added.set(cost, entries);
      entries.push(microseconds - (before + after) / 2);
    },
    added: () => Object.fromEntries([...added].map(([cost, entries]) => [cost, spread(entries)])),
  };
};
