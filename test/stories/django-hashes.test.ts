import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { argon2id } from "../../src/hashers/argon2id.ts";
import { bcrypt } from "../../src/hashers/bcrypt.ts";
import { bcryptSha256 } from "../../src/hashers/bcrypt-sha256.ts";
import { pbkdf2 } from "../../src/hashers/pbkdf2.ts";
import { threadsAtHand } from "../../src/testing/threads-at-hand.ts";
import { DJANGO_PYTHON, skipsDjango } from "./django-site.ts";

const PASSWORDS = ["five green apples", "naïve ☕ 😀", "$2b$04$", " ", "a".repeat(72)];

/** Django 3.2 has no scrypt: of that the vectors tell. */
const HASHERS = {
  bcrypt_sha256: bcryptSha256({ cost: 4 }),
  bcrypt: bcrypt({ cost: 4 }),
  argon2: argon2id({ memory: 1_024, passes: 1 }),
  pbkdf2_sha256: pbkdf2({ iterations: 1_000 }),
} as const;

const PROGRAM = `
import json, sys
from django.conf import settings
settings.configure(PASSWORD_HASHERS=["django.contrib.auth.hashers." + name for name in (
    "BCryptSHA256PasswordHasher", "BCryptPasswordHasher", "Argon2PasswordHasher",
    "PBKDF2PasswordHasher", "PBKDF2SHA1PasswordHasher")])
from django.contrib.auth import hashers
asked = json.load(sys.stdin)
checked = [[hashers.check_password(password, encoded), hashers.check_password("x" + password, encoded)]
           for password, encoded in asked["hashes"]]
for name in ("bcrypt_sha256", "bcrypt"):
    hashers.get_hasher(name).rounds = 4
made = [[password, hashers.make_password(password, None, name)]
        for password in asked["passwords"] for name in asked["algorithms"]]
print(json.dumps({"checked": checked, "made": made}))
`;

test("a real Django takes every hash of ours, and we every one of its own", {
  skip: skipsDjango("SQLite", "argon2"),
}, async () => {
  const threads = threadsAtHand();
  const hashes: (readonly [string, string])[] = [];
  for (const password of PASSWORDS) {
    for (const hasher of Object.values(HASHERS)) {
      hashes.push([password, await hasher.make(password, threads)]);
    }
  }
  const algorithms = [...Object.keys(HASHERS), "pbkdf2_sha1"];
  const input = JSON.stringify({ hashes, passwords: PASSWORDS, algorithms });
  const { stdout, stderr } = spawnSync(DJANGO_PYTHON, ["-c", PROGRAM], { input, encoding: "utf8" });
  assert.ok(stdout, stderr);
  const { checked, made } = JSON.parse(stdout) as {
    checked: readonly (readonly [boolean, boolean])[];
    made: readonly (readonly [string, string])[];
  };
  for (const [at, answers] of checked.entries()) {
    assert.deepEqual(answers, [true, false], String(at));
  }
  assert.equal(made.length, PASSWORDS.length * algorithms.length);
  for (const [password, encoded] of made) {
    const hasher = Object.values(HASHERS).find((each) => each.recognises(encoded));
    assert.equal(await hasher?.verify(password, encoded, threads), true, encoded);
    assert.equal(await hasher?.verify(`x${password}`, encoded, threads), false, encoded);
  }
});
