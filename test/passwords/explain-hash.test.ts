import assert from "node:assert/strict";
import { test } from "node:test";
import { argon2id } from "../../src/hashers/argon2id.ts";
import { explainHash } from "../../src/passwords/explain-hash.ts";

// Django 3.2, test/vectors/django/passwords.json, pw-91
const ENCODED = "bcrypt_sha256$$2b$04$Zjz82DrCIgEh6Ixqru9cXeSoXluzwLHZR.czS5xGVf/7DCycX0vim";

test("takes a hash apart as Django does", () => {
  const parts = explainHash(ENCODED).map(({ text }) => text);
  assert.deepEqual(parts, [
    "bcrypt_sha256",
    "$2b$",
    "04",
    "Zjz82DrCIgEh6Ixqru9cXe",
    "SoXluzwLHZR.czS5xGVf/7DCycX0vim",
  ]);
});

test("says what each part means", () => {
  const meanings = explainHash(ENCODED).map(({ meaning }) => meaning);
  assert.match(meanings[2] ?? "", /2\^4 = 16 rounds/);
  assert.ok(meanings.every((meaning) => meaning !== ""));
});

test("says of an argon2 hash of an old version that nobody here can verify it, as the hasher does", () => {
  const versionOf = (version: number) => {
    const encoded = `argon2$argon2id$v=${version}$m=8,t=1,p=1$c29tZXNhbHQ$${"A".repeat(43)}`;
    const meaning = explainHash(encoded).find(({ text }) => text === `v=${version}`)?.meaning;
    return [/nobody here can verify/.test(meaning ?? ""), argon2id().recognises(encoded)];
  };
  assert.deepEqual(versionOf(16), [true, false]);
  assert.deepEqual(versionOf(19), [false, true]);
});

test("explains an unusable hash and a foreign one, and shows nothing of their secrets", () => {
  assert.deepEqual(
    explainHash("!H1TFBjm8Nw7b").map(({ text }) => text),
    ["!"],
  );
  for (const encoded of ["md5$salt$hash", "bcrypt_sha256$broken", "", "plain"]) {
    const parts = explainHash(encoded);
    assert.equal(parts.length, 1, encoded);
    assert.doesNotMatch(JSON.stringify(parts), /salt\$|broken/, encoded);
  }
});
