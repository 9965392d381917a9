import assert from "node:assert/strict";
import { test } from "node:test";
import { normalisePassword } from "../../src/passwords/normalise-password.ts";

test("makes one text of a letter typed as one code point and as two (T078)", () => {
  assert.equal(normalisePassword("cafe\u0301"), "caf\u00e9");
  assert.equal(normalisePassword("\u1100\u1161"), "\uac00");
  assert.equal(normalisePassword("\u212b"), "\u00c5");
});

test("changes nothing else: case, spaces and compatibility forms count (T079, T080)", () => {
  for (const password of ["Password", " padded ", "ﬁve", "ｆｉｖｅ", "a\0b", "x²", "\u00a0", ""]) {
    assert.equal(normalisePassword(password), password);
  }
});
