import assert from "node:assert/strict";
import { test } from "node:test";
import { checkUsername } from "../../src/users/check-username.ts";

const faultOf = (names: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(names.map((name) => [name, checkUsername(name)]));
const all = (names: readonly string[], fault: string | undefined): Record<string, unknown> =>
  Object.fromEntries(names.map((name) => [name, fault]));

test("takes the legal user names of RFC 8265, 3.5, but the one with an @ (T185)", () => {
  const legal = ["fussball", "fußball", "π", "Σ", "σ", "ς"];
  assert.deepEqual(faultOf(legal), all(legal, undefined));
  // It begins an address here: login goes by name, or by an address.
  assert.equal(checkUsername("juliet@example.com"), "username.invalid");
});

test("refuses the illegal user names of RFC 8265, 3.5, but what NFKC makes legal (T185)", () => {
  assert.equal(checkUsername("foo bar"), "username.invalid");
  assert.equal(checkUsername(""), "username.required");
  assert.equal(checkUsername("∞"), "username.invalid");
  // Normalised first and judged after: it is "henryIV", and clashes with it.
  assert.equal(checkUsername("henryⅣ"), undefined);
});

test("refuses what separates, quotes or begins something else", () => {
  const names = [
    "a\nb",
    "a\tb",
    "a,b",
    "a@b",
    "a;b",
    "a:b",
    "a/b",
    "a\\b",
    "a'b",
    'a"b',
    "<a>",
    "a&b",
  ];
  const others = [
    "a\0b",
    "a b",
    "a\u00a0b",
    "a\u2028b",
    "a%b",
    "a=b",
    "a(b)",
    "a|b",
    "a`b",
    "a*b",
    "a😀",
  ];
  assert.deepEqual(faultOf([...names, ...others]), all([...names, ...others], "username.invalid"));
});

test("takes letters, digits and . _ + - where there is a letter or a digit", () => {
  const good = ["a", "7", "a.b", "_a_", "a+b", "a-b", "-a", ".a", "٣", "अनिता"];
  assert.deepEqual(faultOf(good), all(good, undefined));
  const bad = [".", "-", "_", "+", "...", "_-_"];
  assert.deepEqual(faultOf(bad), all(bad, "username.invalid"));
});

test("normalises before it judges, so that no other form brings in what is refused (T188)", () => {
  const bad = ["ada＠home", "ada／home", "ada：x", "㏂／", "ada\uff00"];
  assert.deepEqual(faultOf(bad), all(bad, "username.invalid"));
  const good = ["ada．home", "ａｄａ", "ﬁsch"];
  assert.deepEqual(faultOf(good), all(good, undefined));
});

test("refuses names of two scripts, and names that pass for Latin ones (T189)", () => {
  const bad = ["аdmin", "соре", "ΑΝΝΑ"];
  assert.deepEqual(faultOf(bad), all(bad, "username.invalid"));
  const good = ["Мария", "Άννα", "админ"];
  assert.deepEqual(faultOf(good), all(good, undefined));
});

test("refuses what cannot be seen (T190)", () => {
  const invisible = [
    "\u200b",
    "\u200c",
    "\u200d",
    "\u2060",
    "\ufeff",
    "\u00ad",
    "\u034f",
    "\u061c",
  ];
  const bidi = ["\u202a", "\u202e", "\u2066", "\u2069", "\u200e"];
  const others = [
    "\ufe0f",
    "\ufe00",
    "\u180b",
    "\u{e0061}",
    "\u{e0100}",
    "\u3164",
    "\u115f",
    "\ud800",
  ];
  const names = [...invisible, ...bidi, ...others].map((character) => `a${character}b`);
  assert.deepEqual(faultOf(names), all(names, "username.invalid"));
});

test("takes three marks on a letter and refuses four, or a mark without one (T190)", () => {
  const mark = "\u0330"; // joins no letter under NFKC
  assert.equal(checkUsername(`q${mark.repeat(3)}`), undefined);
  assert.equal(checkUsername(`q${mark.repeat(4)}`), "username.invalid");
  assert.equal(checkUsername(`${mark}q`), "username.invalid");
  assert.equal(checkUsername(`q${mark.repeat(200)}`), "username.too-long");
  assert.equal(checkUsername(`q${mark.repeat(60)}`), "username.invalid");
});

test("keeps reserved names back, however they are spelled (T192)", () => {
  const names = ["admin", "ADMIN", "ａｄｍｉｎ", "root", "Postmaster", "no-reply", "countersign"];
  assert.deepEqual(faultOf(names), all(names, "username.reserved"));
  assert.equal(checkUsername("admin2"), undefined);
});

test("takes the words of programs for names like any others (T192)", () => {
  const words = [
    "__proto__",
    "constructor",
    "toString",
    "null",
    "undefined",
    "true",
    "0",
    "-1",
    "NaN",
  ];
  assert.deepEqual(faultOf(words), all(words, undefined));
});

test("takes 64 code points and refuses 65, before normalising and after (T193)", () => {
  assert.equal(checkUsername("a"), undefined);
  assert.equal(checkUsername("a".repeat(64)), undefined);
  assert.equal(checkUsername("a".repeat(65)), "username.too-long");
  assert.equal(checkUsername("𐐷".repeat(65)), "username.too-long");
  assert.equal(checkUsername("田".repeat(64)), undefined);
  assert.equal(checkUsername("\ufdfa".repeat(10)), "username.too-long");
  assert.equal(checkUsername("ﬃ".repeat(21)), undefined); // 63 letters
  assert.equal(checkUsername("ﬃ".repeat(22)), "username.too-long");
  // Shorter only after normalising: still too long as typed.
  assert.equal(checkUsername("e\u0301".repeat(33)), "username.too-long");
});

test("judges a megabyte before normalising it (T194)", () => {
  const started = performance.now();
  assert.equal(checkUsername("\ufdfa".repeat(350_000)), "username.too-long");
  assert.ok(performance.now() - started < 200);
});
