import assert from "node:assert/strict";
import { dirname } from "node:path";
import { test } from "node:test";
import { Hono } from "hono";
import { countersign } from "../../src/assembly/countersign.ts";
import { bcryptSha256 } from "../../src/hashers/bcrypt-sha256.ts";
import { accountPages, sessions } from "../../src/hono.ts";
import { handClock } from "../../src/testing/hand-clock.ts";
import { runCommand } from "../cli/run-command.ts";
import { postgresDatabase, skipsPostgres } from "../database/postgres-server.ts";
import { browserLikeClient } from "./browser-like-client.ts";
import { ADA, SECRET } from "./people.ts";
import { column } from "./postgres-site.ts";
import { siteProcess } from "./site-process.ts";
import { siteUnderTest } from "./site-under-test.ts";
import { temporaryFolder } from "./temporary-folder.ts";

test("L1, L3: data travels between requests in a signed cookie, the engine by default", async (t) => {
  const site = await siteUnderTest(t);
  const browser = browserLikeClient(site);
  await browser.post("/register", ADA);

  const [payload = "", stamp, signature, ...rest] = (browser.jar.get("session") ?? "").split(":");
  assert.ok(stamp && signature);
  assert.deepEqual(rest, []);
  const data = JSON.parse(Buffer.from(payload, "base64url").toString("utf8"));
  assert.deepEqual(Object.keys(data).sort(), ["_epoch", "_login", "_sid", "user_id"]);
});

test("L2: the same pages work under any prefix of somebody else's app", async (t) => {
  const cs = countersign({
    origin: "http://app.test",
    path: "/users",
    secrets: [SECRET],
    database: "sqlite::memory:",
    hashers: [bcryptSha256({ cost: 4 })],
    development: true,
  });
  t.after(() => cs.close());
  const app = new Hono().use(sessions(cs)).route(cs.path, accountPages(cs));
  app.get("/", (c) => c.text("the host's own page"));

  const page = await app.request("http://app.test/users/register");
  assert.equal(page.status, 200);
  assert.match(await page.text(), /<form method="post" action="\/users\/register">/);
  const registered = await app.request("http://app.test/users/register", {
    method: "POST",
    body: new URLSearchParams(ADA),
  });
  assert.equal(registered.headers.get("location"), "/users/welcome");
  assert.equal(await (await app.request("http://app.test/")).text(), "the host's own page");
});

test("L4, L8, L9: registering and logging in both lead to the welcome page, which knows who came", async (t) => {
  const site = await siteUnderTest(t);
  for (const path of ["/register", "/login"]) {
    const browser = browserLikeClient(site);
    const page = await browser.get(path);
    assert.equal(page.status, 200);
    assert.match(page.text, new RegExp(`<form method="post" action="${path}">`));

    const posted = await browser.post(path, ADA);
    assert.equal(posted.status, 303);
    assert.equal(posted.headers.location, "/welcome");
    const welcome = await browser.follow(posted);
    assert.equal(welcome.status, 200);
    assert.match(welcome.text, /Welcome, ada/);
  }
  const stranger = await browserLikeClient(site).get("/welcome");
  assert.equal(stranger.status, 303);
  assert.equal(stranger.headers.location, "/login?next=%2Fwelcome");
});

test("L5: the shell and `user show` print a bcrypt hash where the password would be", async (t) => {
  const site = await siteUnderTest(t);
  await browserLikeClient(site).post("/register", ADA);
  const folder = dirname(site.database);
  const environment = { COUNTERSIGN_DATABASE: `sqlite:${site.database}` };

  const shown = await runCommand(["user", "show", "ada"], { folder, environment });
  assert.match(shown.out, /bcrypt_sha256\$\$2b\$04\$[./A-Za-z0-9]{53}/);
  const shell = await runCommand(["shell"], {
    folder,
    environment,
    input: '(await users.get("ada")).password\n',
  });
  assert.match(shell.out, /bcrypt_sha256\$\$2b\$04\$[./A-Za-z0-9]{53}/);
  assert.ok(!(shown.out + shell.out).includes(ADA.password));
});

test("L6: a wrong password shows the page again with an error, the name kept and the password not", async (t) => {
  const site = await siteUnderTest(t);
  const browser = browserLikeClient(site);
  await browser.post("/register", ADA);
  await browser.post("/logout");

  const wrong = await browser.post("/login", { username: "ada", password: "five green pears" });
  assert.equal(wrong.status, 401);
  assert.match(wrong.text, /role="alert"/);
  assert.match(wrong.text, /name="username"[^>]* value="ada"/);
  assert.ok(!wrong.text.includes("five green pears"));
  assert.equal(browser.jar.get("session"), undefined);
  assert.equal((await browser.post("/login", ADA)).status, 303);
});

