import assert from "node:assert/strict";
import { availableParallelism, loadavg } from "node:os";

/**
 * How many times as long everything may take as on a machine with nothing else to do: more, the more
 * programs wait for its cores. Without it a limit of time would hold the machine's load against us.
 */
export const slowness = (): number =>
  Math.max(1, (2 * (loadavg()[0] ?? 0)) / availableParallelism());

/** That no more than so many milliseconds have passed since a moment of `performance.now()`. */
export const checkInTime = (milliseconds: number, since: number, what = "it"): void => {
  const took = performance.now() - since;
  assert.ok(took <= milliseconds * slowness(), `${what} took ${took} ms`);
};
