import assert from "node:assert/strict";
import { test } from "node:test";
import { readImportedUser } from "../../src/account/read-imported-user.ts";

const NOW = Date.UTC(2026, 2, 1, 12);
const READING = { recognises: (hash: string) => hash.startsWith("known$"), now: NOW };

const read = (fields: Readonly<Record<string, unknown>> | undefined) =>
  readImportedUser({ line: 7, fields }, READING);

const codes = (fields: Readonly<Record<string, unknown>> | undefined): readonly string[] => {
  const found = read(fields);
  assert.ok(Array.isArray(found), "refused");
  return found.map(({ line, field, code }) => {
    assert.equal(line, 7);
    return `${field} ${code}`;
  });
};

test("reads a row as JSON has it, and as databases print it", () => {
  const ada = {
    username: "Ada",
    usernameKey: "ada",
    email: "Ada@Example.org",
    emailKey: "ada@example.org",
    emailVerifiedAt: Date.UTC(2020, 0, 2, 3, 4, 5, 123),
    password: "known$x",
    createdAt: Date.UTC(2020, 0, 2, 3, 4, 5, 123),
    lastLoginAt: Date.UTC(2021, 0, 1),
    disabledAt: undefined,
  };
  const json = {
    username: "Ada",
    email: "Ada@Example.org",
    emailVerified: true,
    hash: "known$x",
    createdAt: "2020-01-02T03:04:05.123Z",
    lastLoginAt: Date.UTC(2021, 0, 1),
    disabled: false,
  };
  const printed = {
    username: "Ada",
    email: "Ada@Example.org",
    email_verified: "t",
    hash: "known$x",
    created_at: "2020-01-02 03:04:05.123456+00",
    last_login_at: "2021-01-01",
    disabled: "f",
  };
  assert.deepEqual(read(json), ada);
  assert.deepEqual(read(printed), ada);
});

test("what a row does not say is nothing: empty, null and left out alike", () => {
  const bare = read({ username: "ada" });
  const names = ["email", "email_verified", "hash", "created_at", "last_login_at", "disabled"];
  for (const value of ["", null]) {
    const fields = Object.fromEntries(names.map((name) => [name, value]));
    assert.deepEqual(read({ username: "ada", ...fields }), bare);
  }
  assert.deepEqual(bare, {
    username: "ada",
    usernameKey: "ada",
    ...{ email: undefined, emailKey: undefined, emailVerifiedAt: undefined, password: undefined },
    ...{ createdAt: undefined, lastLoginAt: undefined, disabledAt: undefined },
  });
});

test("a hash that is there to be nobody's becomes none", () => {
  const found = read({ username: "ada", hash: "!Zk3vX9qLr8TnW2yHs6BdGf4Jm7Pc1Ra5" });
  assert.ok(!Array.isArray(found));
  assert.equal("password" in found && found.password, undefined);
});

test("reads moments in every form that databases write, and refuses the others", () => {
  const at = (created_at: unknown) => {
    const found = read({ username: "ada", created_at });
    return "createdAt" in found ? found.createdAt : undefined;
  };
  const moment = Date.UTC(2020, 0, 2, 3, 4, 5);
  for (const text of [
    "2020-01-02 03:04:05",
    "2020-01-02T03:04:05Z",
    "2020-01-02 03:04:05 UTC",
    "2020-01-02 03:04:05+00",
    "2020-01-02 05:04:05+02:00",
    "2020-01-01 22:04:05-05",
    "2020-01-02 03:04:05.000000000",
    String(moment),
    moment,
  ]) {
    assert.equal(at(text), moment, String(text));
  }
  assert.equal(at("2020-01-02"), Date.UTC(2020, 0, 2));
  for (const bad of [
    "2020-02-30",
    "02/03/2020",
    "yesterday",
    // Seconds.
    moment / 1_000,
    String(moment / 1_000),
    // Later than any clock that is right.
    NOW + 90_000_000,
    Number.NaN,
    true,
    {},
  ]) {
    assert.deepEqual(codes({ username: "ada", created_at: bad }), ["created_at moment.invalid"]);
  }
});

test("disabled and verified are yes, no, or since when", () => {
  const disabledAt = (disabled: unknown) => {
    const found = read({ username: "ada", disabled });
    return "disabledAt" in found ? found.disabledAt : "refused";
  };
  for (const yes of [true, "true", "t", 1, "1", "YES"]) assert.equal(disabledAt(yes), NOW);
  for (const no of [false, "false", "f", 0, "0", "no"]) assert.equal(disabledAt(no), undefined);
  assert.equal(disabledAt("2021-01-01"), Date.UTC(2021, 0, 1));
  for (const bad of ["maybe", 2, [], "2021-13-01"]) {
    assert.deepEqual(codes({ username: "ada", disabled: bad }), ["disabled yes-no.invalid"]);
  }
});

test("says everything that is wrong with a row, and nothing that stands in it", () => {
  const fields = {
    username: "a b",
    email: "nowhere",
    email_verified: "perhaps",
    hash: "md5$canary",
    created_at: "?",
    disabled: "?",
    canary: "",
  };
  assert.deepEqual(codes(fields), [
    "canary field.unknown",
    "username username.invalid",
    "email email.invalid",
    "hash hash.unverifiable",
    "created_at moment.invalid",
    "email_verified yes-no.invalid",
    "disabled yes-no.invalid",
  ]);
  assert.deepEqual(codes(undefined), [" row.unreadable"]);
  assert.deepEqual(codes({}), ["username username.required"]);
  assert.deepEqual(codes({ username: 5 }), ["username text.invalid", "username username.required"]);
  assert.deepEqual(codes({ username: "ada", emailVerified: true }), [
    "emailVerified email.missing",
  ]);
  const both = { username: "ada", createdAt: "2020-01-02", created_at: "2021-01-02" };
  assert.deepEqual(codes(both), ["created_at field.twice"]);
  assert.ok("usernameKey" in read({ ...both, created_at: null }), "what is empty says nothing");
  // An operator may give a reserved name.
  assert.ok("usernameKey" in read({ username: "admin" }));
});
