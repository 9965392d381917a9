import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { hashSync, verifySync } from "@node-rs/bcrypt";
import fc from "fast-check";
import { bcryptSha256 } from "../../src/hashers/bcrypt-sha256.ts";
import { hasherContract } from "../../src/testing/hasher-contract.ts";
import { threadsAtHand } from "../../src/testing/threads-at-hand.ts";
import { djangoCases, isRaised, sortCases } from "../vectors/django-cases.ts";

const threads = threadsAtHand();
const cheap = bcryptSha256({ cost: 4 });
const make = (password: string): Promise<string> => cheap.make(password, threads);
const verify = async (password: string, encoded: string): Promise<boolean> =>
  cheap.recognises(encoded) && (await cheap.verify(password, encoded, threads));

hasherContract("bcrypt-sha256", () => ({
  hasher: cheap,
  dearer: bcryptSha256({ cost: 5 }),
  absurd: ["03", "16", "31", "99"].map((cost) => `bcrypt_sha256$$2b$${cost}$${"a".repeat(53)}`),
}));

interface CostIn {
  readonly hasher: string | { readonly algorithm: string; readonly rounds?: number };
}

/** The cost of a hasher as the vectors name it (their header, "hashers"), or undefined for another's. */
const costOf = (hasher: CostIn["hasher"]): number | undefined => {
  if (hasher === "bcrypt_sha256:low" || hasher === "all-low") return 4;
  if (hasher === "bcrypt_sha256:default") return 12;
  return typeof hasher === "object" && hasher.algorithm === "bcrypt_sha256"
    ? hasher.rounds
    : undefined;
};

const ANOTHER_ALGORITHM = "another algorithm, which we do not offer";

test("verifies what Django's make_password wrote", async () => {
  const cases = djangoCases<CostIn & { password: unknown }, { ok: string }>(
    "passwords",
    "password.encode",
  );
  const { same, counts } = sortCases(cases, {
    [ANOTHER_ALGORITHM]: ({ in: { hasher } }) => costOf(hasher) === undefined,
    "a password that is no text: a matter of types": ({ in: { password } }) =>
      typeof password !== "string",
    "a salt that Django refuses: ours are made by bcrypt itself": ({ out }) => isRaised(out),
  });
  for (const { id, in: input, out } of same) {
    assert.equal(await verify(input.password as string, out.ok), true, id);
    assert.equal(await verify(`${input.password}x`, out.ok), false, id);
  }
  assert.deepEqual(Object.values(counts), [38, 190, 3, 8]);
});

interface CheckIn {
  readonly password: unknown;
  readonly encoded: string | null;
  readonly hashers: "all-low" | readonly CostIn["hasher"][];
}

test("answers as Django's check_password", async () => {
  const cases = djangoCases<CheckIn, { ok?: boolean; upgrade?: boolean }>(
    "passwords",
    "password.check",
  );
  const preferred = ({ hashers }: CheckIn): number | undefined =>
    costOf(typeof hashers === "string" ? hashers : (hashers[0] ?? ""));
  const { same, otherwise, counts } = sortCases(cases, {
    "no hash at all": ({ in: { encoded } }) => encoded === null,
    [ANOTHER_ALGORITHM]: ({ in: { encoded } }) => !encoded?.startsWith("bcrypt_sha256"),
    "made by us, where Django was told to prefer or to have only another algorithm": ({
      in: input,
    }) => preferred(input) === undefined,
    "malformed, which Django lets through as an exception: ours is a refusal": ({ out }) =>
      isRaised(out),
    "no password at all: a matter of types": ({ in: { password } }) => typeof password !== "string",
  });
  for (const { id, in: input, out } of same) {
    const encoded = input.encoded as string;
    const isRight = await verify(input.password as string, encoded);
    assert.equal(isRight, out.ok, id);
    const hasher = bcryptSha256({ cost: preferred(input) as number });
    assert.equal(isRight && hasher.isOutdated(encoded), out.upgrade ?? false, id);
  }
  for (const [reason, found] of Object.entries(otherwise)) {
    if (!reason.startsWith("malformed") && reason !== ANOTHER_ALGORITHM) continue;
    for (const { id, in: input } of found) {
      if (input.password === "\ud83d" || typeof input.encoded !== "string") continue;
      assert.equal(await verify(String(input.password), input.encoded), false, id);
    }
  }
  assert.deepEqual(Object.values(counts), [73, 2, 501, 7, 14, 1]);
});

