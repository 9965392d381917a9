import assert from "node:assert/strict";
import { test } from "node:test";
import { spread } from "../../bench/figures.ts";
import { argon2id } from "../../src/hashers/argon2id.ts";
import { bcryptSha256 } from "../../src/hashers/bcrypt-sha256.ts";
import { processorTime } from "../../src/hashers/processor-time.ts";
import { scrypt } from "../../src/hashers/scrypt.ts";
import { createPasswordChecker, type Hashers } from "../../src/passwords/password-checker.ts";
import { HASHERS, hasherNamed } from "../../src/site/site-hashers.ts";
import { threadsAtHand } from "../../src/testing/threads-at-hand.ts";

// By the processor time of the thread, which a busy machine leaves as it is.

const ROUNDS = 12;
const BOUND = 0.1;

const key = (bytes: number): string => Buffer.alloc(bytes, 7).toString("base64");
const bare = (bytes: number): string => key(bytes).replaceAll("=", "");

const STORED: Readonly<Record<string, string>> = {
  unusable: "!",
  "bcrypt of cost 10": `bcrypt_sha256$$2b$10$${"e".repeat(53)}`,
  "Django's PBKDF2": `pbkdf2_sha256$260000$abcdefghijklmnopqrstuv$${key(32)}`,
  "better-auth's scrypt": `${"a1".repeat(16)}:${"b2".repeat(64)}`,
  "argon2id of OWASP": `$argon2id$v=19$m=19456,t=2,p=1$${bare(16)}$${bare(32)}`,
};

const LISTS: Readonly<Record<string, Hashers>> = {
  bcrypt_sha256: [bcryptSha256()],
  "argon2id over 64 MiB, after bcrypt": [
    bcryptSha256({ cost: 11 }),
    argon2id({ memory: 65_536, passes: 3 }),
  ],
  scrypt: [scrypt()],
};

const measure = async (hashers: Hashers): Promise<Readonly<Record<string, number>>> => {
  const importHashers = HASHERS.map((name) => hasherNamed(name, 12));
  const { check } = createPasswordChecker(hashers, threadsAtHand(), { importHashers });
  const time = async (encoded: string | undefined): Promise<number> => {
    const began = processorTime();
    assert.equal(await check("wrong", encoded), false);
    return processorTime() - began;
  };
  const unknown: number[] = [];
  const times: Record<string, number[]> = {};
  for (const encoded of Object.values(STORED)) await time(encoded);
  for (let round = 0; round < ROUNDS; round += 1) {
    unknown.push(await time(undefined));
    for (const [what, encoded] of Object.entries(STORED)) {
      times[what] = [...(times[what] ?? []), await time(encoded)];
    }
  }
  const { median } = spread(unknown);
  return Object.fromEntries(
    Object.entries(times).map(([what, taken]) => [what, spread(taken).median / median - 1]),
  );
};

for (const [name, hashers] of Object.entries(LISTS)) {
  test(`every refusal takes the processor as long as an unknown name, with ${name} (T127, T128)`, async (t) => {
    const isWithin = (found: Readonly<Record<string, number>>): boolean =>
      Object.values(found).every((difference) => Math.abs(difference) <= BOUND);
    let found = await measure(hashers);
    if (!isWithin(found)) found = await measure(hashers);
    const text = Object.entries(found)
      .map(([what, difference]) => `${what}: ${(100 * difference).toFixed(1)} %`)
      .join("; ");
    t.diagnostic(text);
    assert.ok(isWithin(found), text);
  });
}
