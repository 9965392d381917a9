import assert from "node:assert/strict";
import { test } from "node:test";
import { askInProcess } from "../../bench/ask-in-process.ts";

// In a process of its own: the test runner's hooks cost more than what is measured.
test("reading a signed cookie costs a page a few signature checks, and not many", async (t) => {
  const { added, check } = await askInProcess({
    engine: "signedCookie",
    rounds: 7,
    costs: ["read"],
  });
  const ratio = (added.read?.median ?? Number.NaN) / check.median;
  t.diagnostic(`${ratio.toFixed(1)} times an HMAC and a JSON parse`);
  assert.ok(ratio < 7, `${ratio.toFixed(1)} times an HMAC and a JSON parse`);
});
