import assert from "node:assert/strict";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import type { Settings } from "../../src/assembly/settings.ts";
import { openSqlite } from "../../src/database/sqlite.ts";
import { database } from "../../src/engines/database.ts";
import { signedCookie } from "../../src/engines/signed-cookie.ts";
import { bcryptSha256 } from "../../src/hashers/bcrypt-sha256.ts";
import { djangoUsers } from "../../src/stores/django-users.ts";
import { threadsAtHand } from "../../src/testing/threads-at-hand.ts";
import { addDjangoUser, makeDjangoTables } from "../database/django-site-tables.ts";
import { browserLikeClient } from "./browser-like-client.ts";
import { ADA, SECRET } from "./people.ts";
import { postman } from "./postman.ts";
import { siteUnderTest } from "./site-under-test.ts";
import { temporaryFolder } from "./temporary-folder.ts";

// A site whose users are Django's, without a Django at hand; `django.test.ts` has one.

const ENGINES = { "signed-cookie": signedCookie, database } as const;

const scene = async (
  t: TestContext,
  engine: keyof typeof ENGINES = "signed-cookie",
  more: Partial<Settings> = {},
) => {
  const path = join(temporaryFolder(t), "site.db");
  const opened = await openSqlite(path);
  t.after(() => opened.close());
  await makeDjangoTables(opened);
  const password = await bcryptSha256({ cost: 4 }).make(ADA.password, threadsAtHand());
  const id = await addDjangoUser(opened, { username: ADA.username, password });
  const settings: Partial<Settings> = {
    database: `sqlite:${path}`,
    engine: ENGINES[engine]({ django: true }),
    users: djangoUsers(),
    secrets: [SECRET],
    ...more,
  };
  const site = await siteUnderTest(t, settings);
  return { site, id, kysely: opened.kysely, browser: browserLikeClient(site) };
};

for (const engine of ["signed-cookie", "database"] as const) {
  test(`logs Django's users in under Django's cookie, and out for good (${engine})`, async (t) => {
    const { site, browser } = await scene(t, engine);
    assert.equal((await browser.post("/login", { ...ADA, password: "wrong" })).status, 401);
    assert.equal((await browser.post("/login", ADA)).status, 303);
    assert.deepEqual(new Set(browser.jar.keys()), new Set(["sessionid", "device"]));
    assert.match((await browser.get("/welcome")).text, /Welcome, ada/);

    const copy = browserLikeClient(site);
    copy.jar.set("sessionid", browser.jar.get("sessionid") ?? "");
    assert.equal((await copy.get("/welcome")).status, 200);
    assert.equal((await browser.post("/logout")).status, 303);
    assert.equal((await copy.get("/welcome")).status, 303);
  });

  test(`a password that was changed behind our back ends the session at once (${engine})`, async (t) => {
    const { browser, kysely, id } = await scene(t, engine);
    await browser.post("/login", ADA);
    assert.equal((await browser.get("/welcome")).status, 200);
    const other = await bcryptSha256({ cost: 4 }).make("another password", threadsAtHand());
    await kysely.updateTable("auth_user").set({ password: other }).where("id", "=", id).execute();
    assert.equal((await browser.get("/welcome")).status, 303);
  });

  test(`a user who was disabled behind our back is nobody on the next request (${engine})`, async (t) => {
    const { site, browser, kysely } = await scene(t, engine);
    await browser.post("/login", ADA);
    assert.equal((await browser.get("/welcome")).status, 200);
    const away = { is_active: 0 } as never;
    await kysely.updateTable("auth_user").set(away).execute();
    assert.equal((await browser.get("/welcome")).status, 303);
    assert.equal((await browserLikeClient(site).post("/login", ADA)).status, 401);
  });
}

test("nobody registers where the users are another system's, and no page leads there", async (t) => {
  const { browser } = await scene(t);
  for (const answer of [
    await browser.get("/register"),
    await browser.post("/register", { username: "bob", password: "seven blue plums" }),
  ]) {
    assert.equal(answer.status, 404);
    assert.match(answer.headers["content-type"] ?? "", /^text\/html/);
  }
  for (const answer of [
    await browser.getJson("/register"),
    await browser.postJson("/register", { username: "bob", password: "seven blue plums" }),
  ]) {
    assert.equal(answer.status, 404);
    assert.equal((answer.json() as { code: string }).code, "request.not-found");
  }
  for (const page of ["/", "/login"]) {
    const { status, text } = await browser.get(page);
    assert.equal(status, 200);
    assert.doesNotMatch(text, /register|new one/i, page);
    assert.match(text, /log in/i, page);
  }
});

test("passwords, addresses and accounts of another system's users are not changed here", async (t) => {
  const { site, browser } = await scene(t, "signed-cookie", { mail: postman().mailer });
  await browser.post("/login", ADA);
  const given = { password: ADA.password, newPassword: "six yellow pears", username: "ada" };
  for (const path of ["/password", "/forgot", "/reset", "/verify", "/email", "/delete"]) {
    assert.equal((await browser.get(path)).status, 404, path);
    assert.equal((await browser.postJson(path, given)).status, 404, path);
  }
  const pages = [await browser.get("/welcome"), await browserLikeClient(site).get("/login")];
  for (const { status, text } of pages) {
    assert.equal(status, 200);
    assert.doesNotMatch(text, /href="\/(?:password|forgot|email|delete)"/);
  }
  assert.equal((await browserLikeClient(site).post("/login", ADA)).status, 303);
});
