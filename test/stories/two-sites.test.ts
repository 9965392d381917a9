import assert from "node:assert/strict";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import type { Settings } from "../../src/assembly/settings.ts";
import { database } from "../../src/engines/database.ts";
import { encryptedCookie } from "../../src/engines/encrypted-cookie.ts";
import { signedCookie } from "../../src/engines/signed-cookie.ts";
import { type Browser, browserLikeClient } from "./browser-like-client.ts";
import { ADA, OLDER_SECRET, SECRET } from "./people.ts";
import { type SiteUnderTest, siteUnderTest } from "./site-under-test.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const ENGINES = { signedCookie, encryptedCookie, database };

/** Two sites over one database, and a browser that is sent to either of them. */
const twoSites = (t: TestContext, always: Partial<Settings>) => {
  const settings = {
    database: `sqlite:${join(temporaryFolder(t), "site.db")}`,
    origin: "http://localhost:8000",
    ...always,
  };
  const jar = new Map<string, string>();
  const logs: SiteUnderTest["log"][] = [];
  const at = async (each: Partial<Settings>): Promise<Browser> => {
    const site = await siteUnderTest(t, { ...settings, ...each });
    logs.push(site.log);
    return browserLikeClient(site, {}, jar);
  };
  const warnings = (): readonly unknown[] =>
    logs
      .flat()
      .filter(({ level }) => level === WARN)
      .map(({ reason }) => reason);
  return { at, jar, warnings };
};

/** Pino's number. */
const WARN = 40;

const isWelcome = async (browser: Browser): Promise<boolean> =>
  (await browser.get("/welcome")).status === 200;

for (const [name, engine] of Object.entries(ENGINES)) {
  test(`secrets change, one site after the other, and nobody is logged out (T230, ${name})`, async (t) => {
    const { at } = twoSites(t, { engine: engine() });
    const [OLD, NEW] = [OLDER_SECRET, SECRET];
    let [a, b] = [await at({ secrets: [OLD] }), await at({ secrets: [OLD] })];
    await a.post("/register", ADA);
    // First the new one only verifies, then it signs, then the old one goes.
    for (const secrets of [[OLD, NEW], [NEW, OLD], [NEW]]) {
      a = await at({ secrets });
      for (const site of [a, b, a]) assert.ok(await isWelcome(site), `${secrets}, a first`);
      b = await at({ secrets });
      for (const site of [b, a, b]) assert.ok(await isWelcome(site), `${secrets}, b as well`);
    }
  });

  test(`sites whose clocks are a minute apart take each other's sessions (T254, ${name})`, async (t) => {
    const { at, jar, warnings } = twoSites(t, { engine: engine() });
    const now = Date.now();
    const [early, late] = [await at({ clock: () => now }), await at({ clock: () => now + 60_000 })];
    await late.post("/register", ADA);
    assert.ok(await isWelcome(early));
    jar.clear();
    assert.equal((await early.post("/login", ADA)).status, 303);
    assert.ok(await isWelcome(late));
    assert.equal((await late.post("/logout")).status, 303);
    assert.ok(!(await isWelcome(early)));
    assert.deepEqual(warnings(), []);
  });
}

for (const [name, engine] of Object.entries({ signedCookie, encryptedCookie })) {
  test(`a secret that signs before each site verifies it is refused there (T230, ${name})`, async (t) => {
    const { at } = twoSites(t, { engine: engine() });
    const slow = await at({ secrets: [OLDER_SECRET] });
    await slow.post("/register", ADA);
    const hasty = await at({ secrets: [SECRET, OLDER_SECRET] });
    assert.ok(await isWelcome(hasty));
    assert.ok(!(await isWelcome(slow)));
  });

  test(`a session from more than a minute ahead is refused, with a warning (T254, ${name})`, async (t) => {
    const { at, warnings } = twoSites(t, { engine: engine() });
    const now = Date.now();
    const [early, late] = [await at({ clock: () => now }), await at({ clock: () => now + 62_000 })];
    await late.post("/register", ADA);
    assert.ok(await isWelcome(late));
    assert.deepEqual(warnings(), []);
    assert.ok(!(await isWelcome(early)));
    assert.deepEqual(warnings(), ["from the future"]);
  });
}
