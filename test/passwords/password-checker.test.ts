import assert from "node:assert/strict";
import { createHash, createHmac, hkdfSync } from "node:crypto";
import { test } from "node:test";
import { bcrypt } from "../../src/hashers/bcrypt.ts";
import { bcryptSha256 } from "../../src/hashers/bcrypt-sha256.ts";
import { pbkdf2 } from "../../src/hashers/pbkdf2.ts";
import { scrypt } from "../../src/hashers/scrypt.ts";
import {
  type CheckerOptions,
  createPasswordChecker,
  type Hashers,
  type PasswordChecker,
} from "../../src/passwords/password-checker.ts";
import type { HashTask, HashThreads, PasswordHasher } from "../../src/passwords/password-hasher.ts";
import { createPepper } from "../../src/passwords/pepper.ts";
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
  const asTyped = createPasswordChecker([cheap], threadsAtHand(), {
    normalise: (password) => password,
  });
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

/** What was asked of the threads: each act, its work, and the work that it has to come to. */
const workOf = async (
  hashers: Hashers,
  act: (checker: PasswordChecker) => Promise<unknown>,
  options: CheckerOptions = {},
) => {
  const asked: (readonly [act: string, spent: number, targets: readonly number[]])[] = [];
  const threads: HashThreads = {
    async run<Result>({ act, owed }: HashTask): Promise<Result> {
      const targets = owed?.targets.map(({ units }) => units) ?? [];
      asked.push([act, owed?.spent.units ?? 0, targets]);
      return (act === "verify") as Result;
    },
    close: async () => {},
  };
  await act(createPasswordChecker(hashers, threads, options));
  return asked;
};

/** Of this many rounds of bcrypt, iterations of PBKDF2, or N r p of scrypt. */
const own = (rounds: number): string => `bcrypt_sha256$$2b$${rounds}$`.padEnd(74, "e");
const DAMAGED = [undefined, "", "!", "!unusable", "bcrypt_sha256$x", own(31), "md5$a$b", "plain"];

test("does the work of one hash, in one turn, whoever is named and whatever is stored (T089, T126)", async () => {
  const list: Hashers = [bcryptSha256({ cost: 12 })];
  const check = (hash: string | undefined) => workOf(list, (each) => each.check("wrong", hash));
  assert.deepEqual(await check(own(12)), [["verify", 4096, [4096]]]);
  for (const hash of DAMAGED) {
    assert.deepEqual(await check(hash), [["make", 4096, [4096]]], String(hash));
  }
});

test("tops an older cost and another algorithm up to the dearest of the list (T128)", async () => {
  const list: Hashers = [bcryptSha256({ cost: 12 }), scrypt({ N: 2 ** 15 })];
  const targets = [4096, 2 ** 18];
  const check = (hash: string) =>
    workOf(list, (each) => each.check("wrong", hash), { importHashers: [pbkdf2()] });
  assert.deepEqual(await check(own(10)), [["verify", 1024, targets]]);
  const scrypted = `scrypt$32768$salt$8$1$${"A".repeat(86)}==`;
  assert.deepEqual(await check(scrypted), [["verify", 2 ** 18, targets]]);
  const imported = `pbkdf2_sha256$1000$salt$${"A".repeat(43)}=`;
  assert.deepEqual(await check(imported), [["verify", 1000, targets]]);
  assert.deepEqual(await check("!"), [["make", 4096, targets]]);
});

test("tops up after a right password too, which may be a disabled account's", async () => {
  const right = await workOf([bcryptSha256({ cost: 12 })], async (each) =>
    assert.equal(await each.check("right", own(10)), true),
  );
  assert.deepEqual(right, [["verify", 1024, [4096]]]);
});

test("adds nothing to a hash that is made to be kept", async () => {
  const made = await workOf([bcryptSha256(), scrypt()], (each) => each.make("five green apples"));
  assert.deepEqual(made, [["make", 0, []]]);
});

test("does the dummy's work for a password that the first hasher would not take (T129)", async () => {
  for (const password of ["a".repeat(73), "a\0b", "\ud800"]) {
    const asked = await workOf([bcrypt({ cost: 12 })], async (each) =>
      assert.equal(await each.check(password, undefined), false),
    );
    assert.deepEqual(asked, [["make", 4096, [4096]]]);
  }
});

test("verifies what was imported, and calls it outdated", async () => {
  const threads = threadsAtHand();
  const importHashers = [pbkdf2()];
  const checker = createPasswordChecker([cheap], threads, { importHashers });
  const imported = await pbkdf2({ iterations: 25 }).make("five green apples", threads);
  assert.equal(await checker.check("five green apples", imported), true);
  assert.equal(await checker.check("five green apple", imported), false);
  assert.equal(checker.isOutdated(imported), true);
  assert.equal(await check("five green apples", imported), false, "by nobody else");
});

