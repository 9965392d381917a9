import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { decodeBase64url, encodeBase64url } from "../../src/signing/base64url.ts";
import { djangoCases, isRaised, sortCases } from "../vectors/django-cases.ts";

test("writes bytes as Django does", () => {
  const cases = djangoCases<{ hex: string }, { ok: string }>("signing", "b64.encode");
  for (const { id, in: input, out } of cases) {
    assert.equal(encodeBase64url(Buffer.from(input.hex, "hex")), out.ok, id);
  }
  assert.equal(cases.length, 12);
});

test("reads what Django writes, and refuses the other spellings that Django reads", () => {
  const cases = djangoCases<{ s: string }, { ok: string }>("signing", "b64.decode");
  const { same, otherwise, counts } = sortCases(cases, {
    "a second spelling of the same bytes": ({ in: { s }, out }) =>
      !isRaised(out) && encodeBase64url(Buffer.from(out.ok, "hex")) !== s,
  });
  for (const { id, in: input, out } of same) {
    const bytes = decodeBase64url(input.s);
    if (isRaised(out)) assert.equal(bytes, undefined, id);
    else assert.equal(bytes?.toString("hex"), out.ok, id);
  }
  for (const { id, in: input } of Object.values(otherwise).flat()) {
    assert.equal(decodeBase64url(input.s), undefined, id);
  }
  assert.deepEqual(Object.values(counts), [11, 13]);
});

test("refuses padding, the other alphabet, white space and spare bits", () => {
  assert.equal(decodeBase64url("-_8")?.toString("hex"), "fbff");
  for (const text of ["-_8=", "+/8", "-/8", "-_ 8", "-_8\n", "-_9", "-", "-_8é", "-_８"]) {
    assert.equal(decodeBase64url(text), undefined, JSON.stringify(text));
  }
});

test("reads back every byte that it wrote", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      assert.deepEqual(decodeBase64url(encodeBase64url(bytes)), Buffer.from(bytes));
    }),
  );
});
