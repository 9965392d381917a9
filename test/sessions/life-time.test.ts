import assert from "node:assert/strict";
import { test } from "node:test";
import {
  deadline,
  isExpired,
  isFromFuture,
  isUseWorthWriting,
  type LifeTime,
  limitsOf,
} from "../../src/sessions/life-time.ts";
import type { SessionMarks } from "../../src/sessions/session-contents.ts";

const SAVED = Date.UTC(2026, 2, 1, 12);
const LOGIN = SAVED / 1_000;
const LIFE: LifeTime = { age: 100, idle: undefined, absolute: 1_000 };

test("ends an anonymous session when its age has passed since the last save", () => {
  assert.equal(deadline(LIFE, { marks: {}, savedAt: SAVED }), SAVED + 100_000);
});

test("is still good at the limit itself, and not a millisecond later (behaviour 187)", () => {
  const session = { marks: {}, savedAt: SAVED };
  assert.equal(isExpired(LIFE, session, SAVED + 100_000), false);
  assert.equal(isExpired(LIFE, session, SAVED + 100_001), true);
});

test("lets an expiry of its own go before the setting, in either direction", () => {
  for (const expiry of [5, 500]) {
    assert.equal(deadline(LIFE, { marks: { expiry }, savedAt: SAVED }), SAVED + expiry * 1_000);
  }
});

test("ends at a moment of its own, whenever it was saved", () => {
  const marks = { expiry: "2026-03-01T12:00:07.500+00:00" };
  assert.equal(deadline(LIFE, { marks, savedAt: SAVED }), SAVED + 7_500);
  assert.equal(deadline(LIFE, { marks, savedAt: SAVED - 50_000 }), SAVED + 7_500);
});

test("ends a session for the browser's life after its age all the same", () => {
  assert.equal(deadline(LIFE, { marks: { expiry: 0 }, savedAt: SAVED }), SAVED + 100_000);
});

test("counts as expired at a moment that is none", () => {
  for (const expiry of ["tomorrow", "", "2026-13-01T00:00:00+00:00"]) {
    assert.equal(isExpired(LIFE, { marks: { expiry }, savedAt: SAVED }, SAVED), true, expiry);
  }
  assert.equal(isExpired(LIFE, { marks: {}, savedAt: Number.NaN }, SAVED), true);
});

test("lets no expiry reach past the absolute limit, counted from the login", () => {
  for (const expiry of [5_000, "2027-01-01T00:00:00.000+00:00"]) {
    const marks = { login: LOGIN - 400, expiry };
    assert.equal(deadline(LIFE, { marks, savedAt: SAVED }), SAVED + 600_000);
  }
  const marks = { expiry: 5_000 };
  assert.equal(
    deadline(LIFE, { marks, savedAt: SAVED }),
    SAVED + 1_000_000,
    "anonymous: from the save",
  );
});

test("ends a session that is not used, counted from the last use", () => {
  const life = { ...LIFE, idle: 30 };
  assert.equal(deadline(life, { marks: {}, savedAt: SAVED }), SAVED + 30_000);
  assert.equal(deadline(life, { marks: { used: LOGIN + 50 }, savedAt: SAVED }), SAVED + 80_000);
  assert.equal(deadline(life, { marks: { used: LOGIN + 90 }, savedAt: SAVED }), SAVED + 100_000);
});

test("takes a time 60 s in the future and refuses 61 s (T029)", () => {
  const second = (ahead: number): number => LOGIN + ahead;
  for (const [ahead, expected] of [
    [0, false],
    [60, false],
    [61, true],
  ] as const) {
    assert.equal(isFromFuture({ marks: {}, savedAt: second(ahead) * 1_000 }, SAVED), expected);
    assert.equal(
      isFromFuture({ marks: { login: second(ahead) }, savedAt: SAVED }, SAVED),
      expected,
    );
    assert.equal(isFromFuture({ marks: { used: second(ahead) }, savedAt: SAVED }, SAVED), expected);
  }
});

test("takes a time that is no number for one from the future", () => {
  for (const savedAt of [Number.NaN, Number.POSITIVE_INFINITY]) {
    assert.equal(isFromFuture({ marks: {}, savedAt }, SAVED), true);
  }
  assert.equal(isFromFuture({ marks: {}, savedAt: -1 }, SAVED), false);
});

test("writes a use down after a tenth of the idle limit, or after a minute", () => {
  const session = { marks: { used: LOGIN }, savedAt: SAVED };
  const after = (idle: number | undefined, seconds: number): boolean =>
    isUseWorthWriting({ ...LIFE, idle }, session, SAVED + seconds * 1_000);
  assert.deepEqual([after(100, 10), after(100, 11)], [false, true]);
  assert.deepEqual([after(3_600, 60), after(3_600, 61)], [false, true]);
  assert.equal(after(undefined, 1_000_000), false);
});

test("names each limit, the first one first, which is the deadline", () => {
  const until = (life: LifeTime, marks: SessionMarks) =>
    limitsOf(life, { marks, savedAt: SAVED }).map((limit) => [
      limit.name,
      (limit.until - SAVED) / 1_000,
    ]);
  const idle = { ...LIFE, idle: 50 };
  assert.deepEqual(until(LIFE, {}), [
    ["age", 100],
    ["absolute", 1_000],
  ]);
  assert.deepEqual(until(idle, { used: LOGIN + 20, login: LOGIN - 950 }), [
    ["absolute", 50],
    ["idle", 70],
    ["age", 100],
  ]);
  assert.deepEqual(until(idle, { expiry: 5 })[0], ["own", 5]);
  assert.deepEqual(until(idle, { expiry: 0 })[1], ["age", 100]);
  for (const life of [LIFE, idle, { age: 5_000, idle: 2_000, absolute: 1_000 }]) {
    for (const marks of [{}, { expiry: 5 }, { expiry: 0 }, { used: LOGIN, login: LOGIN - 990 }]) {
      const session = { marks, savedAt: SAVED };
      assert.equal(limitsOf(life, session)[0]?.until, deadline(life, session));
    }
  }
});
