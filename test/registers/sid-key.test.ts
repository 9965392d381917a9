import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { hashSidKey, KEY_WORDS, readSidKey } from "../../src/registers/sid-key.ts";
import { decodeBase64url, encodeBase64url } from "../../src/signing/base64url.ts";

/** As hexadecimal digits; undefined if the text has no key. */
const keyOf = (text: string): string | undefined => {
  const key = new Uint32Array(KEY_WORDS);
  if (!readSidKey(text, key)) return undefined;
  return [...key].map((word) => word.toString(16).padStart(8, "0")).join("");
};

test("reads an id as the very bytes of which it was made", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (bytes) => {
      assert.equal(keyOf(encodeBase64url(bytes)), Buffer.from(bytes).toString("hex"));
    }),
  );
});

test("refuses a second spelling of the same bytes", () => {
  const id = "bWFueSBwZW9wbGUgaGVyZQ";
  assert.equal(keyOf(id), Buffer.from(id, "base64url").toString("hex"));
  for (const last of "RSTUVWXYZabcdef") {
    const other = id.slice(0, -1) + last;
    assert.deepEqual(Buffer.from(other, "base64url"), Buffer.from(id, "base64url"));
    assert.equal(keyOf(other), undefined, other);
  }
});

test("refuses every text that is not exactly 128 bits of base64url", () => {
  const letter = fc.oneof(
    { weight: 50, arbitrary: fc.constantFrom(..."AQgwBZaz09-_") },
    { weight: 1, arbitrary: fc.constantFrom(..."+/= .\0\x7f\x80éＡ\ud800") },
  );
  const text = fc.string({ unit: letter, minLength: 20, maxLength: 24 });
  fc.assert(
    fc.property(text, (sid) => {
      const bytes = decodeBase64url(sid);
      assert.equal(keyOf(sid), bytes?.length === 16 ? bytes.toString("hex") : undefined, sid);
    }),
    { numRuns: 2_000 },
  );
});

test("spreads ids that somebody counts as well as ids that are random", () => {
  const COUNT = 65_536;
  const upper = new Uint32Array(256);
  const lower = new Uint32Array(256);
  const key = new Uint32Array(KEY_WORDS);
  for (let each = 0; each < COUNT; each += 1) {
    assert.ok(readSidKey(String(each).padStart(21, "0").padEnd(22, "A"), key));
    const hash = hashSidKey(key, 0);
    upper[hash >>> 24]! += 1;
    lower[hash & 255]! += 1;
  }
  for (const filled of [...upper, ...lower]) {
    assert.ok(filled > 128 && filled < 512, `${filled} where 256 would be even`);
  }
});
