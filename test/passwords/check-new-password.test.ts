import assert from "node:assert/strict";
import { test } from "node:test";
import { passwordPolicy } from "../../src/assembly/password-policy.ts";
import { checkNewPassword, isTooLong } from "../../src/passwords/check-new-password.ts";

const policy = await passwordPolicy(() => true)();
const faults = (password: string, ...attributes: readonly string[]): readonly string[] =>
  checkNewPassword(password, attributes, policy);

/** Emoji of one code point and four bytes each, no two alike in a row. */
const emoji = (count: number): string =>
  Array.from({ length: count }, (_, at) => String.fromCodePoint(0x1f400 + (at % 60))).join("");

test("asks for a password, and for nothing else of an empty one", () => {
  assert.deepEqual(faults(""), ["password.required"]);
});

test("refuses seven code points and takes eight, emoji counted one each (T069)", () => {
  assert.deepEqual(faults("qwzxvkj"), ["password.too-short"]);
  assert.deepEqual(faults("qwzxvkjp"), []);
  assert.deepEqual(faults(emoji(7)), ["password.too-short"]);
  assert.deepEqual(faults(emoji(8)), []);
  // Counted as hashed: eight as typed, four letters in NFC.
  assert.deepEqual(faults("e\u0301a\u0301i\u0301o\u0301"), ["password.too-short"]);
});

test("takes 64 and 256 code points of four bytes and refuses one more (T070)", () => {
  assert.deepEqual(faults(emoji(64)), []);
  assert.deepEqual(faults(emoji(256)), []);
  assert.deepEqual(faults(emoji(257)), ["password.too-long"]);
  assert.equal(isTooLong(emoji(256)), false);
  assert.equal(isTooLong(emoji(257)), true);
  assert.equal(isTooLong("a".repeat(257)), true);
});

test("refuses NUL, other control characters and lone surrogates (T074, T076)", () => {
  for (const character of ["\0", "\n", "\u001b", "\u007f", "\u0085", "\ud800", "\udfff"]) {
    const found = faults(`green ${character} apples`);
    assert.deepEqual(found, ["password.control-character"], JSON.stringify(character));
  }
  assert.deepEqual(faults("green \u00a0\ufffd apples"), []);
});

test("refuses the commonest passwords that are long enough, in any case (T081)", () => {
  const common = [...policy.common];
  // Of 49,000 that are known; the others are too short to be accepted anyway.
  assert.ok(common.length >= 15_000, `${common.length} are long enough`);
  for (const password of common.slice(0, 3_000)) {
    assert.ok(faults(password).includes("password.too-common"), password);
    assert.ok(faults(password.toUpperCase()).includes("password.too-common"), password);
  }
});

test("compares the whole password, and steps over spaces around it", () => {
  assert.deepEqual(faults("password1"), ["password.too-common"]);
  assert.deepEqual(faults(" password1 "), ["password.too-common"]);
  assert.deepEqual(faults("password1 of mine"), []);
});

test("refuses the words of the site itself (T081)", () => {
  assert.deepEqual(faults("countersign"), ["password.too-common"]);
  assert.deepEqual(faults("Countersign123"), ["password.too-common"]);
});

test("refuses one character repeated (T081)", () => {
  for (const letter of ["q", " ", "é", "😀"]) {
    assert.deepEqual(faults(letter.repeat(15)), ["password.too-common"], letter);
  }
  assert.deepEqual(faults(`${"q".repeat(14)}z`), []);
});

test("refuses one's own name and address (T081)", () => {
  assert.deepEqual(faults("qlovelace", "ada", "ada.lovelace@example.org"), [
    "password.too-similar",
  ]);
  assert.deepEqual(faults("qlovelace", "bob", "bob@example.org"), []);
});

test("refuses digits alone, of any script, and takes what else people choose (T082)", () => {
  assert.deepEqual(faults("8301746529"), ["password.all-digits"]);
  assert.deepEqual(faults("٨٣٠١٧٤٦٥٢٩"), ["password.all-digits"]);
  for (const password of ["vxqnbdyrkmwzplt", "8301746529a", "five green apples", emoji(9)]) {
    assert.deepEqual(faults(password), [], password);
  }
});

test("says everything that is wrong at once", () => {
  assert.deepEqual(faults("123"), ["password.too-short", "password.all-digits"]);
  assert.deepEqual(faults("12345678"), ["password.too-common", "password.all-digits"]);
  assert.deepEqual(faults("ada\n1", "ada1"), [
    "password.control-character",
    "password.too-short",
    "password.too-similar",
  ]);
});

test("judges a megabyte by its length alone (T085)", () => {
  const started = performance.now();
  assert.deepEqual(faults("é".repeat(1_000_000)), ["password.too-long"]);
  assert.ok(performance.now() - started < 500);
});
