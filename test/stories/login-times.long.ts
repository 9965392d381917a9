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

/** How often one of a class takes longer than one of the other: half the time where no clock tells them apart. */
const isTold = (longer: number): boolean => longer < 0.25 || longer > 0.75;

/** A site at the cost of production, that limits nobody. */
const dear = (folder: string) => ({
  folder,
  environment: {
    COUNTERSIGN_DATABASE: `sqlite:${join(folder, "site.db")}`,
    COUNTERSIGN_BCRYPT_COST: "12",
    COUNTERSIGN_THROTTLE: "off",
  },
});

test("forty pairs of each refused login take as long as an unknown name, by the clock (T127, T128)", async (t) => {
  const folder = temporaryFolder(t);
  const site = await siteProcess(t, dear(folder));
  const refused = refusedAt(site.url);
  for (const each of await registerClasses(site.url, join(folder, "site.db"))) {
    // The first in each thread loads and measures.
    for (const _ of [1, 2, 3, 4]) await refused(each);
    let { difference, longer } = await timePairs(refused, each, UNKNOWN, PAIRS);
    if (Math.abs(difference) > BOUND) {
      t.diagnostic(`${each.what}: ${(100 * difference).toFixed(1)} %, once more`);
      ({ difference, longer } = await timePairs(refused, each, UNKNOWN, PAIRS));
    }
    t.diagnostic(`${each.what}: ${(100 * difference).toFixed(1)} %`);
    assert.ok(Math.abs(difference) <= BOUND, `${each.what}: ${(100 * difference).toFixed(1)} %`);
    assert.ok(longer > 0 && longer < 1, `${each.what}: a gap between the two`);
  }
});

test("while somebody else keeps the server busy no clock tells them apart either (T138)", async (t) => {
  const folder = temporaryFolder(t);
  const site = await siteProcess(t, dear(folder));
  const refused = refusedAt(site.url);
  const classes = await registerClasses(site.url, join(folder, "site.db"));
  let isOver = false;
  const others = [1, 2, 3].map(async () => {
    while (!isOver) await (await fetch(`${site.url}/login`)).arrayBuffer();
  });
  for (const what of ["a wrong password", "an unusable hash", "Django's PBKDF2"]) {
    const each = classes.find((one) => one.what === what)!;
    for (const _ of [1, 2, 3, 4]) await refused(each);
    let { longer } = await timePairs(refused, each, UNKNOWN, PAIRS / 2);
    if (isTold(longer)) ({ longer } = await timePairs(refused, each, UNKNOWN, PAIRS));
    t.diagnostic(`${what}: longer in ${(100 * longer).toFixed(0)} %`);
    assert.ok(!isTold(longer), `${what}: longer in ${(100 * longer).toFixed(0)} %`);
  }
  isOver = true;
  await Promise.all(others);
});
