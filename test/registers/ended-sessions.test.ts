import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import fc from "fast-check";
import { createEndedSessions } from "../../src/registers/ended-sessions.ts";

const digest = (text: string | number): Buffer => createHash("sha256").update(`${text}`).digest();
const ours = (each: number): string => digest(each).toString("base64url", 0, 16);
const foreign = (each: number): string => digest(each).toString("base64url");

/** Ids that are easily taken for each other: one beginning, or the same bytes in another spelling. */
const SID = fc.oneof(
  fc.nat(9).map(ours),
  fc.constantFrom("A", "B", "Q", "g", "BA", "BQ").map((end) => end.padStart(22, "A")),
  fc.nat(9).map(foreign),
  fc.constantFrom("", "__proto__", "7", "é".repeat(22), `${"A".repeat(21)}=`, "A".repeat(23)),
);
const MOMENT = fc.integer({ min: 0, max: 10_000 });
const STEP = fc.oneof(
  { weight: 4, arbitrary: fc.record({ sid: SID, expiresAt: MOMENT }) },
  { weight: 1, arbitrary: fc.record({ now: MOMENT, times: fc.integer({ min: 1, max: 300 }) }) },
);

const forgetAll = (ended: ReturnType<typeof createEndedSessions>, now: number): void => {
  for (let each = 0; each < 256; each += 1) ended.forget(now);
};

test("says ended of what was ended until that expires, and never of anything else", () => {
  fc.assert(
    fc.property(fc.array(STEP, { maxLength: 60, size: "max" }), fc.array(SID), (steps, others) => {
      const ended = createEndedSessions();
      const model = new Map<string, number>();
      let latest = 0;
      const check = (): void => {
        for (const [sid, until] of model) if (until >= latest) assert.ok(ended.has(sid), sid);
        for (const sid of others) if (!model.has(sid)) assert.ok(!ended.has(sid), sid);
      };
      for (const step of steps) {
        if ("sid" in step) {
          const { sid, expiresAt } = step;
          ended.add(sid, expiresAt);
          model.set(sid, Math.max(expiresAt, model.get(sid) ?? 0));
          assert.ok(ended.has(sid), sid);
        } else {
          for (let each = 0; each < step.times; each += 1) ended.forget(step.now);
          latest = Math.max(latest, step.now);
        }
        check();
      }
      forgetAll(ended, latest);
      check();
      // In whole seconds, of which the first is the least that is kept.
      const left = [...model].filter(
        ([, until]) => Math.max(1, Math.ceil(until / 1_000)) * 1_000 >= latest,
      );
      assert.equal(ended.size, left.length);
      for (const [sid] of model) {
        assert.equal(
          ended.has(sid),
          left.some(([kept]) => kept === sid),
          sid,
        );
      }
    }),
  );
});

test("two ids that a lenient decoder takes for the same bytes are two", () => {
  const ended = createEndedSessions();
  const [one, other] = [`${"A".repeat(21)}Q`, `${"A".repeat(21)}R`];
  assert.deepEqual(Buffer.from(one, "base64url"), Buffer.from(other, "base64url"));
  ended.add(one, 1_000);
  assert.deepEqual([ended.has(one), ended.has(other)], [true, false]);
  ended.add(other, 5_000);
  forgetAll(ended, 3_000);
  assert.deepEqual([ended.has(one), ended.has(other)], [false, true]);
});

test("an end that is told again is remembered until the later of its moments", () => {
  for (const sid of [ours(1), foreign(1)]) {
    const ended = createEndedSessions();
    for (const expiresAt of [1_000, 9_000, 2_000]) ended.add(sid, expiresAt);
    forgetAll(ended, 9_000);
    assert.equal(ended.has(sid), true);
    forgetAll(ended, 9_001);
    assert.equal(ended.has(sid), false);
    assert.equal(ended.size, 0);
  }
});

test("forgets as many as have expired and keeps all others, of a crowd of each kind", () => {
  const ended = createEndedSessions();
  const CROWD = 20_000;
  for (let each = 0; each < CROWD; each += 1) {
    const expiresAt = 1_000_000 + each * 1_000;
    ended.add(ours(each), expiresAt);
    ended.add(foreign(each), expiresAt);
  }
  assert.equal(ended.size, 2 * CROWD);
  const wrong = (from: number): number => {
    let faults = 0;
    for (let each = 0; each < 2 * CROWD; each += 1) {
      const isEnded = each >= from && each < CROWD;
      if (ended.has(ours(each)) !== isEnded) faults += 1;
      if (ended.has(foreign(each)) !== isEnded) faults += 1;
    }
    return faults;
  };
  assert.equal(wrong(0), 0);
  for (const from of [1, 10_000, CROWD - 1, CROWD]) {
    forgetAll(ended, 1_000_000 + from * 1_000);
    assert.equal(ended.size, 2 * (CROWD - from));
    assert.equal(wrong(from), 0);
  }
});

test("a moment that cannot be kept is forever, and one long past is an end all the same", () => {
  for (const sid of [ours(1), foreign(1)]) {
    for (const expiresAt of [Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53]) {
      const ended = createEndedSessions();
      ended.add(sid, expiresAt);
      forgetAll(ended, Date.UTC(2100, 0));
      assert.equal(ended.has(sid), true, String(expiresAt));
    }
    for (const expiresAt of [0, -1, -(2 ** 53), Number.NEGATIVE_INFINITY]) {
      const ended = createEndedSessions();
      ended.add(sid, expiresAt);
      assert.equal(ended.has(sid), true, String(expiresAt));
      forgetAll(ended, 2_000);
      assert.equal(ended.has(sid), false, String(expiresAt));
    }
  }
});
