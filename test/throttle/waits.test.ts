import assert from "node:assert/strict";
import { test } from "node:test";
import { WAITS, waitAfter } from "../../src/throttle/waits.ts";

test("four failures are free, and from the fifth the wait doubles up to a quarter of an hour (T104)", () => {
  const waits = Array.from({ length: 20 }, (_, at) => waitAfter(at + 1, 5));
  assert.deepEqual(
    waits,
    [0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900, 900, 900, 900],
  );
  assert.equal(waitAfter(100, 5), 900);
  assert.equal(waitAfter(49, 50), 0);
  assert.equal(waitAfter(50, 50), 1);
  assert.equal(WAITS.at(-1), 900);
});
