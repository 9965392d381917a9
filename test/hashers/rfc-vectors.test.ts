import assert from "node:assert/strict";
import { argon2Sync } from "node:crypto";
import { test } from "node:test";
import { argon2id } from "../../src/hashers/argon2id.ts";
import { pbkdf2 } from "../../src/hashers/pbkdf2.ts";
import { scrypt } from "../../src/hashers/scrypt.ts";
import type { PasswordHasher } from "../../src/passwords/password-hasher.ts";
import { threadsAtHand } from "../../src/testing/threads-at-hand.ts";

const base64 = (hexadecimal: string): string => Buffer.from(hexadecimal, "hex").toString("base64");

const holds = async (hasher: PasswordHasher, password: string, encoded: string): Promise<void> => {
  assert.equal(hasher.recognises(encoded), true, encoded);
  assert.equal(await hasher.verify(password, encoded, threadsAtHand()), true, encoded);
  assert.equal(await hasher.verify(`${password}x`, encoded, threadsAtHand()), false, encoded);
};

test("scrypt verifies the vectors of RFC 7914, section 12, but for its gigabyte (T101)", async () => {
  const hasher = scrypt();
  await holds(
    hasher,
    "password",
    `scrypt$1024$NaCl$8$16$${base64("fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b3731622eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640")}`,
  );
  const key = base64(
    "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887",
  );
  await holds(hasher, "pleaseletmein", `scrypt$16384$SodiumChloride$8$1$${key}`);
  assert.equal(hasher.recognises(`scrypt$1048576$SodiumChloride$8$1$${key}`), false);
});

test("PBKDF2 verifies the vectors of RFC 7914, section 11, and of RFC 6070 (T101)", async () => {
  const hasher = pbkdf2();
  // Their first 32 bytes of 64: each block of the key is computed by itself.
  await holds(
    hasher,
    "passwd",
    `pbkdf2_sha256$1$salt$${base64("55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc")}`,
  );
  await holds(
    hasher,
    "Password",
    `pbkdf2_sha256$80000$NaCl$${base64("4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56")}`,
  );
  const sha1 = {
    1: "0c60c80f961f0e71f3a9b524af6012062fe037a6",
    4096: "4b007901b765489abead49d926f721d065a429c1",
  };
  for (const [iterations, key] of Object.entries(sha1)) {
    await holds(hasher, "password", `pbkdf2_sha1$${iterations}$salt$${base64(key)}`);
  }
});

test("argon2id is that of RFC 9106, section 5.3 (T101)", () => {
  const tag = argon2Sync("argon2id", {
    message: Buffer.alloc(32, 1),
    nonce: Buffer.alloc(16, 2),
    secret: Buffer.alloc(8, 3),
    associatedData: Buffer.alloc(12, 4),
    memory: 32,
    passes: 3,
    parallelism: 4,
    tagLength: 32,
  });
  assert.equal(
    tag.toString("hex"),
    "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659",
  );
});

test("argon2id verifies what the reference implementation writes (its test.c) (T101)", async () => {
  const tags = [
    "m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
    "m=256,t=2,p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc",
  ];
  for (const each of tags) await holds(argon2id(), "password", `$argon2id$v=19$${each}`);
});
