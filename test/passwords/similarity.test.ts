import assert from "node:assert/strict";
import { test } from "node:test";
import { isSimilar } from "../../src/passwords/similarity.ts";
import { djangoCases, sortCases } from "../vectors/django-cases.ts";

interface Input {
  readonly validators: "all" | readonly { readonly name: string; readonly options?: object }[];
  readonly password: string;
  readonly user: Readonly<Record<string, string>> | null;
}

test("finds what Django's UserAttributeSimilarityValidator finds", () => {
  const cases = djangoCases<Input, { codes: readonly string[] }>("validators", "validate");
  const { same, counts } = sortCases(cases, {
    "another validator, or several": ({ in: { validators } }) =>
      validators.length !== 1 || JSON.stringify(validators[0]).includes("Similarity") === false,
    "an option of Django's that we do not have": ({ in: { validators } }) =>
      typeof validators[0] === "object" && validators[0].options !== undefined,
    "an empty password, which is refused before it is compared": ({ in: { password } }) =>
      password === "",
  });
  for (const { id, in: input, out } of same) {
    const found = isSimilar(input.password, Object.values(input.user ?? {}));
    assert.equal(
      found,
      out.codes.includes("password_too_similar"),
      `${id} ${JSON.stringify(input)}`,
    );
  }
  assert.deepEqual(Object.values(counts), [147, 195, 83, 6]);
});

test("is blind to case, and looks at each word of an address", () => {
  assert.equal(isSimilar("ADALOVELACE", ["ada.lovelace@example.org"]), true);
  assert.equal(isSimilar("lovelace1", ["ada.lovelace@example.org"]), true);
  assert.equal(isSimilar("exam9ple", ["ada@example.org"]), true);
  assert.equal(isSimilar("five green apples", ["ada.lovelace@example.org"]), false);
});

test("is close to nothing where there is nothing to be close to", () => {
  assert.equal(isSimilar("five green apples", []), false);
  assert.equal(isSimilar("five green apples", ["", "@", "..."]), false);
});
