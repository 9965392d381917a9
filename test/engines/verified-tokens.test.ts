import assert from "node:assert/strict";
import { test } from "node:test";
import { createVerifiedTokens } from "../../src/engines/verified-tokens.ts";
import type { LoadedSession } from "../../src/sessions/session-engine.ts";

const loaded = (id: string): LoadedSession => ({
  contents: { id, data: new Map(), marks: {}, savedAt: 0 },
  isOutdated: false,
});

test("knows a token again that it was told, and no other", () => {
  const tokens = createVerifiedTokens();
  tokens.set("token", loaded("one"));
  assert.deepEqual(tokens.get("token"), loaded("one"));
  for (const other of ["", "toke", "token ", "__proto__"])
    assert.equal(tokens.get(other), undefined);
});

test("forgets the oldest beyond a thousand, so that its memory has a bound", () => {
  const tokens = createVerifiedTokens();
  for (let at = 0; at <= 1_000; at += 1) tokens.set(`${at}`, loaded(`${at}`));
  assert.equal(tokens.get("0"), undefined);
  assert.deepEqual(tokens.get("1"), loaded("1"));
  assert.deepEqual(tokens.get("1000"), loaded("1000"));
});
