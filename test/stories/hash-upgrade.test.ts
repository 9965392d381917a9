import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { CountersignError } from "../../src/errors/countersign-error.ts";
import { bcryptSha256 } from "../../src/hashers/bcrypt-sha256.ts";
import type { PasswordHasher } from "../../src/passwords/password-hasher.ts";
import { browserLikeClient } from "./browser-like-client.ts";
import { ADA } from "./people.ts";
import { type SiteUnderTest, siteUnderTest } from "./site-under-test.ts";

const stored = (site: SiteUnderTest, name: string): string => {
  const db = new DatabaseSync(site.database, { readOnly: true });
  const row = db.prepare("select password from countersign_users where username = ?").get(name);
  db.close();
  return String(row?.["password"]);
};

test("a hash of another cost is made anew at the next right login, and signs nobody out (T088)", async (t) => {
  const cheap = await siteUnderTest(t);
  const before = browserLikeClient(cheap);
  await before.post("/register", ADA);
  const old = stored(cheap, "ada");
  assert.match(old, /^bcrypt_sha256\$\$2b\$04\$/);
  await cheap.stop();

  const site = await siteUnderTest(t, {
    database: `sqlite:${cheap.database}`,
    hashers: [bcryptSha256({ cost: 5 })],
  });
  const browser = browserLikeClient(site);
  assert.equal((await browser.post("/login", { ...ADA, password: "wrong" })).status, 401);
  assert.equal(stored(site, "ada"), old, "a wrong password changes nothing");

  const both = await Promise.all([
    browser.post("/login", ADA),
    browserLikeClient(site).post("/login", ADA),
  ]);
  for (const { status } of both) assert.equal(status, 303);
  const upgraded = stored(site, "ada");
  assert.match(upgraded, /^bcrypt_sha256\$\$2b\$05\$/);
  assert.equal((await browser.post("/login", ADA)).status, 303);
  assert.equal(stored(site, "ada"), upgraded);

  const { status } = await browserLikeClient(site).get("/welcome", {
    Cookie: before.cookie,
  });
  assert.equal(status, 200, "who was logged in still is");
});

test("where the queue is full a right login is let in with the hash of before", async (t) => {
  const cheap = await siteUnderTest(t);
  await browserLikeClient(cheap).post("/register", ADA);
  const old = stored(cheap, "ada");
  await cheap.stop();
  const full: PasswordHasher = {
    ...bcryptSha256({ cost: 5 }),
    make: () => Promise.reject(new CountersignError("server.busy", "The queue is full.")),
  };
  const site = await siteUnderTest(t, { database: `sqlite:${cheap.database}`, hashers: [full] });
  const browser = browserLikeClient(site);
  assert.equal((await browser.post("/login", ADA)).status, 303);
  assert.equal(stored(site, "ada"), old);
  assert.equal((await browser.post("/register", { ...ADA, username: "bob" })).status, 503);
});

test("two users with one password have two hashes (T068)", async (t) => {
  const site = await siteUnderTest(t);
  for (const username of ["ada", "bob"]) {
    await browserLikeClient(site).post("/register", { ...ADA, username });
  }
  const [a, b] = [stored(site, "ada"), stored(site, "bob")];
  assert.notEqual(a.slice(-53, -31), b.slice(-53, -31));
  assert.notEqual(a.slice(-31), b.slice(-31));
});
