import assert from "node:assert/strict";
import { test } from "node:test";
import { createSupersededTokens } from "../../src/sessions/superseded-tokens.ts";

test("knows a token for a minute, and no other", () => {
  const tokens = createSupersededTokens();
  tokens.add("a", 1_000);
  assert.equal(tokens.has("a", 1_000), true);
  assert.equal(tokens.has("a", 61_000), true);
  assert.equal(tokens.has("a", 61_001), false);
  assert.equal(tokens.has("b", 1_000), false);
});

test("holds so many at most, and forgets the oldest first", () => {
  const tokens = createSupersededTokens();
  for (let each = 0; each < 10_001; each += 1) tokens.add(`token-${each}`, each / 1_000);
  assert.equal(tokens.has("token-0", 10), false);
  for (const each of [1, 5_000, 10_000]) assert.equal(tokens.has(`token-${each}`, 10), true);
});

test("a clock that is put back makes none of them last", () => {
  const tokens = createSupersededTokens();
  tokens.add("a", 1_000_000);
  assert.equal(tokens.has("a", 999_000), true);
  assert.equal(tokens.has("a", 0), false);
});
