import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { DJANGO_ROW_PURPOSE } from "../../src/engines/django-rows.ts";
import { DJANGO_PURPOSE, SESSION_PURPOSE, signedCookie } from "../../src/engines/signed-cookie.ts";
import type { JsonValue } from "../../src/sessions/json-value.ts";
import { isExpired } from "../../src/sessions/life-time.ts";
import { encodeBase64url } from "../../src/signing/base64url.ts";
import { createSignedJson, unpack } from "../../src/signing/signed-json.ts";
import type { Secret } from "../../src/signing/signer.ts";
import { createTimestampSigner } from "../../src/signing/timestamp-signer.ts";
import { djangoCases, isRaised, sortCases } from "../vectors/django-cases.ts";
import { saveNew } from "./saving.ts";

// The construction under our cookies is that of Django's engine `signed_cookies`, purpose apart; in its
// dialect `signedCookie` keeps that purpose as well.

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
    const json = createSignedJson([input.secret], DJANGO_PURPOSE);
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

const CHECKED_BY_THE_DOOR = "too old: for the door to say, as of every engine";
const NO_SESSION = "a signed value that is no dictionary is a session to Django, none to us";
const TOO_SHORT = "no cookie, or one that is too short to be looked at";

test("reads the cookies that Django's engine reads, and refuses those that it refuses", async () => {
  const cases = djangoCases<LoadIn, Loaded>("sessions", "cookie.load");
  const { same, otherwise, counts } = sortCases(cases, {
    [TOO_SHORT]: ({ in: { cookie = "" } }) => cookie.length < 8,
    [NO_SESSION]: ({ out }) => !out.modified && !out.json.startsWith("{"),
    [CHECKED_BY_THE_DOOR]: ({ tags, out }) => tags.includes("age") && out.modified,
  });
  for (const { id, in: input, out } of same) {
    const secrets = [input.secret, ...(input.fallbacks ?? [])];
    const engine = signedCookie({ django: true })({ secrets });
    const loaded = await engine.load(input.cookie ?? "");
    assert.equal("refused" in loaded, out.modified, id);
    if ("refused" in loaded || "js_lossy" in out) continue;
    // Saved again by us Django finds what it wrote, and our id beside it.
    const saved = createSignedJson(secrets, DJANGO_PURPOSE).unsign(
      await saveNew(engine, loaded.contents),
    );
    const { _session_expiry: expiry = null, ...data } = JSON.parse(out.json);
    const kept = expiry === null ? data : { ...data, _session_expiry: expiry };
    const _sid = createHash("sha256")
      .update(input.cookie ?? "")
      .digest("base64url");
    assert.deepEqual("value" in saved && saved.value, { ...kept, _sid }, id);
  }
  for (const { id, in: input } of [
    ...(otherwise[TOO_SHORT] ?? []),
    ...(otherwise[NO_SESSION] ?? []),
  ]) {
    const engine = signedCookie({ django: true })({ secrets: [input.secret] });
    assert.ok("refused" in (await engine.load(input.cookie ?? "")), id);
  }
  for (const { id, in: input } of otherwise[CHECKED_BY_THE_DOOR] ?? []) {
    const engine = signedCookie({ django: true })({ secrets: [input.secret] });
    const loaded = await engine.load(input.cookie ?? "");
    assert.ok("contents" in loaded, id);
    const life = { age: input.cookie_age ?? DJANGO_AGE, idle: undefined, absolute: 10 ** 11 };
    assert.equal(isExpired(life, loaded.contents, input.now * 1_000), true, id);
  }
  assert.deepEqual(Object.values(counts), [145, 8, 5, 6]);
});

test("a cookie of Django's is none of ours, and the other way round (138, T021)", async () => {
  const [secret, value] = ["Zk3vX9qLr8TnW2yHs6BdGf4Jm7Pc1Ra5", { _sid: "one", x: 1 }];
  const ours = signedCookie()({ secrets: [secret] });
  const django = signedCookie({ django: true })({ secrets: [secret] });
  const refused = { refused: "bad-signature" };
  const signed = (purpose: string) => createSignedJson([secret], purpose).sign(value, 1);
  assert.ok("contents" in (await django.load(signed(DJANGO_PURPOSE))));
  assert.deepEqual(await ours.load(signed(DJANGO_PURPOSE)), refused);
  assert.deepEqual(await django.load(signed(SESSION_PURPOSE)), refused);
  assert.deepEqual(await django.load(signed(DJANGO_ROW_PURPOSE)), refused);
});

test("a number that JavaScript cannot carry is read as the nearest that it can", async () => {
  const secret = "Zk3vX9qLr8TnW2yHs6BdGf4Jm7Pc1Ra5";
  const engine = signedCookie({ django: true })({ secrets: [secret] });
  const signer = createTimestampSigner([secret], DJANGO_PURPOSE);
  const text = '{"whole":1.0,"large":9007199254740993,"none":NaN,"endless":Infinity}';
  const loaded = await engine.load(signer.sign(encodeBase64url(text), 1));
  assert.deepEqual("contents" in loaded && Object.fromEntries(loaded.contents.data), {
    whole: 1,
    large: 9007199254740992,
    none: null,
    endless: null,
  });
});
