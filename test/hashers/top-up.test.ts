import assert from "node:assert/strict";
import { test } from "node:test";
import { topUp } from "../../src/hashers/top-up.ts";
import { takeDone, workOf } from "./counted-work.ts";

test("does what is missing of one kernel, to the unit, and measures nothing for it (T128)", async () => {
  const targets = [workOf("single", 3_000), workOf("single", 5_000)];
  for (const [units, missing] of [
    [1_000, 4_000],
    [3_000, 2_000],
    [5_000, 0],
    [9_000, 0],
  ] as const) {
    await topUp({ spent: workOf("single", units), targets });
    assert.equal(takeDone(), missing, `${units}`);
  }
});

/** Of the work that is wanted, how much was done, with what was spent before. */
const share = async (
  spent: readonly ["single" | "fourfold", number],
  targets: readonly (readonly ["single" | "fourfold", number])[],
): Promise<number> => {
  const iterations = ([act, units]: readonly [string, number]): number =>
    act === "single" ? units : units * 4;
  await topUp({
    spent: workOf(...spent),
    targets: targets.map((each) => workOf(...each)),
  });
  return (takeDone() + iterations(spent)) / Math.max(...targets.map(iterations));
};

test("comes to the dearest of several kernels by what a unit of each costs here, from the first time on (T137)", async () => {
  const shares = [
    // Measuring is part of the work, and measured is each once.
    await share(["single", 20_000], [["fourfold", 40_000]]),
    await share(["single", 20_000], [["fourfold", 40_000]]),
    await share(["fourfold", 5_000], [["single", 160_000]]),
    await share(["fourfold", 5_000], [["single", 160_000]]),
    await share(
      ["single", 40_000],
      [
        ["single", 40_000],
        ["fourfold", 40_000],
      ],
    ),
  ];
  // Where prices were not asked for the first two would be 0.63: what others do on the core beside makes a price a
  // sixth dearer now and then.
  for (const each of shares) assert.ok(each > 0.7 && each < 1.4, String(shares));
});

test("adds nothing to what was dearer than every target", async () => {
  const targets = [["single", 20_000]] as const;
  await share(["fourfold", 40_000], targets);
  await topUp({ spent: workOf("fourfold", 40_000), targets: [workOf("single", 20_000)] });
  assert.equal(takeDone(), 0);
});
