import assert from "node:assert/strict";
import { test } from "node:test";
import { askOnce } from "../../bench/ask-once.ts";
import { ratios, spread } from "../../bench/figures.ts";
import type { TurnsAlone } from "../../bench/turns-alone.ts";

// The bounds are a third and more above what is measured on a machine that does ten other things, where it was 1.7 to 1.9
// and 3.6 to 3.9; ten and six microseconds more a request break them.

/** In processes of their own: the test runner's hooks cost more than what is measured. */
const timesOver = async (script: string): Promise<number> => {
  const { ours, bare } = (await askOnce(script, { rounds: 7 })) as TurnsAlone;
  return spread(ratios(ours, bare)).median;
};

test("the welcome page costs little more than the same page by bare Hono", async (t) => {
  const times = await timesOver("welcomed-alone.ts");
  t.diagnostic(`${times.toFixed(2)} times bare Hono's page`);
  assert.ok(times < 2.5, `${times.toFixed(2)} times bare Hono's page`);
});

test("load: false costs a few signature checks, and not many", async (t) => {
  const times = await timesOver("checked-alone.ts");
  t.diagnostic(`${times.toFixed(2)} times an HMAC of the token`);
  assert.ok(times < 6, `${times.toFixed(2)} times an HMAC of the token`);
});
