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

test("a token that keeps coming is known however many others came, and one that does not is forgotten", () => {
  const tokens = createVerifiedTokens();
  tokens.set("hers", loaded("hers"));
  tokens.set("once", loaded("once"));
  for (let visitor = 0; visitor < 5_000; visitor += 1) {
    tokens.set(`visitor ${visitor}`, loaded(String(visitor)));
    assert.equal(tokens.get("hers")?.contents.id, "hers");
  }
  assert.equal(tokens.get("once"), undefined);
  const known = Array.from({ length: 5_000 }, (_, at) => tokens.get(`visitor ${at}`)).filter(
    Boolean,
  );
  assert.ok(known.length > 0 && known.length < 1_000, "at most two generations are kept");
});

test("a token that is large is not kept", () => {
  const tokens = createVerifiedTokens();
  const [small, large] = ["a".repeat(1_000), "a".repeat(1_001)];
  for (const token of [small, large]) tokens.set(token, loaded("x"));
  assert.equal(tokens.get(small)?.contents.id, "x");
  assert.equal(tokens.get(large), undefined);
});
