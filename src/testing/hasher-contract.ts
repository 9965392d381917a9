import assert from "node:assert/strict";
import type { PasswordHasher } from "../passwords/password-hasher.ts";
import type { Spend } from "../passwords/work.ts";
import { contract, type Promises } from "./contract.ts";
import { type ThreadsAtHand, threadsAtHand } from "./threads-at-hand.ts";

/** A hasher under test, at a cost that a test can afford. */
export interface HasherUnderTest {
  readonly hasher: PasswordHasher;
  /** The same algorithm at another cost. */
  readonly dearer: PasswordHasher;
  /** Well formed by its algorithm, and of a cost that no login may ask for. */
  readonly absurd: readonly string[];
}

/** Everything that a password hasher promises, as tests of `node:test`. */
export const hasherContract = (name: string, make: () => HasherUnderTest): void =>
  contract(name, () => ({ ...make(), threads: threadsAtHand() }), hasherPromises);

interface Bench extends HasherUnderTest {
  readonly threads: ThreadsAtHand;
}

const PASSWORD = "five green apples";

/** Would this encoded text let somebody in with this password? */
const isLetIn = async ({ hasher, threads }: Bench, password: string, encoded: string) =>
  hasher.recognises(encoded) && (await hasher.verify(password, encoded, threads));

const hasherPromises: Promises<Bench> = {
  "verifies what it made, and nothing else": async (bench) => {
    const encoded = await bench.hasher.make(PASSWORD, bench.threads);
    assert.equal(await isLetIn(bench, PASSWORD, encoded), true);
    for (const other of ["", " ", `${PASSWORD} `, PASSWORD.toUpperCase(), encoded]) {
      assert.equal(await isLetIn(bench, other, encoded), false, JSON.stringify(other));
    }
  },

  "writes text that names its algorithm, fits a column, and holds no password": async (bench) => {
    const encoded = await bench.hasher.make(PASSWORD, bench.threads);
    assert.equal(encoded.split("$")[0], bench.hasher.algorithm);
    assert.ok(encoded.length <= 256 && /^[\x21-\x7e]+$/.test(encoded));
    assert.ok(!encoded.includes(PASSWORD) && !encoded.includes("apples"));
  },

  "salts: one password, two hashes (T068)": async ({ hasher, threads }) => {
    const one = await hasher.make(PASSWORD, threads);
    assert.notEqual(await hasher.make(PASSWORD, threads), one);
  },

  "lets every byte count, past 72 and past a NUL, or refuses to make it (T071, T074)": async (
    bench,
  ) => {
    const { hasher, threads } = bench;
    const usual = ["a", "é".repeat(35), "a".repeat(71), "a".repeat(72)];
    for (const password of usual) assert.equal(hasher.canHash(password), true, password);
    const odd = ["", "a".repeat(73), "a".repeat(257), "a\0b", "a\0", "\0", "😀".repeat(64)];
    for (const password of [...usual, ...odd]) {
      if (!hasher.canHash(password)) {
        await assert.rejects(hasher.make(password, threads), { code: "password.unhashable" });
        continue;
      }
      const encoded = await hasher.make(password, threads);
      assert.equal(await isLetIn(bench, password, encoded), true);
      const others = [`${password.slice(0, -1)}c`, `${password}\0`, `${password}\0b`];
      // Of one that fills it bcrypt sees no more, whoever made the hash.
      if (hasher.canHash(`${password}b`)) others.push(`${password}b`);
      for (const other of others) assert.equal(await isLetIn(bench, other, encoded), false);
    }
  },

  "recognises its own and nothing that is malformed or another's": async (bench) => {
    const { hasher } = bench;
    const encoded = await hasher.make(PASSWORD, bench.threads);
    assert.equal(hasher.recognises(encoded), true);
    const malformed = [
      "",
      "$",
      "!",
      "!unusable",
      "plain",
      hasher.algorithm,
      `${hasher.algorithm}$`,
      `${hasher.algorithm}$$$`,
      `md5$salt$${"0".repeat(32)}`,
      `x${encoded}`,
      encoded.slice(0, -1),
      encoded.slice(1),
      encoded.toUpperCase(),
      `${encoded}\n`,
      `${encoded}$`,
    ];
    for (const other of malformed) assert.equal(hasher.recognises(other), false, other);
  },

  "recognises no cost that a login must not be made to pay, before any work (T089)": ({
    hasher,
    absurd,
    threads,
  }) => {
    assert.ok(absurd.length > 0);
    for (const encoded of absurd) assert.equal(hasher.recognises(encoded), false, encoded);
    assert.equal(threads.tasks.length, 0);
  },

  "calls a hash of another cost outdated, verifies it all the same, and not its own": async (
    bench,
  ) => {
    const { hasher, dearer, threads } = bench;
    const encoded = await dearer.make(PASSWORD, threads);
    assert.equal(await isLetIn(bench, PASSWORD, encoded), true);
    assert.equal(hasher.isOutdated(encoded), true);
    assert.equal(hasher.isOutdated(await hasher.make(PASSWORD, threads)), false);
  },

  "says how much work a hash takes, the dearer more, and does as much when it is asked to": async ({
    hasher,
    dearer,
    threads,
  }) => {
    const [own, more] = [hasher.work(), dearer.work()];
    assert.ok(own.units > 0 && more.units > own.units);
    assert.deepEqual([more.module, more.act], [own.module, own.act]);
    assert.deepEqual(hasher.work(await dearer.make(PASSWORD, threads)), more);
    assert.deepEqual(hasher.work(await hasher.make(PASSWORD, threads)), own);
    const acts = (await import(own.module)) as Readonly<Record<string, Spend>>;
    for (const units of [0, own.units / 3, own.units]) acts[own.act]?.(units, own.piece ?? units);
  },

  "hands its work to the threads, in one task each, and none when the caller has left": async ({
    hasher,
    threads,
  }) => {
    const encoded = await hasher.make(PASSWORD, threads);
    await hasher.verify(PASSWORD, encoded, threads);
    assert.equal(threads.tasks.length, 2);
    const left = AbortSignal.abort(new Error("left"));
    await assert.rejects(async () => hasher.make(PASSWORD, threads, left), /left/);
    await assert.rejects(async () => hasher.verify(PASSWORD, encoded, threads, left), /left/);
    assert.equal(threads.tasks.length, 2);
  },
};
