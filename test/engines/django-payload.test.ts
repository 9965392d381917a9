import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { fromDjangoPayload, toDjangoPayload, withProof } from "../../src/engines/django-payload.ts";
import type { JsonValue } from "../../src/sessions/json-value.ts";
import type { SessionContents } from "../../src/sessions/session-contents.ts";

type Payload = Record<string, JsonValue>;

const SAVED = 1_772_366_400;
const TOKEN = "the token";
const DIGEST = createHash("sha256").update(TOKEN).digest("base64url");
const BACKEND = "django.contrib.auth.backends.ModelBackend";
const PROOF = "0123456789abcdef".repeat(4);

const LOGIN: Payload = {
  _auth_user_id: "7",
  _auth_user_backend: BACKEND,
  _auth_user_hash: PROOF,
};
const OURS: Payload = { _sid: "one", _epoch: 3, _login: 1_772_366_000 };

const read = (payload: unknown) => fromDjangoPayload(payload, SAVED, TOKEN);
const dataOf = (payload: unknown) => Object.fromEntries(read(payload)?.contents.data ?? []);
const contentsOf = (data: Payload, changes: Partial<SessionContents> = {}): SessionContents => ({
  id: "one",
  data: new Map(Object.entries(data)),
  marks: {},
  savedAt: SAVED * 1_000,
  ...changes,
});

test("user_id is derived from Django's login, and written in Django's words alone", () => {
  const found = read({ ...LOGIN, ...OURS, cart: ["tea"] });
  assert.equal(found?.contents.data.get("user_id"), 7);
  assert.deepEqual(toDjangoPayload(found!.contents), { ...LOGIN, ...OURS, cart: ["tea"] });
});

test("a login of ours gets Django's usual backend; another one that Django wrote is kept", () => {
  const data = { user_id: 7, _auth_user_hash: PROOF };
  assert.deepEqual(toDjangoPayload(contentsOf(data)), { ...LOGIN, _sid: "one" });
  const other = { ...LOGIN, _auth_user_backend: "their.ldap.Backend" };
  const found = read({ ...other, ...OURS });
  assert.equal(toDjangoPayload(found!.contents)["_auth_user_backend"], "their.ldap.Backend");
});

test("a user_id that the other site's own code wrote is no login, out of sight and kept", () => {
  for (const payload of [
    { user_id: 9, cart: 1 },
    { ...LOGIN, ...OURS, user_id: 9 },
  ] as const) {
    const found = read({ _sid: "one", ...payload });
    assert.equal(found?.contents.data.get("user_id"), "_auth_user_id" in payload ? 7 : undefined);
    assert.deepEqual(toDjangoPayload(found!.contents), { _sid: "one", ...payload });
  }
});

test("takes Django's id as text or as a number, and nothing else for a user", () => {
  assert.equal(dataOf(LOGIN)["user_id"], 7);
  assert.equal(dataOf({ ...LOGIN, _auth_user_id: 7 })["user_id"], 7);
  const largest = String(Number.MAX_SAFE_INTEGER);
  assert.equal(dataOf({ ...LOGIN, _auth_user_id: largest })["user_id"], Number(largest));
  for (const id of [
    ...["", "0", "-7", "+7", "07", "7.0", " 7", "7 ", "٧", "abc", "9007199254740992", "1e3"],
    ...["c0ffee00-0000-4000-8000-000000000000", 0, -7, 7.5, null, true, ["7"], { id: 7 }],
  ]) {
    const kept = dataOf({ ...LOGIN, _auth_user_id: id, cart: 1 });
    assert.deepEqual(kept, { cart: 1 }, `anonymous, and nothing of the login: ${id}`);
  }
});

test("a login without a backend is nobody's, and nothing of it is left", () => {
  for (const backend of ["", null, 7, [BACKEND]]) {
    assert.deepEqual(dataOf({ ...LOGIN, _auth_user_backend: backend, cart: 1 }), { cart: 1 });
  }
  const { _auth_user_backend: _, ...without } = LOGIN;
  assert.deepEqual(dataOf({ ...without, cart: 1 }), { cart: 1 });
});

