import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { signedCookie } from "../../src/engines/signed-cookie.ts";
import type { SessionContents } from "../../src/sessions/session-contents.ts";
import { handClock } from "../../src/testing/hand-clock.ts";
import { savingOf } from "../engines/saving.ts";
import { browserLikeClient } from "./browser-like-client.ts";
import { ADA, BOB, OLDER_SECRET, SECRET } from "./people.ts";
import { type Answer, send } from "./send.ts";
import { type SiteUnderTest, siteUnderTest } from "./site-under-test.ts";

const NOW = Date.parse("2026-03-01T12:00:00Z");

const welcome = (site: SiteUnderTest, cookie: string): Promise<Answer> =>
  send(site.url, { path: "/welcome", headers: { Cookie: cookie } });

const isLoggedIn = async (site: SiteUnderTest, cookie: string): Promise<boolean> =>
  (await welcome(site, cookie)).status === 200;

const sql = (site: SiteUnderTest, statement: string): void => {
  const db = new DatabaseSync(site.database);
  db.exec(statement);
  db.close();
};

const rows = (site: SiteUnderTest, table: string): number => {
  const db = new DatabaseSync(site.database, { readOnly: true });
  const row = db.prepare(`select count(*) as count from ${table}`).get();
  db.close();
  return Number(row?.["count"]);
};

/** An anonymous session with something in it, as a host's page would have made it. */
const anonymous = (contents: Partial<SessionContents> = {}, secret = SECRET): string => {
  const engine = signedCookie()({ secrets: [secret] });
  const token = engine.save(
    savingOf({
      id: "AAAAAAAAAAAAAAAAAAAAAA",
      data: new Map([["cart", ["tea"]]]),
      marks: {},
      savedAt: NOW,
      ...contents,
    }),
  );
  return `session=${token}`;
};

const payloadOf = (line: string): Record<string, unknown> => {
  const token = line.slice(line.indexOf("=") + 1).split(";", 1)[0] ?? "";
  return JSON.parse(Buffer.from(token.split(":")[0] ?? "", "base64url").toString("utf8"));
};

test("a visit without a login makes no cookie and no row, on any page (T005)", async (t) => {
  const site = await siteUnderTest(t);
  for (const path of [
    "/",
    "/login",
    "/register",
    "/welcome",
    "/session",
    "/sessions",
    "/health",
    "/logout",
  ]) {
    const answer = await send(site.url, { path, headers: { "Sec-Fetch-Site": "none" } });
    assert.deepEqual(answer.setCookies, [], path);
  }
  assert.equal(rows(site, "countersign_sessions"), 0);
  await browserLikeClient(site).post("/register", ADA);
  assert.equal(rows(site, "countersign_sessions"), 1);
});

test("registering and logging in give a new id; what was gathered before stays with the visitor (T034, T038, T039)", async (t) => {
  const clock = handClock(NOW);
  const site = await siteUnderTest(t, { clock: clock.read });
  for (const path of ["/register", "/login"]) {
    const browser = browserLikeClient(site);
    browser.jar.set("session", anonymous().slice("session=".length));
    const planted = browser.cookie;
    const [line = ""] = (await browser.post(path, ADA)).setCookies;
    const payload = payloadOf(line);
    assert.deepEqual(payload["cart"], ["tea"]);
    assert.equal(payload["user_id"], 1);
    assert.notEqual(payload["_sid"], "AAAAAAAAAAAAAAAAAAAAAA");
    // Whoever planted the cookie is nobody still.
    assert.ok(!(await isLoggedIn(site, planted)));
    assert.ok(await isLoggedIn(site, browser.cookie));
  }
});

test("logging in again ends the session before it", async (t) => {
  const site = await siteUnderTest(t);
  const browser = browserLikeClient(site);
  await browser.post("/register", ADA);
  const before = browser.cookie;
  await browser.post("/login", ADA);
  assert.notEqual(browser.cookie, before);
  assert.ok(!(await isLoggedIn(site, before)));
  assert.ok(await isLoggedIn(site, browser.cookie));
});

test("somebody else's login in the same browser begins with an empty session (T039)", async (t) => {
  const site = await siteUnderTest(t);
  const browser = browserLikeClient(site);
  await browser.post("/register", ADA);
  const adas = browser.cookie;
  const [line = ""] = (await browser.post("/register", BOB)).setCookies;
  assert.equal(payloadOf(line)["user_id"], 2);
  assert.ok(!(await isLoggedIn(site, adas)));
  assert.match((await browser.get("/welcome")).text, /Welcome, bob/);
});

test("a wrong login leaves who is logged in as they are", async (t) => {
  const site = await siteUnderTest(t);
  const browser = browserLikeClient(site);
  await browser.post("/register", ADA);
  assert.equal((await browser.post("/login", BOB)).status, 401);
  assert.match((await browser.get("/welcome")).text, /Welcome, ada/);
});

