import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { hashSync, verifySync } from "@node-rs/bcrypt";
import fc from "fast-check";
import { bcryptSha256 } from "../../src/hashers/bcrypt-sha256.ts";
import { threadsAtHand } from "../../src/testing/threads-at-hand.ts";

const threads = threadsAtHand();
const cheap = bcryptSha256({ cost: 4 });
const make = (password: string): Promise<string> => cheap.make(password, threads);
const verify = async (password: string, encoded: string): Promise<boolean> =>
  cheap.recognises(encoded) && (await cheap.verify(password, encoded, threads));

test("writes what Django writes: algorithm, version, cost, salt and hash", async () => {
  const encoded = await make("five green apples");
  assert.match(encoded, /^bcrypt_sha256\$\$2b\$04\$[./A-Za-z0-9]{53}$/);
  assert.ok(cheap.recognises(encoded));
  // django/contrib/auth/hashers.py: BCryptSHA256PasswordHasher.encode
  const hexadecimal = createHash("sha256").update("five green apples").digest("hex");
  assert.equal(verifySync(hexadecimal, encoded.slice("bcrypt_sha256$".length)), true);
});

test("takes costs from 4 to 15 and refuses all others", () => {
  for (const cost of [4, 12, 15]) assert.equal(bcryptSha256({ cost }).algorithm, "bcrypt_sha256");
  for (const cost of [3, 16, 31, 0, -1, 10.5, Number.NaN, Number.POSITIVE_INFINITY]) {
    assert.throws(() => bcryptSha256({ cost }), { code: "settings.invalid" }, `${cost}`);
  }
});

test("uses cost 12 if nothing is said, and says which costs are weak (T067)", () => {
  assert.equal(bcryptSha256().isOutdated("bcrypt_sha256$$2b$12$".padEnd(74, "e")), false);
  assert.equal(bcryptSha256().weakness, undefined);
  assert.equal(bcryptSha256({ cost: 10 }).weakness, undefined);
  assert.match(bcryptSha256({ cost: 9 }).weakness ?? "", /cost of 9/);
});

test("recognises stored costs from 4 to 15 and no others, before any work (T089)", () => {
  const encoded = (cost: string): string => `bcrypt_sha256$$2b$${cost}$${"e".repeat(53)}`;
  for (const cost of ["04", "12", "15"]) assert.equal(cheap.recognises(encoded(cost)), true, cost);
  for (const cost of ["00", "03", "16", "31", "99", "4", "012", "ab"]) {
    assert.equal(cheap.recognises(encoded(cost)), false, cost);
  }
});

test("verifies a hash of cost 4 under a dearer default, and calls it outdated (T089)", async () => {
  const dearer = bcryptSha256({ cost: 6 });
  const encoded = await make("five green apples");
  assert.equal(await dearer.verify("five green apples", encoded, threads), true);
  assert.equal(dearer.isOutdated(encoded), true);
});

test("lets every byte count, past the 72 at which bcrypt stops (T071)", async () => {
  for (const length of [71, 72, 73, 255, 256, 257]) {
    const password = "a".repeat(length);
    const encoded = await make(password);
    assert.equal(await verify(password, encoded), true, `${length}`);
    assert.equal(await verify(`${password}b`, encoded), false, `${length} and one more`);
    assert.equal(await verify(password.slice(1), encoded), false, `${length} but one`);
    assert.equal(
      await verify(`${password.slice(1)}b`, encoded),
      false,
      `${length}, the last other`,
    );
  }
  // The trap itself, as bcrypt alone would have it.
  const bare = hashSync("a".repeat(72), { cost: 4 });
  assert.equal(verifySync(`${"a".repeat(72)}b`, bare), true);
});

test("lets the last of 64 and of 256 code points of four bytes count (T070)", async () => {
  for (const count of [64, 256]) {
    const password = "😀".repeat(count - 1);
    const encoded = await make(`${password}😀`);
    assert.equal(await verify(`${password}😀`, encoded), true);
    assert.equal(await verify(`${password}😁`, encoded), false);
  }
});

test("hashes nothing but the password (T073)", async () => {
  const own = threadsAtHand();
  const { tasks } = own;
  const encoded = await cheap.make("five green apples", own);
  await cheap.verify("five green apples", encoded, own);
  assert.deepEqual(
    tasks.map(({ input }) => Object.keys(input as object).sort()),
    [
      ["cost", "text"],
      ["encoded", "text"],
    ],
  );
});

test("gives bcrypt 64 hexadecimal characters, whatever the password is (T075)", async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: "binary", maxLength: 300 }), async (password) => {
      const own = threadsAtHand();
      await cheap.make(password, own);
      const texts = own.tasks.map(({ input }) => (input as { text: string }).text);
      assert.match(texts.join(), /^[0-9a-f]{64}$/);
    }),
    { numRuns: 300 },
  );
});
