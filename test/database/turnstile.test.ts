import assert from "node:assert/strict";
import { test } from "node:test";
import { createTurnstile } from "../../src/database/turnstile.ts";

test("lets the first in at once and the others in order, one at a time", async () => {
  const turnstile = createTurnstile();
  const inside: number[] = [];
  await turnstile.enter();
  const others = [1, 2, 3].map((name) => turnstile.enter().then(() => inside.push(name)));
  for (const expected of [[], [1], [1, 2], [1, 2, 3]]) {
    await new Promise(setImmediate);
    assert.deepEqual(inside, expected);
    turnstile.leave();
  }
  await Promise.all(others);
  await turnstile.enter();
});

test("says that the storage is out of reach to whom it kept waiting too long", async () => {
  const turnstile = createTurnstile(10);
  await turnstile.enter();
  await assert.rejects(turnstile.enter(), { code: "storage.unavailable" });
});

test("gives no turn to whoever has stopped waiting", async () => {
  const turnstile = createTurnstile(10);
  await turnstile.enter();
  await assert.rejects(turnstile.enter(), { code: "storage.unavailable" });
  const next = turnstile.enter();
  turnstile.leave();
  await next;
});
