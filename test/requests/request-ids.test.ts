import assert from "node:assert/strict";
import { test } from "node:test";
import { createRequestIds } from "../../src/requests/request-ids.ts";

test("names no two requests alike, here or in another process", () => {
  const here = createRequestIds("a");
  const elsewhere = createRequestIds("b");
  const ids = Array.from({ length: 5_000 }, () => [here(), elsewhere()]).flat();
  assert.equal(new Set(ids).size, ids.length);
});

test("writes what a header may carry", () => {
  const next = createRequestIds("Zk3v_X-9");
  assert.match(next(), /^[A-Za-z0-9_-]+$/);
});
