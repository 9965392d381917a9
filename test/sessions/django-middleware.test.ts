import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { closeSession } from "../../src/sessions/close-session.ts";
import type { JsonValue } from "../../src/sessions/json-value.ts";
import { openSession } from "../../src/sessions/open-session.ts";
import type { Session } from "../../src/sessions/session.ts";
import { type DjangoCase, djangoCases, isRaised, sortCases } from "../vectors/django-cases.ts";
import { djangoDoor, payloadOf, withoutOurs } from "./django-door.ts";

// One request through Django's SessionMiddleware, and the same through our door in its dialect.

type Action = readonly [name: string, ...given: readonly JsonValue[]];

interface In {
  readonly secret: string;
  readonly now: number;
  readonly cookie?: string;
  readonly actions: readonly Action[];
  readonly status: number;
  readonly settings?: {
    readonly SESSION_COOKIE_NAME?: string;
    readonly SESSION_COOKIE_DOMAIN?: string;
    readonly SESSION_COOKIE_SECURE?: boolean;
    readonly SESSION_COOKIE_AGE?: number;
    readonly SESSION_SAVE_EVERY_REQUEST?: boolean;
  };
}

interface Out {
  readonly set_cookie: readonly string[];
  readonly vary: string | null;
}

type Case = DjangoCase<In, Out>;

/** `user_id` is written by logging in alone, and stands here for any key. */
const OTHER_KEY = "user";
const renamed = (key: JsonValue | undefined): string =>
  key === "user_id" ? OTHER_KEY : String(key);

const momentIn = (value: JsonValue, key: string): JsonValue | undefined =>
  (value as Record<string, JsonValue>)[key];

const expiryOf = (
  given: JsonValue | undefined,
  now: number,
): number | Date | "browser" | undefined => {
  if (given === 0) return "browser";
  if (typeof given !== "object" || given === null)
    return given === null ? undefined : Number(given);
  const moment = momentIn(given, "$datetime");
  if (typeof moment === "string") return new Date(`${moment}Z`);
  const { seconds } = momentIn(given, "$timedelta") as { readonly seconds: number };
  return new Date(now + seconds * 1_000);
};

const ACTS: Readonly<
  Record<string, (session: Session, given: readonly JsonValue[], now: number) => unknown>
> = {
  get: (session, [key]) => session.get(renamed(key)),
  set: (session, [key, value]) => session.set(renamed(key), value as string),
  delete: (session, [key]) => session.delete(renamed(key)),
  flush: (session) => session.flush(),
  clear: (session) => session.clear(),
  cycle_key: (session) => session.cycle(),
  set_expiry: (session, [expiry], now) => session.setExpiry(expiryOf(expiry, now)),
};

const isTagged =
  (...tags: readonly string[]) =>
  (each: Case): boolean =>
    tags.some((tag) => each.tags.includes(tag));

const hasSetting =
  (...names: readonly string[]) =>
  ({ in: { settings = {} } }: Case): boolean =>
    names.some((name) => name in settings);

/** Longer than any of the cases: Django knows no absolute limit. */
const NEVER = 10 ** 11;

const answerOf = async (t: TestContext, { in: input }: Case) => {
  const { settings = {} } = input;
  const now = input.now * 1_000;
  const name = settings.SESSION_COOKIE_NAME ?? "sessionid";
  const domain = settings.SESSION_COOKIE_DOMAIN;
  const door = await djangoDoor(t, {
    secrets: [input.secret],
    now,
    cookie: { name, domain, secure: settings.SESSION_COOKIE_SECURE ?? false },
    lifeTime: { age: settings.SESSION_COOKIE_AGE ?? 1_209_600, absolute: NEVER },
    saveEveryRequest: settings.SESSION_SAVE_EVERY_REQUEST ?? false,
  });
  const session = await openSession(
    door,
    input.cookie === undefined ? undefined : `${name}=${input.cookie}`,
    () => ({ userAgent: undefined, address: undefined }),
    () => {},
  );
  for (const [act, ...given] of input.actions) ACTS[act]?.(session, given, now);
  return closeSession(session, input.status);
};

interface Line {
  readonly name: string;
  readonly payload: Record<string, JsonValue>;
  /** In lower case; without `expires`, which says what Max-Age says. */
  readonly attributes: readonly string[];
}

