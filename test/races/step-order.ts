import assert from "node:assert/strict";
import type { Step } from "./play-order.ts";

/** The place of a step, as in `login: accounts.logIn`; after all others if it was not made. */
export const placeOf = (steps: readonly Step[], wanted: string): number => {
  const place = steps.findIndex(({ actor, name }) => `${actor}: ${name}` === wanted);
  return place < 0 ? steps.length : place;
};

/** Was the one made, and the other later or not at all? */
export const isBefore = (steps: readonly Step[], one: string, other: string): boolean => {
  assert.ok(steps.length > 0);
  return placeOf(steps, one) < placeOf(steps, other);
};
