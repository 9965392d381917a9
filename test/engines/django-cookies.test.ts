import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonValue } from "../../src/sessions/json-value.ts";
import { createSignedJson, unpack } from "../../src/signing/signed-json.ts";
import type { Secret } from "../../src/signing/signer.ts";
import { djangoCases, isRaised, sortCases } from "../vectors/django-cases.ts";

// The construction under our cookies is that of Django's engine `signed_cookies`, purpose apart.

const PURPOSE = "django.contrib.sessions.backends.signed_cookies";
const DJANGO_AGE = 1_209_600;

interface SaveIn {
  readonly secret: Secret;
  readonly now: number;
  readonly data: Readonly<Record<string, JsonValue>>;
}

interface Saved {
  readonly ok: string;
  readonly payload?: string;
  readonly js_lossy?: string;
  readonly compressed: boolean;
}

test("writes the cookies that Django's engine signed_cookies writes", () => {
  const cases = djangoCases<SaveIn, Saved>("sessions", "cookie.save");
  const { same, otherwise, counts } = sortCases(cases, {
    "no JSON, or no secret: refused where it is set, or at assembly": ({ out }) => isRaised(out),
    "a value that JavaScript cannot carry": ({ in: { data }, out }) =>
      "js_lossy" in out || JSON.stringify(data).includes('"$py"'),
  });
  let equalBytes = 0;
  for (const { id, in: input, out } of same) {
    const json = createSignedJson([input.secret], PURPOSE);
    const ours = json.sign(input.data, input.now);
    const isDeflated = out.compressed || ours.startsWith(".");
    if (isDeflated) assert.equal(payloadOf(ours), payloadOf(out.ok), id);
    else assert.equal(ours, out.ok, id);
    if (!isDeflated) equalBytes += 1;
    assert.equal(payloadOf(ours), out.payload ?? payloadOf(out.ok), id);
  }
  for (const { id, out } of otherwise["a value that JavaScript cannot carry"] ?? []) {
    assert.equal(payloadOf(out.ok), out.payload, id);
  }
  assert.deepEqual([...Object.values(counts), equalBytes], [81, 6, 12, 57]);
});

const payloadOf = (token: string): string => unpack(token.split(":", 1)[0] ?? "");

interface LoadIn {
  readonly secret: Secret;
  readonly now: number;
  readonly cookie?: string;
  readonly cookie_age?: number;
  readonly fallbacks?: readonly Secret[];
}

interface Loaded {
  readonly json: string;
  /** True where Django refused the cookie. */
  readonly modified: boolean;
  readonly js_lossy?: string;
}

test("reads the cookies that Django's engine reads, and refuses those that it refuses", () => {
  const cases = djangoCases<LoadIn, Loaded>("sessions", "cookie.load");
  const { same, counts } = sortCases(cases, {
    "no cookie, or one that is too short to be looked at": ({ in: { cookie } }) =>
      cookie === undefined || cookie.length < 8,
  });
  const surprises: string[] = [];
  for (const { id, tags, in: input, out } of same) {
    const secrets = [input.secret, ...(input.fallbacks ?? [])];
    const read = createSignedJson(secrets, PURPOSE).unsign(input.cookie ?? "");
    const age = input.cookie_age ?? DJANGO_AGE;
    const isGood = "value" in read && input.now - read.signedAt <= age;
    if (isGood === out.modified)
      surprises.push(`${id} ${tags} ${JSON.stringify(read)} ${JSON.stringify(out)}`);
    else if (isGood && !("js_lossy" in out)) assert.deepEqual(read.value, JSON.parse(out.json), id);
  }
  assert.deepEqual(surprises, []);
  assert.deepEqual(Object.values(counts), [156, 8]);
});
