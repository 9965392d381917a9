import assert from "node:assert/strict";
import { test } from "node:test";
import { passwordPolicy } from "../../src/assembly/password-policy.ts";
import { checkNewPassword } from "../../src/passwords/check-new-password.ts";
import { isAllDigits } from "../../src/passwords/is-all-digits.ts";
import { STANDARD_RULES } from "../../src/passwords/password-policy.ts";
import { djangoCases, sortCases } from "../vectors/django-cases.ts";

interface Validator {
  readonly name: string;
  readonly options?: Readonly<Record<string, unknown>>;
}

interface Input {
  readonly validators: "all" | readonly Validator[];
  readonly password: string;
  readonly user: Readonly<Record<string, string>> | null;
}

const cases = djangoCases<Input, { readonly codes: readonly string[] }>("validators", "validate");

/** Those with one validator of this name. */
const of = (name: string) =>
  cases.filter(({ in: { validators } }) => validators !== "all" && validators[0]?.name === name);

/** Ours by Django's name for it. */
const CODES: Readonly<Record<string, string>> = {
  password_too_short: "password.too-short",
  password_too_similar: "password.too-similar",
  password_too_common: "password.too-common",
  password_entirely_numeric: "password.all-digits",
};

const isDecomposed = (text: string): boolean => text !== text.normalize("NFC");

test("counts what Django's MinimumLengthValidator counts, at any length", () => {
  const { same, counts } = sortCases(of("MinimumLength"), {
    "empty, which is required before it is short": ({ in: { password } }) => password === "",
    "letters of several code points, which are counted as they are hashed": ({ in: input }) =>
      isDecomposed(input.password),
  });
  for (const { id, in: input, out } of same) {
    const [validator] = input.validators as readonly [Validator];
    const shortest = Number(validator.options?.["min_length"] ?? STANDARD_RULES.shortest);
    const policy = {
      shortest,
      allowsDigitsAlone: true,
      common: NONE,
      siteWords: NONE,
      canHash: () => true,
    };
    const found = checkNewPassword(input.password, [], policy);
    const isShort = out.codes.includes("password_too_short");
    assert.equal(found.includes("password.too-short"), isShort, id);
  }
  assert.deepEqual(Object.values(counts), MINIMUM_LENGTH);
});

const NONE: ReadonlySet<string> = new Set();

test("finds the digits that Django's NumericPasswordValidator finds, in every script", () => {
  const numeric = of("NumericPassword");
  assert.equal(numeric.length, 30);
  for (const { id, in: input, out } of numeric) {
    assert.equal(isAllDigits(input.password), out.codes.length > 0, id);
  }
});

test("compares with the list as Django's CommonPasswordValidator does: blind to case and to blanks around", async () => {
  const { common } = await passwordPolicy(() => true)();
  const { same, counts } = sortCases(of("CommonPassword"), {
    "a word that only one of the two lists has": ({ in: input, out }) =>
      common.has(input.password.trim().toLowerCase()) !== out.codes.length > 0 &&
      input.password.trim() !== "",
  });
  for (const { id, in: input, out } of same) {
    const isCommon = common.has(input.password.trim().toLowerCase());
    assert.equal(isCommon, out.codes.length > 0, id);
  }
  assert.deepEqual(Object.values(counts), COMMON);
});

test("says at once all that Django's four say of a password, but for the words of its list", async () => {
  const policy = await passwordPolicy(() => true)();
  const { same, counts } = sortCases(
    cases.filter(({ in: { validators } }) => validators === "all"),
    {
      "empty, which is required and nothing else": ({ in: { password } }) => password === "",
    },
  );
  const but = (codes: readonly string[]): readonly string[] =>
    codes.filter((code) => code !== "password.too-common").sort();
  for (const { id, in: input, out } of same) {
    const found = checkNewPassword(input.password, Object.values(input.user ?? {}), policy);
    assert.deepEqual(
      but(found),
      but(out.codes.map((code) => CODES[code] ?? code)),
      `${id} ${JSON.stringify(input)}`,
    );
  }
  assert.deepEqual(Object.values(counts), ALL);
});

// How many of each reason: nothing is left out without a number.
const MINIMUM_LENGTH = [22, 2, 2];
const COMMON = [77, 23];
const ALL = [36, 2];