test("the age counts from the last save, on the server, whatever the browser keeps (T049)", async (t) => {
  const clock = handClock(NOW);
  const site = await siteUnderTest(t, { age: "14d", clock: clock.read });
  const browser = browserLikeClient(site);
  const [line = ""] = (await browser.post("/register", ADA)).setCookies;
  assert.match(line, /; Max-Age=1209600;/);
  clock.advance(14 * 86_400);
  assert.ok(await isLoggedIn(site, browser.cookie));
  clock.advance(1);
  const late = await browser.get("/welcome");
  assert.equal(late.status, 303);
  assert.match(late.setCookies[0] ?? "", /^session=; Max-Age=0;/);
});

test("an idle limit ends what is not used, and a use in time moves it (T046)", async (t) => {
  const clock = handClock(NOW);
  const site = await siteUnderTest(t, { idle: "30m", clock: clock.read });
  const used = browserLikeClient(site);
  const unused = browserLikeClient(site);
  await used.post("/register", ADA);
  await unused.post("/login", ADA);
  clock.advance(30 * 60 - 1);
  assert.equal((await used.get("/welcome")).status, 200);
  clock.advance(2);
  assert.ok(!(await isLoggedIn(site, unused.cookie)));
  assert.ok(await isLoggedIn(site, used.cookie));
  clock.advance(30 * 60 - 2);
  assert.ok(await isLoggedIn(site, used.cookie), "the limit itself is still good");
  clock.advance(2);
  assert.ok(!(await isLoggedIn(site, used.cookie)));
});

test("the absolute limit ends a session that is used each minute (T047)", async (t) => {
  const clock = handClock(NOW);
  const site = await siteUnderTest(t, { idle: "5m", absolute: "1h", clock: clock.read });
  const browser = browserLikeClient(site);
  await browser.post("/register", ADA);
  for (let minute = 1; minute <= 60; minute++) {
    clock.advance(60);
    assert.equal((await browser.get("/welcome")).status, 200, `minute ${minute}`);
  }
  clock.advance(1);
  assert.equal((await browser.get("/welcome")).status, 303);
});

test("Max-Age is never more than what the server will honour", async (t) => {
  const site = await siteUnderTest(t, { age: "90d", absolute: "1d", clock: handClock(NOW).read });
  const [line = ""] = (await browserLikeClient(site).post("/register", ADA)).setCookies;
  assert.match(line, /; Max-Age=86400;/);
});

test("a session from the future is refused; a minute of difference between clocks is not", async (t) => {
  const site = await siteUnderTest(t, { clock: handClock(NOW).read });
  await browserLikeClient(site).post("/register", ADA);
  const reads = async (savedAt: number): Promise<unknown> =>
    (
      (
        await send(site.url, {
          path: "/session",
          headers: { Cookie: anonymous({ savedAt }) },
        })
      ).json() as { expiresAt: unknown }
    ).expiresAt;
  assert.notEqual(await reads(NOW + 60_000), null);
  assert.equal(await reads(NOW + 61_000), null);
});

test("a new secret logs nobody out while the old one verifies, and signs their cookies anew (T013)", async (t) => {
  const first = await siteUnderTest(t, { secrets: [OLDER_SECRET] });
  const browser = browserLikeClient(first);
  await browser.post("/register", ADA);
  const before = browser.cookie;
  await first.stop();
  const database = `sqlite:${first.database}` as const;

  const both = await siteUnderTest(t, { secrets: [SECRET, OLDER_SECRET], database });
  const answer = await welcome(both, before);
  assert.equal(answer.status, 200);
  assert.equal(answer.setCookies.length, 1);
  const renewed = (answer.setCookies[0] ?? "").split(";", 1)[0] ?? "";
  assert.notEqual(renewed, before);
  assert.deepEqual((await welcome(both, renewed)).setCookies, []);
  await both.stop();

  const only = await siteUnderTest(t, { secrets: [SECRET], database });
  assert.ok(!(await isLoggedIn(only, before)));
  assert.ok(await isLoggedIn(only, renewed));
  assert.equal((await welcome(only, before)).status, 303);
});

test("two processes change secrets one after the other, and nobody is logged out", async (t) => {
  const old = await siteUnderTest(t, { secrets: [OLDER_SECRET] });
  const database = `sqlite:${old.database}` as const;
  // Added for verifying first: the old one still signs.
  const verifying = await siteUnderTest(t, { secrets: [OLDER_SECRET, SECRET], database });
  const signing = await siteUnderTest(t, { secrets: [SECRET, OLDER_SECRET], database });
  const browser = browserLikeClient(signing);
  await browser.post("/register", ADA);
  assert.ok(await isLoggedIn(verifying, browser.cookie));
  const other = browserLikeClient(verifying);
  await other.post("/login", ADA);
  for (const site of [old, verifying, signing]) assert.ok(await isLoggedIn(site, other.cookie));
});

