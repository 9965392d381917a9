import assert from "node:assert/strict";
import { test } from "node:test";
import { type Claim, isStanding, type Standing } from "../../src/sessions/register.ts";

const standing = (changes: Partial<Standing>): Standing => ({
  ended: false,
  isKnown: true,
  epoch: 3,
  raisedAt: 0,
  ...changes,
});
const ours = (epoch?: number): Claim => ({
  marks: epoch === undefined ? {} : { epoch },
  savedAt: 5_000,
  isForeign: false,
});
const theirs: Claim = { marks: {}, savedAt: 5_000, isForeign: true };

test("stands while it has not ended and its epoch is the user's", () => {
  assert.equal(isStanding(standing({}), ours(3)), true);
  // Signed anew with the new epoch, in the same answer that raised it.
  assert.equal(isStanding(standing({}), ours(4)), true);
});

test("does not stand once it has ended, or an epoch later, or without one", () => {
  assert.equal(isStanding(standing({ ended: true }), ours(3)), false);
  assert.equal(isStanding(standing({ ended: true, isKnown: false }), ours(3)), false);
  assert.equal(isStanding(standing({}), ours(2)), false);
  assert.equal(isStanding(standing({ epoch: 0 }), ours()), false);
});

test("one that another system made stands without a row, until it is ended or all are", () => {
  const unknown = standing({ ended: true, isKnown: false });
  assert.equal(isStanding(unknown, theirs), true);
  assert.equal(isStanding(standing({ ended: true }), theirs), false);
  assert.equal(isStanding({ ...unknown, raisedAt: 5_000 }, theirs), true);
  assert.equal(isStanding({ ...unknown, raisedAt: 5_001 }, theirs), false);
});
