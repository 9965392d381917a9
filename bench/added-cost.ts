import { type Spread, spread } from "./figures.ts";

/**
 * What a request does: reads a key of a session; of one that was seen a moment ago; of a user's, whom
 * the register is asked about; or writes a key.
 */
export const KINDS = ["read", "again", "user", "write"] as const;
export type Kind = (typeof KINDS)[number];

/** Of one request, in microseconds. */
export interface Cost {
  /** Of all processors, in the process that answers. */
  readonly processor: number;
  /** By the clock: one process that answers as fast as it can. */
  readonly clock: number;
}

export type CostSpread = { readonly [Key in keyof Cost]: Spread };
export type AddedCosts = Readonly<Partial<Record<Kind, CostSpread>>>;

/** Gathers, turn by turn, what requests cost more than the page without a session. */
export interface Ledger {
  /** @param before,after what that page cost in the turns around this one */
  enter(kind: Kind, cost: Cost, before: Cost, after: Cost): void;
  added(): AddedCosts;
}

export const createLedger = (): Ledger => {
  const added = new Map<Kind, Cost[]>();
  return {
    enter(kind, cost, before, after) {
      const entries = added.get(kind) ?? [];
      added.set(kind, entries);
      entries.push({
        processor: cost.processor - (before.processor + after.processor) / 2,
        clock: cost.clock - (before.clock + after.clock) / 2,
      });
    },
    added: () => Object.fromEntries([...added].map(([kind, costs]) => [kind, spreads(costs)])),
  };
};

export const spreads = (costs: readonly Cost[]): CostSpread => ({
  processor: spread(costs.map(({ processor }) => processor)),
  clock: spread(costs.map(({ clock }) => clock)),
});
