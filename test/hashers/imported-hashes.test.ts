import assert from "node:assert/strict";
import { test } from "node:test";
import { argon2id } from "../../src/hashers/argon2id.ts";
import { bcrypt } from "../../src/hashers/bcrypt.ts";
import { bcryptSha256 } from "../../src/hashers/bcrypt-sha256.ts";
import { pbkdf2 } from "../../src/hashers/pbkdf2.ts";
import { scrypt } from "../../src/hashers/scrypt.ts";
import { createPasswordChecker } from "../../src/passwords/password-checker.ts";
import { threadsAtHand } from "../../src/testing/threads-at-hand.ts";

// As other systems wrote them. Everybody's password is this one, unless it is said.
const PASSWORD = "five green apples";

const checker = createPasswordChecker([bcryptSha256({ cost: 4 })], threadsAtHand(), {
  importHashers: [bcrypt(), argon2id(), scrypt(), pbkdf2()],
});

const HASHES: Readonly<Record<string, string>> = {
  // Python's bcrypt 3.2.2 with prefix 2a, which is what bcrypt-ruby writes.
  "Devise, Rodauth and has_secure_password: $2a$":
    "$2a$04$NPKiV1HIy8iIXrnhR8Sx1.fva30dUCQm4pmqJby7ePbAhJrdGGkHu",
  // libxcrypt 4.4.33, crypt_blowfish, as in PHP.
  "Laravel and PHP: $2y$": "$2y$04$abcdefghijklmnopqrstuuCt.QN3KesH56GXsubJgYzfEpBz0b1Ze",
  // argon2-cffi 21.1.0 and the reference implementation.
  "Laravel and Rodauth: $argon2id$":
    "$argon2id$v=19$m=1024,t=2,p=2$6Vszbg7qT3Jeak4Tfgbsxw$V+ZhPOcRVI4ThqRKxSbuJFETTBvAlya6TfHc4/w2RQ4",
  "Laravel's driver argon: $argon2i$":
    "$argon2i$v=19$m=512,t=4,p=1$6oDCw153Y21tBbsJppd1Kg$lwNBZjFoy6QRTWoTYgVlqQf8DJm5Yk07xMpLaNV/Ito",
  // better-auth 1.7.25.
  "better-auth: SALT:KEY":
    "44f9df033970a57ce4c4213c7d2cc983:14f190663e4f9e7efee4d7ba31d702e0c7bd782ca8939a699e3c7be1d893c46f720b8d0ff6d85efeb0bbbd3fb2eb79ff72be2ea7f2a53dd54c482b459d78f80b",
};

for (const [system, encoded] of Object.entries(HASHES)) {
  test(`takes the password of a hash of ${system}, no other, and makes it anew (T092)`, async () => {
    assert.equal(await checker.check(PASSWORD, encoded), true);
    assert.equal(await checker.check(`${PASSWORD}s`, encoded), false);
    assert.equal(checker.isOutdated(encoded), true);
    const last = encoded.at(-1) === "A" ? "B" : "A";
    assert.equal(await checker.check(PASSWORD, encoded.slice(0, -1) + last), false);
  });
}

test("takes a password for a hash of better-auth as that does: in NFKC", async () => {
  // better-auth 1.7.25, of "ﬁve cafe\u0301 apples" as typed.
  const encoded =
    "ced71a4cbf10cad7af17628692c34423:de00364c3c21a705a118ba31f578a5e330ce4dadedb0bfbdae3ebc7f2f48848da8b5611a442ce4d0bf6053dc314eb0708f894c2987163982cb7d18f74d42f709";
  for (const typed of ["ﬁve cafe\u0301 apples", "five caf\u00e9 apples"]) {
    assert.equal(await checker.check(typed, encoded), true, typed);
  }
  assert.equal(await checker.check("five cafe apples", encoded), false);
});

test("of a letter in two code points, hashed as it was typed elsewhere, nothing that is typed is the password", async () => {
  const [two, one] = ["five cafe\u0301 apples", "five caf\u00e9 apples"];
  const encoded = await bcrypt({ cost: 4 }).make(two, threadsAtHand());
  for (const typed of [two, one]) assert.equal(await checker.check(typed, encoded), false);
  const normalised = await bcrypt({ cost: 4 }).make(one, threadsAtHand());
  for (const typed of [two, one]) assert.equal(await checker.check(typed, normalised), true);
});

test("takes a colon in a password for what it is", async () => {
  const encoded =
    "64e6f60474c9f4349354b68b1b32b609:002bd6f3e225db1c5db80a037f78c3d44e72fe8ef8c34e98ad782d681d52502bdf803b552a015e7fe5ab9e5830da3446879675145de3a71e087e8df72da0264a";
  assert.equal(await checker.check("pass:word", encoded), true);
  assert.equal(await checker.check("pass", encoded), false);
});

test("a hash of bcrypt alone was cut after 72 bytes by whoever made it, and the one made anew is not", async () => {
  const long = "a".repeat(80);
  const theirs = (await bcrypt({ cost: 4 }).make(long.slice(0, 72), threadsAtHand())).slice(7);
  assert.match(theirs, /^\$2b\$04\$/);
  assert.equal(await checker.check(long, theirs), true);
  const anew = await checker.make(long);
  assert.equal(await checker.check(long, anew), true);
  assert.equal(await checker.check(long.slice(1), anew), false);
});
