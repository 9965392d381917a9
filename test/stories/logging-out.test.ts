import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { type Browser, browserLikeClient } from "./browser-like-client.ts";
import { ADA, SECRET } from "./people.ts";
import { type SentHeaders, send } from "./send.ts";
import { siteProcess } from "./site-process.ts";
import { PRODUCTION, PUBLIC, type SiteUnderTest, siteUnderTest } from "./site-under-test.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const isLoggedIn = async (url: string, cookie: string, headers?: SentHeaders): Promise<boolean> =>
  (await send(url, { path: "/welcome", headers: { Cookie: cookie, ...headers } })).status === 200;

const member = async (site: SiteUnderTest): Promise<Browser> => {
  const browser = browserLikeClient(site);
  const answer = await browser.post("/register", ADA);
  if (answer.status !== 303) await browser.post("/login", ADA);
  return browser;
};

const rows = (database: string): number => {
  const db = new DatabaseSync(database, { readOnly: true });
  const row = db.prepare("select count(*) as count from countersign_sessions").get();
  db.close();
  return Number(row?.["count"]);
};

test("a copied cookie is dead after logout: here, in another process, and after a restart (T041)", async (t) => {
  const folder = temporaryFolder(t);
  const first = await siteProcess(t, { folder });
  // The same secret: development keeps it beside the database.
  const second = await siteProcess(t, { folder });
  const browser = browserLikeClient(first);
  await browser.post("/register", ADA);
  const copy = browser.cookie;
  const other = browserLikeClient(second);
  await other.post("/login", ADA);
  for (const { url } of [first, second]) {
    assert.ok(await isLoggedIn(url, copy));
    assert.ok(await isLoggedIn(url, other.cookie));
  }

  await browser.post("/logout");
  for (const { url } of [second, first]) assert.ok(!(await isLoggedIn(url, copy)));
  assert.deepEqual(await first.end(), { code: 0, signal: null });
  assert.deepEqual(await second.end("SIGKILL"), { code: null, signal: "SIGKILL" });

  const restarted = await siteProcess(t, { folder });
  assert.ok(!(await isLoggedIn(restarted.url, copy)));
  assert.ok(await isLoggedIn(restarted.url, other.cookie), "other sessions live on");
});

test("the answer to a logout deletes the cookie under the attributes it was set with (T045)", async (t) => {
  const site = await siteUnderTest(t, PRODUCTION);
  const browser = browserLikeClient(site, PUBLIC);
  const [set = ""] = (await browser.post("/register", ADA)).setCookies;
  const answer = await browser.post("/logout");
  assert.equal(answer.setCookies.length, 1);
  const attributes = (line: string): string =>
    line
      .split("; ")
      .filter((part) => !/^(?:__Host-session|Max-Age|Expires)=/.test(part))
      .join("; ");
  const [deleted = ""] = answer.setCookies;
  assert.match(deleted, /^__Host-session=; Max-Age=0; /);
  assert.equal(attributes(deleted), attributes(set));
  assert.equal(answer.headers["cache-control"], "no-store");
  assert.equal(answer.headers["clear-site-data"], '"storage"');
});

test("inside somebody else's app a logout leaves their storage alone (T045)", async (t) => {
  const site = await siteUnderTest(t, { alone: false });
  const browser = await member(site);
  const answer = await browser.post("/logout");
  assert.equal(answer.status, 303);
  assert.equal(answer.headers["clear-site-data"], undefined);
});

test("logging out twice, as a stranger or with a forged cookie is the same 303, and no row (T043)", async (t) => {
  const site = await siteUnderTest(t);
  const browser = await member(site);
  const cookie = browser.cookie;
  await browser.post("/logout");
  const before = rows(site.database);
  for (const Cookie of [cookie, "", "session=forged:abc:def", `${cookie}x`]) {
    const headers = Cookie ? { Cookie } : {};
    const answer = await send(site.url, { method: "POST", path: "/logout", headers });
    assert.equal(answer.status, 303);
    assert.equal(answer.headers.location, "/");
  }
  assert.equal(rows(site.database), before);
});

const DELIBERATE: readonly SentHeaders[] = [
  {},
  { Referer: "OURS/welcome" },
  { "Sec-Fetch-Site": "same-origin", "Sec-Fetch-Dest": "document" },
  { "Sec-Fetch-Site": "none", "Sec-Fetch-Dest": "document" },
  { "Sec-Fetch-Site": "none" },
  // Fetch metadata says who asks; a referrer from before a redirect does not.
  { "Sec-Fetch-Site": "same-origin", Referer: "https://evil.example/" },
];

