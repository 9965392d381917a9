import assert from "node:assert/strict";
import { test } from "node:test";
import { bcryptSha256 } from "../../src/hashers/bcrypt-sha256.ts";
import { createPasswordChecker } from "../../src/passwords/password-checker.ts";
import type { PasswordHasher } from "../../src/passwords/password-hasher.ts";
import { threadsAtHand } from "../../src/testing/threads-at-hand.ts";

const cheap = bcryptSha256({ cost: 4 });
const checkerOf = (...hashers: readonly [PasswordHasher, ...PasswordHasher[]]) => {
  const threads = threadsAtHand();
  return { ...createPasswordChecker(hashers, threads), threads };
};
const { make, check } = checkerOf(cheap);
const encoded = await make("five green apples");

test("takes the password that was hashed, and no other", async () => {
  assert.equal(await check("five green apples", encoded), true);
  assert.equal(await check("five green apple", encoded), false);
  assert.equal(await check("", encoded), false);
});

test("takes a letter typed as one code point and as two (T078)", async () => {
  const composed = await make("caf\u00e9 au lait");
  assert.equal(await check("cafe\u0301 au lait", composed), true);
  const decomposed = await make("cafe\u0301 au lait");
  assert.equal(await check("caf\u00e9 au lait", decomposed), true);
});

test("takes a password as it was typed where another system hashes it so", async () => {
  const asTyped = createPasswordChecker([cheap], threadsAtHand(), (password) => password);
  const decomposed = await asTyped.make("cafe\u0301 au lait");
  assert.equal(await asTyped.check("cafe\u0301 au lait", decomposed), true);
  assert.equal(await asTyped.check("caf\u00e9 au lait", decomposed), false);
  assert.equal(await check("cafe\u0301 au lait", decomposed), false);
});

test("lets case and spaces count (T079)", async () => {
  for (const other of [
    "Five green apples",
    " five green apples",
    "five green apples ",
    "fivegreenapples",
  ]) {
    assert.equal(await check(other, encoded), false, JSON.stringify(other));
  }
});

test("keeps compatibility forms apart (T080)", async () => {
  const ligature = await make("ﬁve green apples");
  assert.equal(await check("ﬁve green apples", ligature), true);
  assert.equal(await check("five green apples", ligature), false);
  assert.equal(await check("ｆive green apples", encoded), false);
});

test("never takes a lone surrogate for the character that stands in for it (T076)", async () => {
  const replacement = await make("green \ufffd apples");
  assert.equal(await check("green \ufffd apples", replacement), true);
  assert.equal(await check("green \ud800 apples", replacement), false);
});

test("refuses everybody where there is no hash, an unusable one or a damaged one", async () => {
  const hashes = [
    undefined,
    "",
    "!",
    `!${encoded}`,
    "bcrypt_sha256$x",
    encoded.slice(0, -1),
    "md5$a$b",
  ];
  for (const hash of hashes) {
    assert.equal(await check("five green apples", hash), false, String(hash));
  }
});

/** Rounds that were computed: 2^cost for each hash. */
const workOf = async (act: (checker: ReturnType<typeof checkerOf>) => Promise<unknown>) => {
  const checker = checkerOf(cheap);
  await act(checker);
  return checker.threads.tasks.map(({ act, input }) => [act, (input as { cost: number }).cost]);
};

test("does the work of one hash, whoever is named (T089, T126)", async () => {
  const dummy = [["make", 4]];
  assert.deepEqual(await workOf(({ check }) => check("wrong", encoded)), [["verify", 4]]);
  for (const hash of [undefined, "!", "bcrypt_sha256$x", encoded.replace("$04$", "$31$")]) {
    assert.deepEqual(await workOf(({ check }) => check("wrong", hash)), dummy, String(hash));
  }
});

test("verifies by every hasher of the list and makes by the first", async () => {
  const dearer = bcryptSha256({ cost: 5 });
  const { make: makeDearer, check: checkBoth } = checkerOf(dearer, cheap);
  assert.match(await makeDearer("five green apples"), /^bcrypt_sha256\$\$2b\$05\$/);
  assert.equal(await checkBoth("five green apples", encoded), true);
});

test("calls outdated what the first hasher would write otherwise (T088)", () => {
  const { isOutdated } = checkerOf(bcryptSha256({ cost: 5 }), cheap);
  assert.equal(isOutdated(encoded), true);
  assert.equal(isOutdated(encoded.replace("$04$", "$05$")), false);
  assert.equal(isOutdated(encoded.replace("$04$", "$06$")), true);
  assert.equal(isOutdated("pbkdf2_sha256$25$salt$hash"), true);
  assert.equal(isOutdated("!"), true);
});

test("rejects with the reason of a caller that has left, and hashes nothing for them", async () => {
  const { make, check, threads } = checkerOf(cheap);
  const left = AbortSignal.abort(new Error("the client left"));
  await assert.rejects(make("five green apples", left), { message: "the client left" });
  await assert.rejects(check("five green apples", encoded, left), { message: "the client left" });
  await assert.rejects(check("five green apples", undefined, left), { message: "the client left" });
  assert.equal(threads.tasks.length, 0);
});
