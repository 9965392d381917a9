import assert from "node:assert/strict";
import { test } from "node:test";
import type { PasswordHasher } from "../../src/passwords/password-hasher.ts";
import { threadsAtHand } from "../../src/testing/threads-at-hand.ts";
import { djangoCases, isRaised, sortCases } from "../vectors/django-cases.ts";
import { hasherOf, hashersOf, type Named } from "./django-hashers.ts";

// What a real Django wrote and answered, for every algorithm that both have.

const threads = threadsAtHand();
const isLetIn = async (
  hashers: readonly PasswordHasher[],
  password: string,
  encoded: string,
): Promise<boolean> =>
  hashers.find((each) => each.recognises(encoded))?.verify(password, encoded, threads) ?? false;

test("verifies what Django's make_password wrote, by each of its algorithms", async () => {
  const cases = djangoCases<{ hasher: Named; password: unknown }, { ok: string }>(
    "passwords",
    "password.encode",
  );
  const { same, counts } = sortCases(cases, {
    "a password that is no text: a matter of types": ({ in: { password } }) =>
      typeof password !== "string",
    "what Django refuses: a salt, a lone surrogate, with bcrypt a NUL": ({ out }) => isRaised(out),
  });
  const seen = new Set<string>();
  for (const { id, in: input, out } of same) {
    const hasher = hasherOf(input.hasher) as PasswordHasher;
    seen.add(hasher.algorithm);
    const password = input.password as string;
    assert.equal(await isLetIn([hasher], password, out.ok), true, id);
    assert.equal(await isLetIn([hasher], `x${password}`, out.ok), false, id);
  }
  assert.equal(seen.size, 6);
  assert.deepEqual(Object.values(counts), [194, 18, 27]);
});

interface CheckIn {
  readonly password: unknown;
  readonly encoded: string | null;
  readonly hashers: "all-low" | readonly Named[];
}

test("answers as Django's check_password, and upgrades what it does", async () => {
  const cases = djangoCases<CheckIn, { ok?: boolean; upgrade?: boolean }>(
    "passwords",
    "password.check",
  );
  const { same, otherwise, counts } = sortCases(cases, {
    "no hash, or no password: a matter of types": ({ in: { password, encoded } }) =>
      typeof password !== "string" || encoded === null,
    "malformed, which Django lets through as an exception: ours is a refusal": ({ out }) =>
      isRaised(out),
    "argon2 1.0, which node:crypto has not": ({ tags }) => tags.includes("v16"),
    "MD5 and SHA-1 of Django's youth, which nobody should still have": ({ tags }) =>
      tags.includes("legacy-installed"),
    "without Django's name for it, as other systems write it: we take it": ({ tags }) =>
      ["bare-bcrypt", "bare-dollar-bcrypt", "bare-argon2", "php-2y"].some((tag) =>
        tags.includes(tag),
      ),
  });
  for (const { id, in: input, out } of same) {
    const [encoded, password] = [input.encoded as string, input.password as string];
    const hashers = hashersOf(input.hashers);
    const isRight = await isLetIn(hashers, password, encoded);
    assert.equal(isRight, out.ok, id);
    const isUpgraded = isRight && hashers[0]?.isOutdated(encoded);
    // We make argon2 with a tag of 32 bytes, where Debian's argon2-cffi makes 16; and SHA-1 not at all.
    const isMadeOtherwise =
      /^argon2\$argon2id.*\$(?:[A-Za-z0-9+/]{22}|[A-Za-z0-9+/]{43})$/.test(encoded) ||
      hashers[0]?.algorithm === "pbkdf2_sha1";
    if (!isMadeOtherwise) assert.equal(isUpgraded, out.upgrade ?? false, id);
  }
  for (const [reason, found] of Object.entries(otherwise)) {
    if (reason.startsWith("no hash") || reason.startsWith("without")) continue;
    for (const { id, in: input } of found) {
      const password = input.password as string;
      if (!password.isWellFormed()) continue;
      assert.equal(
        await isLetIn(hashersOf(input.hashers), password, input.encoded as string),
        false,
        id,
      );
    }
  }
  assert.deepEqual(Object.values(counts), [491, 14, 68, 9, 12, 4]);
});

test("recognises its own, as Django's identify_hasher, but nothing that is malformed", () => {
  const cases = djangoCases<
    { encoded: string | null; hashers: CheckIn["hashers"] },
    { ok?: string }
  >("passwords", "password.identify");
  const { same, otherwise, counts } = sortCases(cases, {
    "no hash at all": ({ in: { encoded } }) => encoded === null,
    "malformed: Django looks only at what stands before the first $": ({ tags, out }) =>
      tags.includes("malformed") && out.ok !== undefined,
    "MD5 and SHA-1 of Django's youth": ({ out }) => /^unsalted|md5|^sha1$/.test(out.ok ?? ""),
    "without Django's name for it, as other systems write it": ({ tags }) =>
      tags.some((tag) => /^bare|^php/.test(tag)),
  });
  const recogniser = ({ encoded, hashers }: (typeof cases)[number]["in"]) =>
    hashersOf(hashers).find((each) => each.recognises(encoded ?? ""));
  for (const { id, in: input, out } of same) {
    assert.equal(recogniser(input)?.algorithm.slice(0, 6), out.ok?.slice(0, 6), id);
  }
  const malformed = otherwise["malformed: Django looks only at what stands before the first $"];
  for (const { id, in: input, tags } of malformed ?? []) {
    // A letter of the hash is another: well formed, and nobody's password.
    const isFlipped = tags.some((tag) => tag.endsWith("-flipped"));
    assert.equal(recogniser(input) !== undefined, isFlipped, id);
  }
  assert.deepEqual(Object.values(counts), [22, 0, 49, 5, 3]);
});

test("calls outdated what Django's must_update does", () => {
  const cases = djangoCases<{ hasher: Named; encoded: string }, { ok?: boolean }>(
    "passwords",
    "password.must_update",
  );
  const { same, counts } = sortCases(cases, {
    "malformed, and so made anew": ({ tags }) => tags.includes("malformed"),
    "SHA-1, which we do not make": ({ in: { hasher } }) =>
      hasherOf(hasher)?.algorithm === "pbkdf2_sha1",
    "a tag of 16 or 64 bytes, where today's argon2-cffi makes 32": ({ in: { encoded } }) =>
      /^argon2\$.*\$(?:[A-Za-z0-9+/]{22}|[A-Za-z0-9+/]{86})$/.test(encoded),
    "a tag of 32 bytes, where Debian's argon2-cffi makes 16": ({ in: { encoded } }) =>
      /^argon2\$argon2id\$v=19.*\$[A-Za-z0-9+/]{43}$/.test(encoded),
  });
  for (const { id, in: input, out } of same) {
    assert.equal(hasherOf(input.hasher)?.isOutdated(input.encoded), out.ok, id);
  }
  assert.deepEqual(Object.values(counts), [54, 61, 17, 31, 1]);
});
