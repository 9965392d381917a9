import assert from "node:assert/strict";
import { test } from "node:test";
import { isStanding } from "../../src/sessions/register.ts";

test("stands while it has not ended and its epoch is the user's", () => {
  assert.equal(isStanding({ ended: false, epoch: 3 }, 3), true);
  // Signed anew with the new epoch, in the same answer that raised it.
  assert.equal(isStanding({ ended: false, epoch: 3 }, 4), true);
});

test("does not stand once it has ended, or an epoch later, or without one", () => {
  assert.equal(isStanding({ ended: true, epoch: 3 }, 3), false);
  assert.equal(isStanding({ ended: false, epoch: 3 }, 2), false);
  assert.equal(isStanding({ ended: false, epoch: 0 }, undefined), false);
});
