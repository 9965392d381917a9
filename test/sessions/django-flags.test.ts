import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonValue } from "../../src/sessions/json-value.ts";
import type { Session } from "../../src/sessions/session.ts";
import { createSignedJson } from "../../src/signing/signed-json.ts";
import { openBrowser } from "../../src/testing/test-browser.ts";
import { djangoCases, sortCases } from "../vectors/django-cases.ts";
import { doorAtHand, wholeFile } from "./door.ts";

type Action = readonly [name: string, ...given: readonly JsonValue[]];

interface Input {
  readonly secret: string;
  readonly actions: readonly Action[];
  /** Signed by Django, for Django's purpose. */
  readonly cookie?: string;
}

interface Output {
  readonly results: readonly JsonValue[];
  readonly accessed: boolean;
  readonly modified: boolean;
  readonly empty: boolean;
}

/** Django's names of what our dictionary does, and the answer in the words of the vectors. */
const ACTS: Readonly<Record<string, (session: Session, ...given: readonly never[]) => unknown>> = {
  get: (session, key, fallback) => ({ ok: session.get(key, fallback) ?? null }),
  set: (session, key, value) => session.set(key as string, value),
  pop: (session, key, fallback) => ({ ok: session.pop(key, fallback) ?? null }),
  delete: (session, key) => ({ ok: session.delete(key) ? null : false }),
  in: (session, key) => session.has(key),
  has_key: (session, key) => ({ ok: session.has(key) }),
  setdefault: (session, key, value) => ({ ok: session.setDefault(key, value) }),
  update: (session, record) => ({ ok: session.update(record) ?? null }),
  keys: (session) => [...session.keys()],
  values: (session) => [...session.values()],
  items: (session) => [...session.entries()],
  clear: (session) => ({ ok: session.clear() ?? null }),
  flush: (session) => ({ ok: session.flush() ?? null }),
  cycle_key: (session) => ({ ok: session.cycle() ?? null }),
  is_empty: (session) => session.isEmpty,
  set_test_cookie: (session) => ({ ok: session.setTestCookie() ?? null }),
  test_cookie_worked: (session) => ({ ok: session.testCookieWorked() }),
  delete_test_cookie: (session) => ({ ok: session.deleteTestCookie() ?? null }),
  get_expiry_age: (session) => ({ ok: session.expiryAge() }),
  get_expire_at_browser_close: (session) => ({ ok: session.expiresAtBrowserClose }),
  set_expiry: (session, expiry) => {
    session.setExpiry(expiry === null ? undefined : expiry === 0 ? "browser" : expiry);
    return { ok: null };
  },
};

const KEY_ERROR = "a missing key is a KeyError to Django, a value to us";
const REFUSED = "a refused cookie counts as written to Django, and its id is kept";

const door = await doorAtHand(wholeFile);

/** A session of ours that holds what Django's cookie holds. */
const sessionWith = async ({ cookie, secret }: Input): Promise<Session> => {
  const browser = openBrowser(door);
  if (cookie !== undefined) {
    const purpose = "django.contrib.sessions.backends.signed_cookies";
    const read = createSignedJson([secret], purpose).unsign(cookie);
    if ("value" in read) {
      await browser.visit((session) => session.update(read.value as Record<string, JsonValue>));
    } else browser.token = cookie;
  }
  return (await browser.begin()).session;
};

test("answers, and notes reading and writing, as Django's session does", async () => {
  const { same, otherwise, counts } = sortCases(
    djangoCases<Input, Output>("sessions", "session.flags"),
    {
      "a flag set from outside, or a look into the store: no members of ours": ({
        in: { actions },
      }) => actions.some(([name]) => ACTS[name] === undefined),
      [KEY_ERROR]: ({ out }) => JSON.stringify(out.results).includes("KeyError"),
      [REFUSED]: ({ tags }) => tags.includes("is-empty-bad-cookie"),
    },
  );
  for (const { id, in: input, out } of same) {
    const session = await sessionWith(input);
    const results = input.actions.map(([name, ...given]) =>
      ACTS[name]?.(session, ...(given as unknown as readonly never[])),
    );
    assert.deepEqual(
      results.map((result) => result ?? null),
      out.results,
      id,
    );
    const { accessed, modified, isEmpty } = session;
    assert.deepEqual([accessed, modified, isEmpty], [out.accessed, out.modified, out.empty], id);
  }
  for (const { id, in: input } of otherwise[
    "a missing key is a KeyError to Django, a value to us"
  ] ?? []) {
    const session = await sessionWith(input);
    const [name, key] = input.actions[0] as readonly [string, never];
    assert.deepEqual(ACTS[name]?.(session, key), { ok: name === "pop" ? null : false }, id);
    assert.deepEqual([session.accessed, session.modified], [true, false], id);
  }
  for (const { id, in: input } of otherwise[REFUSED] ?? []) {
    const session = await sessionWith(input);
    assert.equal(session.get("x"), undefined, id);
    assert.deepEqual(
      [session.accessed, session.modified, session.isEmpty],
      [true, false, true],
      id,
    );
  }
  assert.deepEqual(Object.values(counts), [28, 3, 2, 1]);
});