test("L7: at debug the session's keys are logged, and never their values", async (t) => {
  const site = await siteUnderTest(t);
  const browser = browserLikeClient(site);
  await browser.post("/register", ADA);
  await browser.get("/welcome");

  const lines = site.log.filter((line) => line["msg"] === "session keys");
  assert.ok(lines.length >= 2);
  for (const line of lines) assert.deepEqual(line["keys"], ["user_id"]);
  const token = browser.jar.get("session") ?? "";
  assert.ok(!JSON.stringify(site.log).includes(token));
});

test("L10: logging out goes to the home page, and welcome is closed", async (t) => {
  const site = await siteUnderTest(t);
  const browser = browserLikeClient(site);
  await browser.post("/register", ADA);

  const out = await browser.get("/logout");
  assert.equal(out.status, 303);
  assert.equal(out.headers.location, "/");
  const home = await browser.follow(out);
  assert.match(home.text, /href="\/register"/);
  assert.match(home.text, /href="\/login"/);
  assert.equal((await browser.get("/welcome")).status, 303);
});

test("L11: with an age of five seconds, a reload is still logged in at five and not at six (T050)", async (t) => {
  const clock = handClock();
  const site = await siteUnderTest(t, { age: "5s", clock: clock.read });
  const browser = browserLikeClient(site);
  await browser.post("/register", ADA);

  clock.advance(5);
  assert.equal((await browser.get("/welcome")).status, 200);
  clock.advance(1);
  const late = await browser.get("/welcome");
  assert.equal(late.status, 303);
  assert.equal(late.headers.location, "/login?next=%2Fwelcome");
});

test("L11: COUNTERSIGN_SESSION_AGE=5s is all that the exercise takes", async (t) => {
  const site = await siteProcess(t, {
    folder: temporaryFolder(t),
    environment: { COUNTERSIGN_SESSION_AGE: "5s" },
  });
  const browser = browserLikeClient(site);
  const before = Date.now();
  const registered = await browser.post("/register", ADA);
  const after = Date.now();
  assert.match(registered.setCookies[0] ?? "", /; Max-Age=5;/);
  const { expiresAt } = (await browser.getJson("/session")).json() as { expiresAt: string };
  const savedAt = Date.parse(expiresAt) - 5_000;
  // A signature tells whole seconds.
  assert.ok(savedAt > before - 1_000 && savedAt <= after + 1_000, `${savedAt - before} ms`);
});

test("over PostgreSQL: welcome, remembered over a restart, out for good, and expired by the server", {
  skip: skipsPostgres,
}, async (t) => {
  const clock = handClock();
  const settings = { database: await postgresDatabase(t), age: "5s", clock: clock.read } as const;
  const site = await siteUnderTest(t, settings);
  const browser = browserLikeClient(site);
  assert.equal((await browser.get("/welcome")).headers.location, "/login?next=%2Fwelcome");
  for (const path of ["/register", "/login"]) {
    const posted = await browser.post(path, ADA);
    assert.equal(posted.headers.location, "/welcome");
    assert.match((await browser.follow(posted)).text, /Welcome, ada/);
  }
  const stored = await column(settings.database, "select password from countersign_users");
  assert.match(stored.join(), /^bcrypt_sha256\$\$2b\$04\$[./A-Za-z0-9]{53}$/);
  const wrong = { username: "ada", password: "five green pears" };
  assert.equal((await browserLikeClient(site).post("/login", wrong)).status, 401);
  const other = browserLikeClient(site);
  await other.post("/login", ADA);
  await site.stop();

  const later = await siteUnderTest(t, settings);
  const statusOf = async (cookie: string): Promise<number> =>
    (await browserLikeClient(later, { Cookie: cookie }).get("/welcome")).status;
  const [copy, expiring] = [browser.cookie, other.cookie];
  assert.deepEqual([await statusOf(copy), await statusOf(expiring)], [200, 200]);
  const out = await browserLikeClient(later, { Cookie: copy }).get("/logout");
  assert.equal(out.headers.location, "/");
  assert.deepEqual([await statusOf(copy), await statusOf(expiring)], [303, 200]);
  clock.advance(6);
  assert.equal(await statusOf(expiring), 303);
});
