import assert from "node:assert/strict";
import { test } from "node:test";
import { spread } from "../../bench/figures.ts";
import { summarize, summaryTable } from "../../bench/summary.ts";
import { atLeast, atMost, under } from "../../bench/targets.ts";

test("a target that is met to the digit is reached, and one that is not says by how much", () => {
  assert.deepEqual(atLeast(0.9, 0.9), { target: "0.90 or more", limit: 0.9, isReached: true });
  assert.equal(atLeast(0.9, 0.81).missedBy, "0.09");
  assert.equal(atMost(1.25, 1.25).isReached, true);
  assert.equal(atMost(1.25, 1.5).missedBy, "0.25");
  assert.equal(under(1_500, 1_500, " ms").isReached, false);
  assert.deepEqual(under(1_500, 2_000, " ms"), {
    target: "under 1,500 ms",
    limit: 1_500,
    isReached: false,
    missedBy: "500.0 ms",
  });
});

test("the summary has every figure with a target, of every part, and no other", () => {
  const measured = spread([0.8, 0.9, 1]);
  const parts = [
    { name: "welcome", figures: [{ name: "share", unit: "", measured, ...atLeast(0.95, 0.9) }] },
    { name: "start", figures: [{ name: "memory", unit: " MB", measured }] },
  ];
  assert.deepEqual(
    summarize(parts).map(({ part, name }) => [part, name]),
    [["welcome", "share"]],
  );
  assert.match(
    summaryTable(summarize(parts)),
    /\| welcome \| share \| 0\.90 \(0\.80 to 1\.00\) \| 0\.95 or more \| \*\*missed\*\* by 0\.05 \|$/,
  );
});
