import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { decodeBase62, encodeBase62 } from "../../src/signing/base62.ts";
import { djangoCases, isRaised, sortCases } from "../vectors/django-cases.ts";

test("writes numbers as Django does", () => {
  const cases = djangoCases<{ n: string }, { ok: string }>("signing", "base62.encode");
  for (const { id, in: input, out } of cases) {
    assert.equal(encodeBase62(BigInt(input.n)), out.ok, id);
  }
  assert.equal(cases.length, 30);
});

test("reads numbers as Django does", () => {
  const cases = djangoCases<{ s: string }, { ok: string }>("signing", "base62.decode");
  const { same, otherwise, counts } = sortCases(cases, {
    "Django reads an empty text as 0; to us it is no number": ({ in: { s } }) =>
      s === "" || s === "-",
  });
  for (const { id, in: input, out } of same) {
    const number = decodeBase62(input.s);
    if (isRaised(out)) assert.equal(number, undefined, id);
    else assert.equal(String(number), out.ok, id);
  }
  for (const { id, in: input } of Object.values(otherwise).flat()) {
    assert.equal(decodeBase62(input.s), undefined, id);
  }
  assert.deepEqual(Object.values(counts), [24, 2]);
});

test("reads back every number that it wrote", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(2n ** 128n), max: 2n ** 128n }), (number) => {
      assert.equal(decodeBase62(encodeBase62(number)), number);
    }),
  );
});

test("reads 64 digits and refuses 65: nothing without a bound is computed", () => {
  assert.equal(typeof decodeBase62("z".repeat(64)), "bigint");
  assert.equal(decodeBase62("z".repeat(65)), undefined);
});

test("refuses every foreign character", () => {
  for (const text of ["+1", " 1", "1 ", "1\n", "_1", "é", "１", "1-", "--1", "1.5", "1:1", "1\0"]) {
    assert.equal(decodeBase62(text), undefined, JSON.stringify(text));
  }
});
