import assert from "node:assert/strict";
import { test } from "node:test";
import { countdown } from "../../src/pages/countdown.ts";

test("counts in days, hours, minutes and seconds, and never below nothing", () => {
  for (const [milliseconds, text] of [
    [-5_000, "00:00:00"],
    [0, "00:00:00"],
    [1, "00:00:01"],
    [5_000, "00:00:05"],
    [86_399_000, "23:59:59"],
    [86_400_000, "1d 00:00:00"],
    [400 * 86_400_000 - 1, "400d 00:00:00"],
    [14 * 86_400_000 - 1_000, "13d 23:59:59"],
  ] as const) {
    assert.equal(countdown(milliseconds), text);
  }
});
