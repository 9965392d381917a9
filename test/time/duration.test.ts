import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { formatDuration, LONGEST_SECONDS, parseDuration } from "../../src/time/duration.ts";

test("reads a whole number and one unit", () => {
  const spans = { "5s": 5, "30m": 1_800, "2h": 7_200, "14d": 1_209_600, "2w": 1_209_600 };
  for (const [text, seconds] of Object.entries(spans)) {
    assert.equal(parseDuration(text), seconds, text);
  }
});

test("refuses what is no span (T051)", () => {
  const texts = ["", "0", "0s", "00s", "05s", "-1s", "+1s", "14", "14 days", "d", "14D", "1.5h"];
  for (const text of [
    ...texts,
    " 14d",
    "14d ",
    "14d\n",
    "1e3s",
    "0x10s",
    "NaN",
    "Infinity",
    "١s",
  ]) {
    assert.equal(parseDuration(text), undefined, JSON.stringify(text));
  }
});

test("reads 400 days and refuses a second more, or a number without end", () => {
  assert.equal(LONGEST_SECONDS, 400 * 24 * 60 * 60);
  assert.equal(parseDuration("400d"), LONGEST_SECONDS);
  assert.equal(parseDuration(`${LONGEST_SECONDS}s`), LONGEST_SECONDS);
  assert.equal(parseDuration(`${LONGEST_SECONDS + 1}s`), undefined);
  assert.equal(parseDuration("401d"), undefined);
  assert.equal(parseDuration(`${"9".repeat(400)}s`), undefined);
});

test("writes the largest unit that divides, and never weeks", () => {
  const spans = { 1: "1s", 59: "59s", 60: "1m", 90: "90s", 3600: "1h", 86400: "1d" };
  for (const [seconds, text] of Object.entries(spans)) {
    assert.equal(formatDuration(Number(seconds)), text);
  }
  assert.equal(formatDuration(1_209_600), "14d");
});

test("reads back what it wrote", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: LONGEST_SECONDS }), (seconds) => {
      assert.equal(parseDuration(formatDuration(seconds)), seconds);
    }),
  );
});