test("says which passwords the first hasher takes whole: with a pepper it takes all", () => {
  const list: Hashers = [bcrypt({ cost: 4 }), cheap];
  const plain = createPasswordChecker(list, threadsAtHand());
  const peppered = createPasswordChecker(list, threadsAtHand(), { peppers: [PEPPER] });
  for (const [password, isWhole] of [
    ["a".repeat(72), true],
    ["a".repeat(73), false],
    // Counted as it is hashed: in NFC.
    ["e\u0301".repeat(36), true],
  ] as const) {
    assert.equal(plain.canHash(password), isWhole, password);
    assert.equal(peppered.canHash(password), true);
  }
});

const PEPPER = "a pepper for tests and for nothing else";
const NEWER = "a newer pepper for tests and nothing else";
const withPeppers = (...peppers: readonly string[]) =>
  createPasswordChecker([cheap], threadsAtHand(), { peppers });

test("a pepper enters the hash, which names it and verifies with no other (T093)", async () => {
  const checker = withPeppers(PEPPER);
  const hash = await checker.make("five green apples");
  assert.match(hash, /^pepper\$[0-9a-f]{12}\$bcrypt_sha256\$\$2b\$04\$.{53}$/);
  assert.equal(await checker.check("five green apples", hash), true);
  assert.equal(await checker.check("five green apple", hash), false);
  assert.equal(checker.isOutdated(hash), false);
  for (const other of [withPeppers(), withPeppers(NEWER)]) {
    assert.equal(await other.check("five green apples", hash), false);
    // Nor is the name of a pepper to be had by changing it.
    const { name } = createPepper(NEWER);
    const renamed = hash.replace(/^pepper\$\w+/, `pepper$${name}`);
    assert.equal(await other.check("five green apples", renamed), false);
    assert.equal(await other.check("five green apples", hash.replace(/^pepper\$\w+\$/, "")), false);
  }
});

test("a pepper's name and key come from it by HKDF, each under its label (T290)", () => {
  const derived = (label: string, length: number): Buffer =>
    Buffer.from(hkdfSync("sha256", PEPPER, "", `countersign.pepper.${label}`, length));
  const { name, season } = createPepper(PEPPER);
  assert.equal(name, derived("name", 6).toString("hex"));
  const mac = createHmac("sha384", derived("hmac-sha384", 48)).update("a password").digest();
  assert.equal(season("a password"), createHash("sha256").update(mac).digest("hex"));
});

test("what is hashed is the HMAC and nothing that was typed: no unkeyed digest is accepted (T094)", async () => {
  const checker = withPeppers(PEPPER);
  const hash = await checker.make("five green apples");
  const seasonedText = createPepper(PEPPER).season("five green apples");
  assert.match(seasonedText, /^[0-9a-f]{64}$/);
  const sha256 = createHash("sha256").update("five green apples").digest("hex");
  for (const typed of [seasonedText, sha256, hash]) {
    assert.equal(await checker.check(typed, hash), false);
  }
  // A hash that was leaked elsewhere and put in here needs the password still.
  const leaked = await cheap.make(sha256, threadsAtHand());
  assert.equal(await checker.check("five green apples", leaked), false);
});

test("an older pepper of the list verifies and is outdated, and so is none (T093)", async () => {
  const rotated = withPeppers(NEWER, PEPPER);
  const old = await withPeppers(PEPPER).make("five green apples");
  for (const hash of [old, encoded]) {
    assert.equal(await rotated.check("five green apples", hash), true);
    assert.equal(await rotated.check("wrong", hash), false);
    assert.equal(rotated.isOutdated(hash), true);
  }
  assert.equal(rotated.isOutdated(await rotated.make("five green apples")), false);
});

test("a missing pepper costs the work of one hash (T093)", async () => {
  const hash = await withPeppers(PEPPER).make("five green apples");
  const asked = await workOf([cheap], (each) => each.check("five green apples", hash));
  assert.deepEqual(asked, [["make", 16, [16]]]);
});

test("tells once of each stored hash that lets nobody in, and never of one that is meant to (T089, T093)", async () => {
  const checker = withPeppers(NEWER);
  const peppered = await withPeppers(PEPPER).make("five green apples");
  assert.equal(checker.alarmOf(peppered), "unknown pepper");
  assert.equal(checker.alarmOf(peppered), undefined);
  assert.equal(checker.alarmOf(own(31)), "unverifiable hash");
  assert.equal(checker.alarmOf("bcrypt_sha256$x"), "unverifiable hash");
  for (const sound of [encoded, "!", "!unusable"]) {
    assert.equal(checker.alarmOf(sound), undefined);
  }
  const told = Array.from({ length: 300 }, (_, at) => checker.alarmOf(`damaged ${at}`));
  assert.equal(told.filter((each) => each !== undefined).length, 97);
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
