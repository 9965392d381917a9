import assert from "node:assert/strict";
import { test } from "node:test";
import { handClock } from "../../src/testing/hand-clock.ts";
import { createWindow, type Window } from "../../src/time/window.ts";

test("ends by the clock with what comes after its length, and not before", () => {
  const { read, advance } = handClock();
  let ends = 0;
  const window = createWindow(60_000, read, () => {
    ends += 1;
  });
  window.close();
  assert.equal(ends, 0, "none was open");
  window.enter();
  advance(59);
  window.enter();
  assert.equal(ends, 0);
  advance(1);
  window.enter();
  assert.equal(ends, 1);
  window.close();
  window.close();
  assert.equal(ends, 2);
});

test("ends by a timer where nothing comes any more, and the next may begin with its end", async () => {
  const { read } = handClock();
  const { promise, resolve } = Promise.withResolvers<void>();
  let ends = 0;
  const window: Window = createWindow(1, read, () => {
    ends += 1;
    if (ends === 2) resolve();
    else window.enter();
  });
  window.enter();
  // Nothing of it keeps a process alive; this does.
  const alive = setTimeout(() => {}, 10_000);
  await promise;
  clearTimeout(alive);
  assert.equal(ends, 2);
});
