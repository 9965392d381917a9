import assert from "node:assert/strict";
import { test } from "node:test";
import { isSameDigest, newToken, parseToken } from "../../src/engines/session-token.ts";

test("a digest is the same as itself and as no other, and what is none is only not the same", () => {
  const { token, digest } = newToken("AAAAAAAAAAAAAAAAAAAAAA");
  assert.equal(parseToken(token)?.digest, digest);
  assert.ok(isSameDigest(digest, digest));
  const letters = digest.length;
  for (const stored of [
    "",
    digest.slice(1),
    `${digest}A`,
    "A".repeat(letters),
    "é".repeat(letters),
  ]) {
    assert.equal(isSameDigest(stored, digest), false, stored);
  }
});
