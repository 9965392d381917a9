import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { registerClasses, UNKNOWN } from "../../bench/login-classes.ts";
import { refusedAt, timePairs } from "../../bench/time-logins.ts";
import { siteProcess } from "./site-process.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const PAIRS = 40;

/** Of the medians. On an idle machine; a busy one may need the repeat. */
const BOUND = 0.1;

test("forty pairs of each refused login take as long as an unknown name, by the clock (T127, T128)", async (t) => {
  const folder = temporaryFolder(t);
  const site = await siteProcess(t, {
    folder,
    environment: {
      COUNTERSIGN_DATABASE: `sqlite:${join(folder, "site.db")}`,
      COUNTERSIGN_BCRYPT_COST: "12",
      COUNTERSIGN_THROTTLE: "off",
    },
  });
  const refused = refusedAt(site.url);
  for (const each of await registerClasses(site.url, join(folder, "site.db"))) {
    // The first in each thread loads and measures.
    for (const _ of [1, 2, 3, 4]) await refused(each);
    let { difference } = await timePairs(refused, each, UNKNOWN, PAIRS);
    if (Math.abs(difference) > BOUND) {
      t.diagnostic(`${each.what}: ${(100 * difference).toFixed(1)} %, once more`);
      ({ difference } = await timePairs(refused, each, UNKNOWN, PAIRS));
    }
    t.diagnostic(`${each.what}: ${(100 * difference).toFixed(1)} %`);
    assert.ok(Math.abs(difference) <= BOUND, `${each.what}: ${(100 * difference).toFixed(1)} %`);
  }
});
