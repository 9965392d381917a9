import assert from "node:assert/strict";
import { test } from "node:test";
import { isoMoment } from "../../src/time/iso-moment.ts";

test("reads a moment with its offset, and without one as UTC", () => {
  const at = Date.UTC(2030, 0, 2, 3, 4, 5);
  for (const text of [
    "2030-01-02T03:04:05",
    "2030-01-02 03:04:05",
    "2030-01-02t03:04:05z",
    "2030-01-02T03:04:05+00:00",
    "2030-01-02T08:34:05+05:30",
    "2030-01-01T22:04:05-05:00",
  ]) {
    assert.equal(isoMoment(text), at, text);
  }
  assert.equal(isoMoment("2030-01-02T03:04:05.678901"), at + 678);
  assert.equal(isoMoment("2030-01-02T03:04"), at - 5_000);
  assert.equal(isoMoment("2030-01-02"), Date.UTC(2030, 0, 2));
});

test("is not a number for what is no moment, or no day of the calendar", () => {
  for (const text of [
    ...["", "10", "tomorrow", "2030", "2030-13-01", "2030-02-30T00:00:00", "2030-01-01T24:00:00"],
    ...["2030-01-01T00:00:60", " 2030-01-01T00:00:00", "2030-01-01T00:00:00 ", "20300101T000000"],
    ...["Wed, 02 Jan 2030 03:04:05 GMT", "2030-01-01T00:00:00+1", "2030-01-01T00:00:00Z\n"],
  ]) {
    assert.equal(isoMoment(text), Number.NaN, text);
  }
});