const NOT_DELIBERATE: readonly SentHeaders[] = [
  { "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": "document" },
  { "Sec-Fetch-Site": "same-site", "Sec-Fetch-Dest": "document" },
  { "Sec-Fetch-Site": "same-origin", "Sec-Fetch-Dest": "image" },
  { "Sec-Fetch-Site": "same-origin", "Sec-Fetch-Dest": "iframe" },
  { "Sec-Fetch-Site": "same-origin", "Sec-Fetch-Dest": "empty" },
  { "Sec-Fetch-Site": "none", "Sec-Fetch-Dest": "document", "Sec-Purpose": "prefetch" },
  { "Sec-Fetch-Site": "none", "Sec-Purpose": "prefetch;prerender" },
  { "Sec-Fetch-Dest": "document" },
  { "Sec-Fetch-Mode": "navigate" },
  { Referer: "https://evil.example/" },
  { Referer: "nonsense" },
];

const spoken = (headers: SentHeaders, origin: string): SentHeaders =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, String(value).replace("OURS", origin)]),
  );

test("GET /logout ends the session when our own page or the address bar asks (T044)", async (t) => {
  const site = await siteUnderTest(t);
  for (const headers of DELIBERATE) {
    const { cookie } = await member(site);
    const sent = { Cookie: cookie, ...spoken(headers, site.origin) };
    const answer = await send(site.url, { path: "/logout", headers: sent });
    assert.equal(answer.status, 303, JSON.stringify(headers));
    assert.equal(answer.headers.location, "/");
    assert.ok(!(await isLoggedIn(site.url, cookie)));
  }
});

test("GET /logout only asks, with one button, when anybody else does; and HEAD never acts (T044)", async (t) => {
  const site = await siteUnderTest(t);
  const browser = await member(site);
  for (const headers of NOT_DELIBERATE) {
    const sent = { Cookie: browser.cookie, ...headers };
    const answer = await send(site.url, { path: "/logout", headers: sent });
    assert.equal(answer.status, 200, JSON.stringify(headers));
    assert.match(answer.text, /<form method="post" action="\/logout"/);
    assert.equal(answer.text.match(/<button/g)?.length, 1);
    assert.deepEqual(answer.setCookies, []);
  }
  for (const headers of DELIBERATE) {
    const sent = { Cookie: browser.cookie, ...spoken(headers, site.origin) };
    const answer = await send(site.url, { method: "HEAD", path: "/logout", headers: sent });
    assert.equal(answer.status, 200);
    assert.deepEqual(answer.setCookies, []);
  }
  assert.ok(await isLoggedIn(site.url, browser.cookie));
});

test("a request that began before the logout and ends after it does not bring the session back", async (t) => {
  const site = await siteUnderTest(t);
  const browser = await member(site);
  const { cookie } = browser;
  // A login in the same browser holds the session open while it hashes.
  const slow = send(site.url, {
    method: "POST",
    path: "/login",
    headers: { Cookie: cookie, "Content-Type": "application/json" },
    body: JSON.stringify({ username: "ada", password: "not the right one" }),
  });
  const out = await send(site.url, {
    method: "POST",
    path: "/logout",
    headers: { Cookie: cookie },
  });
  assert.equal(out.status, 303);
  for (const line of (await slow).setCookies) {
    assert.ok(!(await isLoggedIn(site.url, line.split(";", 1)[0] ?? "")));
  }
  assert.ok(!(await isLoggedIn(site.url, cookie)));
});

test("a logout that the storage refuses is 503, and not one that looks done", async (t) => {
  const site = await siteUnderTest(t, { secrets: [SECRET] });
  const browser = await member(site);
  const cookie = browser.cookie;
  const db = new DatabaseSync(site.database);
  t.after(() => db.close());
  // A trigger makes SQLite refuse the write, as a broken disk would.
  db.exec(
    "create trigger broken before update on countersign_sessions begin select raise(abort, 'broken'); end",
  );
  const answer = await browser.post("/logout");
  assert.ok(answer.status === 500 || answer.status === 503);
  assert.deepEqual(answer.setCookies, []);
  assert.equal(answer.headers["clear-site-data"], undefined);
  assert.ok(await isLoggedIn(site.url, cookie));

  db.exec("drop trigger broken");
  assert.equal((await browser.post("/logout")).status, 303);
  assert.ok(!(await isLoggedIn(site.url, cookie)));
});