test("a session whose user has vanished is destroyed, and is nobody's afterwards either (T057)", async (t) => {
  const site = await siteUnderTest(t);
  const browser = browserLikeClient(site);
  await browser.post("/register", ADA);
  const adas = browser.cookie;
  sql(site, "delete from countersign_users");
  await browserLikeClient(site).post("/register", BOB);

  const answer = await browser.get("/welcome");
  assert.equal(answer.status, 303);
  assert.match(answer.setCookies[0] ?? "", /^session=; Max-Age=0;/);
  // The id was not given to the next user.
  assert.ok(!(await isLoggedIn(site, adas)));
});

test("a disabled user is nobody on the next request (T054)", async (t) => {
  const site = await siteUnderTest(t);
  const ada = browserLikeClient(site);
  const bob = browserLikeClient(site);
  await ada.post("/register", ADA);
  await bob.post("/register", BOB);
  sql(site, "update countersign_users set disabled_at = 1 where username = 'ada'");
  assert.ok(!(await isLoggedIn(site, ada.cookie)));
  assert.ok(await isLoggedIn(site, bob.cookie));
});

test("going through every form with a name that exists opens nothing (T062)", async (t) => {
  const site = await siteUnderTest(t);
  await browserLikeClient(site).post("/register", ADA);
  const browser = browserLikeClient(site);
  for (const path of ["/register", "/login", "/logout"]) {
    await browser.get(path);
    await browser.post(path, { username: "ada" });
    await browser.post(path, { username: "ada", user_id: "1", password: "" });
    assert.equal((await browser.get("/welcome")).status, 303, path);
  }
});

test("a good token is a session in its cookie only (T027)", async (t) => {
  const site = await siteUnderTest(t);
  const browser = browserLikeClient(site);
  await browser.post("/register", ADA);
  const token = browser.jar.get("session") ?? "";
  for (const sent of [
    { path: `/welcome?session=${encodeURIComponent(token)}` },
    { path: "/welcome", headers: { Authorization: `Bearer ${token}` } },
    { path: "/welcome", headers: { "X-Session-Id": token } },
    { path: "/welcome", headers: { Cookie: `Session=${token}` } },
    { path: "/welcome", headers: { Cookie: `__Host-session=${token}` } },
    { path: "/welcome", headers: { Cookie: `session%20=${token}` } },
    { path: "/welcome", headers: { Cookie: `session=${token}; session=${token}` } },
    { path: "/welcome", headers: { Cookie: [`session=${token}`, "session=x"] } },
  ]) {
    assert.equal((await send(site.url, sent)).status, 303, JSON.stringify(sent));
  }
  assert.ok(await isLoggedIn(site, `a=b; session=${token}; __proto__=x; constructor=y`));
});

test("forged, cut, foreign and oversize cookies are a stranger, with the reason in the log", async (t) => {
  const hand = handClock(NOW);
  const site = await siteUnderTest(t, { clock: hand.read });
  const browser = browserLikeClient(site);
  await browser.post("/register", ADA);
  const token = browser.jar.get("session") ?? "";
  const [payload = "", stamp = "", signature = ""] = token.split(":");
  const flipped = Buffer.from(payload, "base64url")
    .toString("utf8")
    .replace('"user_id":1', '"user_id":2');
  const bad = [
    "",
    "%",
    "%zz",
    "%00",
    "%0d%0a",
    payload,
    `${payload}:${stamp}`,
    `${payload}:${stamp}:`,
    `${payload}:${stamp}:${"A".repeat(43)}`,
    `${payload}:${stamp}:${signature.slice(0, -1)}`,
    `${payload}:${stamp}:${signature}A`,
    `${payload}:${stamp}:${signature}=`,
    `${payload}:zzzzzz:${signature}`,
    `${Buffer.from(flipped).toString("base64url")}:${stamp}:${signature}`,
    `.${payload}:${stamp}:${signature}`,
    `${token}:${token}`,
    "A".repeat(5_000),
    anonymous({}, OLDER_SECRET).slice("session=".length),
  ];
  for (const value of bad) {
    // Within a minute the log would sum them up.
    hand.advance(60);
    const answer = await welcome(site, `session=${value}`);
    assert.equal(answer.status, 303, value);
    assert.match(answer.setCookies[0] ?? "", /^session=; Max-Age=0;/);
    const refused = site.log.findLast((line) => line["msg"] === "session refused");
    assert.equal(refused?.["requestId"], answer.headers["request-id"], value);
    assert.equal(typeof refused?.["reason"], "string");
  }
  assert.ok(await isLoggedIn(site, `session=${token}`));
  assert.equal(rows(site, "countersign_sessions"), 1);
});

test("the id in a well-signed but unknown login is never adopted (T036)", async (t) => {
  const site = await siteUnderTest(t, { clock: handClock(NOW).read });
  await browserLikeClient(site).post("/register", ADA);
  for (let at = 0; at < 50; at++) {
    const cookie = anonymous({
      id: `unknown-${at}`,
      data: new Map([["user_id", 1]]),
      marks: { epoch: 0, login: NOW / 1_000 },
    });
    assert.ok(!(await isLoggedIn(site, cookie)));
  }
  assert.equal(rows(site, "countersign_sessions"), 1);
});