test("a login without a proof of its password is refused with the whole session", () => {
  assert.ok(read(LOGIN));
  for (const proof of [
    ...[
      "",
      PROOF.slice(1),
      `${PROOF}0`,
      PROOF.toUpperCase(),
      "8971f8bfd0497739188d1c08406c8c781792d5ee",
    ],
    ...[null, 7, [PROOF]],
  ]) {
    assert.equal(read({ ...LOGIN, _auth_user_hash: proof }), undefined, String(proof));
  }
  const { _auth_user_hash: _, ...without } = LOGIN;
  assert.equal(read(without), undefined);
});

test("what Django made is foreign, and its id a digest of its very token", () => {
  for (const payload of [{}, { cart: 1 }, LOGIN]) {
    const found = read(payload);
    assert.deepEqual([found?.isForeign, found?.contents.id], [true, DIGEST]);
  }
  const ours = read({ ...LOGIN, ...OURS });
  assert.deepEqual([ours?.isForeign, ours?.contents.id], [false, "one"]);
  const { epoch, login } = ours?.contents.marks ?? {};
  assert.deepEqual([epoch, login], [3, 1_772_366_000]);
});

test("a login that Django added to an anonymous session of ours is foreign, not that session", () => {
  const anonymous = read({ _sid: "one", cart: 1 });
  assert.deepEqual([anonymous?.isForeign, anonymous?.contents.id], [false, "one"]);
  for (const marks of [{}, { _epoch: 0 }, { _login: 1 }]) {
    const found = read({ _sid: "one", ...marks, ...LOGIN });
    assert.deepEqual([found?.isForeign, found?.contents.id], [true, DIGEST]);
    assert.deepEqual(found?.contents.marks, {}, "nothing of what it was before");
  }
});

test("a save by Django is a use as well", () => {
  const usedAt = (_used: number) => read({ ...OURS, _used })?.contents.marks.used;
  assert.equal(usedAt(SAVED - 100), SAVED);
  assert.equal(usedAt(SAVED + 100), SAVED + 100);
  assert.equal(read(OURS)?.contents.marks.used, undefined);
});

test("takes every expiry that Django writes, and refuses marks that nobody writes", () => {
  const expiryOf = (_session_expiry: JsonValue) => read({ _session_expiry })?.contents.marks.expiry;
  for (const expiry of [0, 60, -60, 2.5, "2031-05-06T07:08:09", "2031-05-06T07:08:09+00:00"]) {
    assert.equal(expiryOf(expiry), expiry);
  }
  assert.ok(read({ _session_expiry: null }));
  assert.equal(expiryOf(null), undefined);
  for (const expiry of [true, [60], { seconds: 60 }]) {
    assert.equal(read({ _session_expiry: expiry }), undefined);
  }
  for (const name of ["_epoch", "_login", "_used"]) {
    for (const value of [-1, 1.5, "1", null, true]) {
      assert.equal(read({ ...OURS, [name]: value }), undefined, `${name} ${value}`);
    }
  }
  for (const sid of ["", null, 7, ["one"]]) assert.equal(read({ _sid: sid }), undefined);
});

test("refuses what is no dictionary, and keeps a key called __proto__ a key", () => {
  for (const value of [null, [], [1, 2], "abc", 5, true]) assert.equal(read(value), undefined);
  const found = read(JSON.parse('{"__proto__":{"polluted":true}}'));
  assert.deepEqual([...found!.contents.data.keys()], ["__proto__"]);
  assert.ok(JSON.stringify(toDjangoPayload(found!.contents)).includes("__proto__"));
  assert.equal(({} as Record<string, unknown>)["polluted"], undefined);
});

test("weighs a session as if somebody had logged in to it", () => {
  const anonymous = contentsOf({ user_id: 7 });
  const payload = toDjangoPayload(withProof(anonymous));
  assert.match(String(payload["_auth_user_hash"]), /^[\w-]{64}$/);
  assert.equal(payload["_auth_user_id"], "7");
  assert.equal(anonymous.data.has("_auth_user_hash"), false);
});
