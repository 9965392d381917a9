import assert from "node:assert/strict";
import { test } from "node:test";
import { deadline, isExpired, type LifeTime } from "../../src/sessions/life-time.ts";
import { Session } from "../../src/sessions/session.ts";
import { newState } from "../../src/sessions/session-state.ts";
import { djangoCases, isRaised, sortCases } from "../vectors/django-cases.ts";
import { doorAtHand, wholeFile } from "./door.ts";

// Django's set_expiry(n, datetime, timedelta, 0, None) is our setExpiry(n, Date, Date, "browser", undefined).

interface Moment {
  readonly $datetime: string;
}

interface Span {
  readonly $timedelta: Readonly<Record<string, number>>;
}

interface Input {
  /** ISO 8601. */
  readonly now: string;
  readonly kwargs?: { readonly modification?: Moment; readonly expiry?: unknown };
  readonly set?: readonly (null | number | boolean | string | Moment | Span)[];
  readonly stored?: unknown;
  readonly settings?: {
    readonly SESSION_COOKIE_AGE?: number;
    readonly SESSION_EXPIRE_AT_BROWSER_CLOSE?: boolean;
  };
}

interface Output {
  readonly age: { readonly ok: number };
  readonly date: { readonly ok: Moment };
  readonly browser_close: { readonly ok: boolean };
}

const DJANGO_AGE = 1_209_600;
/** Django knows no absolute limit. */
const NEVER = 10 ** 11;
const SPANS = {
  weeks: 604_800_000,
  days: 86_400_000,
  hours: 3_600_000,
  minutes: 60_000,
  seconds: 1_000,
  milliseconds: 1,
  microseconds: 0.001,
};

/** Naive ones are read as UTC throughout. A Date has milliseconds; what is below is cut off. */
const millisecondsOf = (iso: string): number =>
  Date.parse(/(Z|[+-]\d\d:\d\d)$/.test(iso) ? iso : `${iso}Z`);

const spanOf = ({ $timedelta }: Span): number =>
  Object.entries($timedelta).reduce(
    (sum, [unit, count]) => sum + count * (SPANS[unit as keyof typeof SPANS] ?? Number.NaN),
    0,
  );

const isMoment = (value: unknown): value is Moment =>
  typeof value === "object" && value !== null && "$datetime" in value;
const isSpan = (value: unknown): value is Span =>
  typeof value === "object" && value !== null && "$timedelta" in value;
const isRefused = (value: unknown): boolean =>
  typeof value === "boolean" ||
  typeof value === "string" ||
  (typeof value === "number" && value !== 0 && !(Number.isSafeInteger(value) && value > 0));

/** What a Date cuts off: the last three of six digits. */
const microsecondsOf = (iso: string): string => /\.\d{3}(\d{3})/.exec(iso)?.[1] ?? "000";

const door = await doorAtHand(wholeFile);

/** A new session at the moment of its last change. */
const sessionAt = (modified: number, age: number): Session => {
  const lifeTime: LifeTime = { age, idle: undefined, absolute: NEVER };
  const own = { ...door, lifeTime, clock: () => modified };
  return new Session(
    newState(
      own,
      () => ({ userAgent: undefined, address: undefined }),
      () => {},
      undefined,
      false,
    ),
  );
};

const NOT_OFFERED = {
  "the argument `expiry`": ({ in: { kwargs } }: { in: Input }) =>
    kwargs?.expiry !== undefined || (kwargs !== undefined && "expiry" in kwargs),
  "an age that our settings refuse": ({ in: { settings } }: { in: Input }) => {
    const age = settings?.SESSION_COOKIE_AGE ?? DJANGO_AGE;
    return !(Number.isSafeInteger(age) && age > 0);
  },
};