test("recognises its own, as Django's identify_hasher, but nothing that is malformed", () => {
  const cases = djangoCases<{ encoded: string | null }, { ok?: string }>(
    "passwords",
    "password.identify",
  );
  const { same, otherwise, counts } = sortCases(cases, {
    "no hash at all": ({ in: { encoded } }) => encoded === null,
    "malformed: Django looks only at what stands before the first $": ({ tags, out }) =>
      tags.includes("malformed") && out.ok === "bcrypt_sha256",
  });
  for (const { id, in: input, out } of same) {
    assert.equal(cheap.recognises(input.encoded as string), out.ok === "bcrypt_sha256", id);
  }
  for (const { id, in: input } of Object.values(otherwise).flat()) {
    assert.equal(cheap.recognises(input.encoded ?? ""), false, id);
  }
  assert.deepEqual(Object.values(counts), [72, 0, 7]);
});

test("calls outdated what Django's must_update does", () => {
  const cases = djangoCases<CostIn & { encoded: string }, { ok?: boolean }>(
    "passwords",
    "password.must_update",
  );
  const { same, otherwise, counts } = sortCases(cases, {
    [ANOTHER_ALGORITHM]: ({ in: { hasher } }) => costOf(hasher) === undefined,
    "malformed, and so made anew": ({ tags }) => tags.includes("malformed"),
  });
  for (const { id, in: input, out } of same) {
    const hasher = bcryptSha256({ cost: costOf(input.hasher) as number });
    assert.equal(hasher.isOutdated(input.encoded), out.ok, id);
  }
  for (const { in: input } of otherwise["malformed, and so made anew"] ?? []) {
    const isOutdated = cheap.isOutdated(input.encoded);
    // One of them is only flipped: well formed, and nobody's password.
    assert.ok(isOutdated || cheap.recognises(input.encoded));
  }
  assert.deepEqual(Object.values(counts), [6, 148, 10]);
});

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

test("uses cost 12 if nothing is said, and says which costs are weak", () => {
  assert.equal(bcryptSha256().isOutdated("bcrypt_sha256$$2b$12$".padEnd(74, "a")), false);
  assert.equal(bcryptSha256().weakness, undefined);
  assert.equal(bcryptSha256({ cost: 10 }).weakness, undefined);
  assert.match(bcryptSha256({ cost: 9 }).weakness ?? "", /cost of 9/);
});

test("recognises stored costs from 4 to 15 and no others, before any work (T089)", () => {
  const encoded = (cost: string): string => `bcrypt_sha256$$2b$${cost}$${"a".repeat(53)}`;
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

test("does the work of the dearer cost for a wrong password under a cheaper hash (T128)", async () => {
  const dearer = bcryptSha256({ cost: 11 });
  const cheapHash = await make("five green apples");
  const ownHash = await dearer.make("five green apples", threads);
  const took = async (encoded: string): Promise<number> => {
    const started = performance.now();
    assert.equal(await dearer.verify("wrong", encoded, threads), false);
    return performance.now() - started;
  };
  await took(ownHash);
  const [own, topped] = [await took(ownHash), await took(cheapHash)];
  // Without the top-up it would be a hundredth.
  assert.ok(topped > own / 3, `${topped} ms against ${own} ms`);
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
      ["cost", "encoded", "text"],
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
