import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { type TestContext, test } from "node:test";
import type { Settings } from "../../src/assembly/settings.ts";
import { bcryptSha256 } from "../../src/hashers/bcrypt-sha256.ts";
import { pbkdf2 } from "../../src/hashers/pbkdf2.ts";
import { threadsAtHand } from "../../src/testing/threads-at-hand.ts";
import { browserLikeClient } from "./browser-like-client.ts";
import { ADA, OLDER_SECRET, SECRET } from "./people.ts";
import { type SiteUnderTest, siteUnderTest } from "./site-under-test.ts";

const PEPPER = OLDER_SECRET;
const NEWER = SECRET.split("").reverse().join("");

const stored = (site: SiteUnderTest): string => {
  const db = new DatabaseSync(site.database);
  const row = db.prepare("select password from countersign_users").get();
  db.close();
  return row?.["password"] as string;
};

const store = (site: SiteUnderTest, hash: string): void => {
  const db = new DatabaseSync(site.database);
  db.prepare("update countersign_users set password = ?").run(hash);
  db.close();
};

/** The same site, started anew with other settings. */
const again = async (t: TestContext, site: SiteUnderTest, settings: Partial<Settings>) => {
  await site.stop();
  return siteUnderTest(t, { database: `sqlite:${site.database}`, ...settings });
};

const logIn = async (site: SiteUnderTest, password: string = ADA.password): Promise<number> =>
  (await browserLikeClient(site).post("/login", { ...ADA, password })).status;

test("a pepper that is rotated lets everybody in, and enters each hash at its owner's next login (T093)", async (t) => {
  const first = await siteUnderTest(t, { peppers: [PEPPER] });
  await browserLikeClient(first).post("/register", ADA);
  const old = stored(first);
  assert.match(old, /^pepper\$[0-9a-f]{12}\$bcrypt_sha256\$\$2b\$04\$/);

  const site = await again(t, first, { peppers: [NEWER, PEPPER] });
  assert.equal(await logIn(site, "wrong"), 401);
  assert.equal(stored(site), old);
  assert.equal(await logIn(site), 303);
  const anew = stored(site);
  assert.match(anew, /^pepper\$[0-9a-f]{12}\$bcrypt_sha256\$\$2b\$04\$/);
  assert.notEqual(anew.slice(0, 19), old.slice(0, 19));

  const last = await again(t, site, { peppers: [NEWER] });
  assert.equal(await logIn(last), 303);
  assert.equal(stored(last), anew);
});

test("a pepper that is missing lets nobody in, says so once in the log, and shows nothing (T093, T299)", async (t) => {
  const first = await siteUnderTest(t, { peppers: [PEPPER] });
  await browserLikeClient(first).post("/register", ADA);
  const hash = stored(first);
  const site = await again(t, first, { peppers: [NEWER] });
  for (const _ of [1, 2, 3]) assert.equal(await logIn(site), 401);
  const alarms = site.log.filter(({ event }) => event === "hashUnverifiable");
  assert.deepEqual(
    alarms.map(({ level, userId, reason }) => [level, userId, reason]),
    [[50, 1, "unknown pepper"]],
  );
  for (const secret of [hash, hash.slice(-31), PEPPER, NEWER, ADA.password]) {
    assert.ok(!JSON.stringify(site.log).includes(secret));
  }
  assert.equal(stored(site), hash);
});

test("a stored hash of an absurd cost is told in the log, and an unusable one is not (T089, T299)", async (t) => {
  const site = await siteUnderTest(t);
  await browserLikeClient(site).post("/register", ADA);
  const sound = stored(site);
  const alarms = () => site.log.filter(({ event }) => event === "hashUnverifiable").length;
  store(site, "!");
  assert.equal(await logIn(site), 401);
  assert.equal(alarms(), 0);
  store(site, sound.replace("$04$", "$31$"));
  assert.equal(await logIn(site), 401);
  assert.equal(alarms(), 1);
  store(site, sound);
  assert.equal(await logIn(site), 303);
  assert.equal(alarms(), 1);
});

test("an imported hash is made anew at the first login, once, with the pepper", async (t) => {
  const site = await siteUnderTest(t, {
    hashers: [bcryptSha256({ cost: 4 })],
    importHashers: [pbkdf2()],
    peppers: [PEPPER],
  });
  await browserLikeClient(site).post("/register", ADA);
  const imported = await pbkdf2({ iterations: 25 }).make(ADA.password, threadsAtHand());
  store(site, imported);
  assert.equal(await logIn(site, "wrong"), 401);
  assert.equal(stored(site), imported);
  assert.deepEqual(await Promise.all([logIn(site), logIn(site)]), [303, 303]);
  const anew = stored(site);
  assert.match(anew, /^pepper\$[0-9a-f]{12}\$bcrypt_sha256\$\$2b\$04\$/);
  assert.equal(await logIn(site), 303);
  assert.equal(stored(site), anew);
});