test("counts an expiry as Django does", () => {
  const cases = djangoCases<Input, Output>("expiry", "expiry").filter(({ in: { set } }) => set);
  const refused = "a span that is not whole seconds above 0: a RangeError";
  const { same, otherwise, counts } = sortCases(cases, {
    ...NOT_OFFERED,
    [refused]: ({ in: { set } }) => set?.some(isRefused) ?? false,
    "past the end of Python's calendar": ({ out }) => isRaised(out) || isRaised(out.date),
    "with an offset and without: a Date is one moment": ({ out }) => isRaised(out.age),
  });
  let exact = 0;
  for (const { id, in: input, out } of same) {
    const now = millisecondsOf(input.now);
    const modification = input.kwargs?.modification?.$datetime ?? input.now;
    const session = sessionAt(
      millisecondsOf(modification),
      input.settings?.SESSION_COOKIE_AGE ?? DJANGO_AGE,
    );
    for (const expiry of input.set ?? []) {
      if (expiry === null) session.setExpiry(undefined);
      else if (expiry === 0) session.setExpiry("browser");
      else if (isMoment(expiry)) session.setExpiry(new Date(millisecondsOf(expiry.$datetime)));
      else if (isSpan(expiry)) session.setExpiry(new Date(now + spanOf(expiry)));
      else session.setExpiry(expiry as number);
    }
    const { $datetime } = out.date.ok;
    const isOff = Math.abs(session.expiryDate().getTime() - millisecondsOf($datetime)) > 1;
    assert.ok(!isOff, `${id} ${session.expiryDate().toISOString()} ${$datetime}`);
    // Whole seconds, rounded down: microseconds that a Date cuts off may make it one more or less.
    if (microsecondsOf(modification) === microsecondsOf($datetime)) {
      assert.equal(session.expiryAge(), out.age.ok, id);
      exact += 1;
    } else {
      assert.ok(Math.abs(session.expiryAge() - out.age.ok) <= 1, id);
    }
    // A setting of Django's that we do not have: it makes "browser" of what is not set.
    if (!input.settings?.SESSION_EXPIRE_AT_BROWSER_CLOSE) {
      assert.equal(session.expiresAtBrowserClose, out.browser_close.ok, id);
    }
  }
  for (const { id, in: input } of otherwise[refused] ?? []) {
    const wrong = input.set?.filter(isRefused) ?? [];
    for (const expiry of wrong) {
      const session = sessionAt(0, DJANGO_AGE);
      assert.throws(() => session.setExpiry(expiry as number), RangeError, id);
    }
  }
  assert.deepEqual([...Object.values(counts), exact], [107, 21, 9, 14, 3, 2, 80]);
});

test("reads a stored moment as Django does, and counts as expired at one that is none", () => {
  const cases = djangoCases<Input, Output>("expiry", "expiry").filter(({ in: { set } }) => !set);
  const { same, otherwise, counts } = sortCases(cases, {
    ...NOT_OFFERED,
    "no text: refused with the whole cookie, or a number": ({ in: { stored } }) =>
      typeof stored !== "string",
    "no moment to Django, nor to us": ({ out }) => isRaised(out) || isRaised(out.date),
    "spelt as only Python reads it: expired to us": ({ tags }) =>
      ["compact", "week", "offset-seconds"].some((tag) => tags.includes(tag)),
  });
  const life: LifeTime = { age: DJANGO_AGE, idle: undefined, absolute: NEVER };
  for (const { id, in: input, out } of same) {
    const session = { marks: { expiry: String(input.stored) }, savedAt: 0 };
    assert.equal(deadline(life, session), millisecondsOf(out.date.ok.$datetime), id);
  }
  for (const { id, in: input } of [
    ...(otherwise["no moment to Django, nor to us"] ?? []),
    ...(otherwise["spelt as only Python reads it: expired to us"] ?? []),
  ]) {
    const session = { marks: { expiry: String(input.stored) }, savedAt: 0 };
    assert.equal(isExpired(life, session, 0), true, id);
  }
  assert.deepEqual(Object.values(counts), [17, 0, 0, 8, 12, 4]);
});
