import assert from "node:assert/strict";
import { test } from "node:test";
import { createSeenSessions } from "../../src/sessions/seen-sessions.ts";
import { handClock } from "../../src/testing/hand-clock.ts";

const scene = (touch?: (sids: readonly string[]) => Promise<void>) => {
  const hand = handClock();
  const written: (readonly string[])[] = [];
  const failures: unknown[] = [];
  const note = async (sids: readonly string[]): Promise<void> => {
    if (sids.length > 0) written.push(sids);
  };
  const seen = createSeenSessions({ touch: touch ?? note }, hand.read, (error) =>
    failures.push(error),
  );
  return { hand, seen, written, failures };
};

test("writes down together what was used, each session once a minute at most", async () => {
  const { hand, seen, written } = scene();
  for (const sid of ["one", "two", "one"]) seen.note(sid, undefined);
  await seen.close();
  seen.note("one", undefined);
  await seen.close();
  assert.deepEqual(written, [["one", "two"]]);
  hand.advance(60);
  seen.note("one", undefined);
  await seen.close();
  assert.deepEqual(written, [["one", "two"], ["one"]]);
});

test("goes by what the register says, where that is at hand", async () => {
  const { hand, seen, written } = scene();
  const now = hand.read();
  seen.note("just now", now - 59_999);
  seen.note("a minute ago", now - 60_000);
  await seen.close();
  assert.deepEqual(written, [["a minute ago"]]);
});

test("tells of a write that failed, and fails nobody's request", async () => {
  const { hand, seen, failures } = scene(() => Promise.reject(new RangeError("full")));
  seen.note("one", undefined);
  await seen.close();
  assert.equal(failures.length, 1);
  hand.advance(60);
  seen.note("one", undefined);
  await seen.close();
  assert.equal(failures.length, 2, "and it is tried again");
});