/** What a Set-Cookie line says: undefined for none, an empty payload for one that deletes. */
const lineOf = (line: string | undefined, secret: string): Line | undefined => {
  if (line === undefined) return undefined;
  const [pair = "", ...attributes] = line.split("; ");
  const value = pair.slice(pair.indexOf("=") + 1).replaceAll('"', "");
  const { user_id: user, ...payload } = value === "" ? {} : withoutOurs(payloadOf(value, secret));
  const expiry = payload["_session_expiry"];
  return {
    name: pair.slice(0, pair.indexOf("=")),
    payload: {
      ...payload,
      ...(user === undefined ? {} : { [OTHER_KEY]: user }),
      // A moment, with its offset or without.
      ...(typeof expiry === "string" ? { _session_expiry: expiry.slice(0, 19) } : {}),
    },
    attributes: attributes
      .map((attribute) => attribute.toLowerCase())
      .filter((attribute) => !attribute.startsWith("expires="))
      .sort(),
  };
};

const DELETED = "max-age=0";
const LONGEST = "max-age=34560000";

const REFUSED = "a refused cookie that is read";
const UNTOUCHED = "saved on every request, though untouched";
const FAILED = "a flush that is answered with 500";

const { same, otherwise, counts } = sortCases(
  djangoCases<In, Out>("sessions", "session.middleware"),
  {
    "attributes that are not to be had: a path, no HttpOnly, SameSite other than Lax": (each) =>
      isRaised(each.out) ||
      hasSetting("SESSION_COOKIE_PATH", "SESSION_COOKIE_HTTPONLY")(each) ||
      (hasSetting("SESSION_COOKIE_SAMESITE")(each) &&
        !JSON.stringify(each.in.settings).includes('"Lax"')),
    "an expiry that is not to be had: below 1, a fraction, written by hand, for all sessions": (
      each,
    ) =>
      isTagged("set-expiry-float", "stored-iso")(each) ||
      each.in.actions.some(([act, given]) => act === "set_expiry" && Number(given) < 0) ||
      hasSetting("SESSION_EXPIRE_AT_BROWSER_CLOSE")(each),
    [UNTOUCHED]: isTagged("every-request"),
    [REFUSED]: isTagged("read-bad-cookie", "read-tampered", "read-expired"),
    [FAILED]: isTagged("flush-500"),
  },
);

test("answers one request as Django's middleware does", async (t) => {
  for (const each of same) {
    const { setCookie, varies } = await answerOf(t, each);
    const { secret } = each.in;
    const [ours, theirs] = [lineOf(setCookie, secret), lineOf(each.out.set_cookie[0], secret)];
    assert.equal(varies ? "Cookie" : null, each.out.vary, each.id);
    assert.equal(ours === undefined, theirs === undefined, each.id);
    if (!ours || !theirs) continue;
    assert.deepEqual([ours.name, ours.payload], [theirs.name, theirs.payload], each.id);
    // The line that deletes is HttpOnly with us as well; 400 days is all that browsers keep.
    const attributes = theirs.attributes.map((one) =>
      one.startsWith("max-age=") && Number(one.slice(8)) > 34_560_000 ? LONGEST : one,
    );
    const isGone = attributes.includes(DELETED);
    const extra = isGone
      ? ["httponly", ...(each.in.settings?.SESSION_COOKIE_SECURE ? ["secure"] : [])]
      : [];
    assert.deepEqual(ours.attributes, [...new Set([...attributes, ...extra])].sort(), each.id);
  }
  assert.deepEqual(Object.values(counts), [53, 15, 5, 1, 3, 1]);
});

test("a refused cookie that is read is deleted, where Django sets an empty session", async (t) => {
  for (const each of otherwise[REFUSED] ?? []) {
    const { setCookie, varies } = await answerOf(t, each);
    assert.ok(lineOf(setCookie, each.in.secret)?.attributes.includes(DELETED), each.id);
    assert.deepEqual(lineOf(each.out.set_cookie[0], each.in.secret)?.payload, {}, each.id);
    assert.equal(varies, true, each.id);
  }
});

test("an answer that saves an untouched session says Vary, which Django forgets", async (t) => {
  for (const each of otherwise[UNTOUCHED] ?? []) {
    const { setCookie, varies } = await answerOf(t, each);
    const { secret } = each.in;
    assert.deepEqual(lineOf(setCookie, secret), lineOf(each.out.set_cookie[0], secret), each.id);
    assert.deepEqual([varies, each.out.vary], [true, null], each.id);
  }
});

test("a flush that is answered with 500 is not done, where Django deletes the cookie", async (t) => {
  for (const each of otherwise[FAILED] ?? []) {
    assert.deepEqual(await answerOf(t, each), { setCookie: undefined, varies: true }, each.id);
    assert.ok(lineOf(each.out.set_cookie[0], each.in.secret)?.attributes.includes(DELETED));
  }
});
