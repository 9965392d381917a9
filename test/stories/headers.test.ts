import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { CountersignError } from "../../src/errors/countersign-error.ts";
import { bcryptSha256 } from "../../src/hashers/bcrypt-sha256.ts";
import type { PasswordHasher } from "../../src/passwords/password-hasher.ts";
import { routeTableWithLab } from "../../src/routes/route-table.ts";
import { handClock } from "../../src/testing/hand-clock.ts";
import { browserLikeClient } from "./browser-like-client.ts";
import { ADA } from "./people.ts";
import { type Answer, FORM, form, type Sent, type SentHeaders, send } from "./send.ts";
import { PRODUCTION, PUBLIC, type SiteUnderTest, siteUnderTest } from "./site-under-test.ts";

const CSP =
  "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'";

/** One request for each route and each status that can be provoked, and what it has to be. */
const provoked = (cookie: string): readonly (readonly [status: number, sent: Sent])[] => {
  const member = { Cookie: cookie };
  const asJson = { Accept: "application/json" };
  const submit = (
    path: string,
    fields: Record<string, string>,
    headers: SentHeaders = {},
  ): Sent => ({
    path,
    headers: { ...FORM, ...headers },
    body: form(fields),
  });
  const both = (status: number, sent: Sent): readonly (readonly [number, Sent])[] => [
    [status, sent],
    [status, { ...sent, headers: { ...sent.headers, ...asJson } }],
  ];
  return [
    ...both(200, { path: "/" }),
    ...both(200, { path: "/", headers: member }),
    [200, { path: "/register" }],
    [200, { path: "/login" }],
    [303, { path: "/login", headers: member }],
    [303, { path: "/welcome" }],
    [401, { path: "/welcome", headers: asJson }],
    ...both(200, { path: "/welcome", headers: member }),
    [303, { path: "/sessions" }],
    [401, { path: "/sessions", headers: asJson }],
    ...both(200, { path: "/sessions", headers: member }),
    ...both(404, submit("/sessions/none/end", {}, member)),
    [303, submit("/sessions/none/end", {})],
    [401, submit("/sessions/end-others", {}, asJson)],
    ...both(405, { path: "/sessions/none/end", headers: member }),
    [200, { path: "/logout", headers: { "Sec-Fetch-Site": "cross-site" } }],
    [303, { path: "/logout" }],
    [204, { method: "POST", path: "/logout", headers: asJson }],
    [200, { path: "/session" }],
    [200, { path: "/health" }],
    [200, { path: "/health/live" }],
    [303, submit("/login", ADA)],
    [200, submit("/login", ADA, asJson)],
    ...both(401, submit("/login", { username: "ada" })),
    ...both(422, submit("/register", ADA)),
    ...Array(5).fill([401, submit("/login", { username: "max" }, asJson)]),
    ...both(429, submit("/login", { username: "max" })),
    ...both(400, submit("/login", { "a[]": "b" })),
    ...both(400, { path: "/%00" }),
    ...both(403, submit("/login", ADA, { "Sec-Fetch-Site": "cross-site" })),
    ...both(404, { path: "/nowhere" }),
    ...both(405, { method: "DELETE", path: "/login" }),
    ...both(413, submit("/login", { password: "x".repeat(20_000) })),
    ...both(415, { path: "/login", headers: { "Content-Type": "text/plain" }, body: "x" }),
  ];
};

const checkEvery = (answer: Answer, what: string): void => {
  const { headers } = answer;
  assert.equal(headers["x-content-type-options"], "nosniff", what);
  assert.equal(headers["referrer-policy"], "same-origin", what);
  assert.equal(headers["cross-origin-opener-policy"], "same-origin", what);
  assert.equal(headers["cross-origin-resource-policy"], "same-origin", what);
  assert.equal(headers["server"], undefined, what);
  assert.equal(headers["x-powered-by"], undefined, what);
  for (const name of Object.keys(headers)) assert.ok(!name.startsWith("access-control-"), what);
};

const check = (answer: Answer, what: string): void => {
  const { headers, status } = answer;
  checkEvery(answer, what);
  assert.equal(headers["cache-control"], "no-store", what);
  assert.match(headers.vary ?? "", /\bCookie\b/, what);
  assert.match(headers["request-id"] as string, /^[0-9a-f-]{36}$/, what);
  if (status === 303 || status === 204) return;
  assert.match(headers["content-type"] ?? "", /; charset=utf-8$/, what);
  if (!headers["content-type"]?.startsWith("text/html")) return;
  assert.equal(headers["content-security-policy"], CSP, what);
  assert.ok(headers["permissions-policy"], what);
};

const provokeAll = async (site: SiteUnderTest, always: SentHeaders): Promise<readonly Answer[]> => {
  const browser = browserLikeClient(site, always);
  await browser.post("/register", ADA);
  const answers: Answer[] = [];
  for (const [status, sent] of provoked(browser.cookie)) {
    const answer = await send(site.url, { ...sent, headers: { ...always, ...sent.headers } });
    const what = `${sent.method ?? ""} ${sent.path} ${JSON.stringify(sent.headers)}`;
    assert.equal(answer.status, status, what);
    check(answer, what);
    answers.push(answer);
  }
  return answers;
};

test("every route and status has the whole header set; on plain http no HSTS (T154, T169, T171, T172, T173, T174, T177, T178)", async (t) => {
  const site = await siteUnderTest(t, { clock: handClock().read });
  const answers = await provokeAll(site, {});
  for (const { headers } of answers) assert.equal(headers["strict-transport-security"], undefined);
  const ids = answers.map(({ headers }) => headers["request-id"]);
  assert.equal(new Set(ids).size, ids.length);
});

test("on https each of them has HSTS of a year, and so has a foreign host's 421 (T169, T170)", async (t) => {
  const site = await siteUnderTest(t, { ...PRODUCTION, clock: handClock().read });
  const answers = await provokeAll(site, PUBLIC);
  const other = await send(site.url, { path: "/", headers: { Host: "evil.example" } });
  assert.equal(other.status, 421);
  check(other, "421");
  for (const { headers } of [...answers, other]) {
    assert.equal(headers["strict-transport-security"], "max-age=31536000");
  }
  const wide = await siteUnderTest(t, { ...PRODUCTION, hsts: "subdomains" });
  const { headers } = await send(wide.url, { path: "/login", headers: PUBLIC });
  assert.equal(headers["strict-transport-security"], "max-age=31536000; includeSubDomains");
});

test("500 and 503 have it too, say nothing of the cause, and their id is in the log with it (T169, T184, T306)", async (t) => {
  const busy: PasswordHasher = {
    ...bcryptSha256({ cost: 4 }),
    verify: () => Promise.reject(new CountersignError("server.busy", "nobody has time")),
  };
  const site = await siteUnderTest(t, { hashers: [busy] });
  const browser = browserLikeClient(site);
  await browser.post("/register", ADA);
  const db = new DatabaseSync(site.database);
  t.after(() => db.close());
  for (const answer of [await browser.post("/login", ADA), await browser.postJson("/login", ADA)]) {
    assert.equal(answer.status, 503);
    check(answer, "503");
    assert.doesNotMatch(answer.text, /nobody has time|\.ts|node:/);
    assert.ok(answer.text.includes(String(answer.headers["request-id"])));
  }
  db.exec("drop table countersign_epochs");
  for (const [path, accept] of [
    ["/welcome", "text/html"],
    ["/welcome", "application/json"],
  ] as const) {
    const headers = { Cookie: browser.cookie, Accept: accept };
    const answer = await send(site.url, { path, headers });
    assert.equal(answer.status, 500);
    check(answer, path);
    assert.doesNotMatch(answer.text, /epochs|select|sqlite|\.ts|node:/i);
    const id = answer.headers["request-id"];
    assert.ok(answer.text.includes(String(id)));
    const line = site.log.find((each) => each["requestId"] === id && each["err"]);
    assert.match(JSON.stringify(line), /countersign_epochs/);
    assert.match(JSON.stringify(line), /"stack":".*\.ts:\d+/);
  }
  assert.equal((await send(site.url, { path: "/health/live" })).status, 200);
});

test("styles, scripts and icons may be kept by everybody, and set no cookie (T174, T177)", async (t) => {
  const site = await siteUnderTest(t);
  const browser = browserLikeClient(site);
  await browser.post("/register", ADA);
  const page = await browser.get("/");
  const paths = new Set(
    [...page.text.matchAll(/(?:href|src)="(\/[^"]*\.(?:css|js|svg))"/g)].map(
      ([, path]) => path ?? "",
    ),
  );
  assert.equal(paths.size, 3);
  for (const path of paths) {
    const file = await browser.get(path);
    assert.equal(file.status, 200);
    checkEvery(file, path);
    assert.equal(file.headers["cache-control"], "public, max-age=31536000, immutable");
    assert.match(file.headers["content-type"] ?? "", /charset=utf-8/);
    assert.equal(file.headers.vary, undefined);
    assert.deepEqual(file.setCookies, []);
    assert.equal((await browser.post(path)).status, 405);
  }
});

test("pages ask nobody else for anything and weigh under 20 KB with all they need", async (t) => {
  const site = await siteUnderTest(t);
  const browser = browserLikeClient(site);
  await browser.post("/register", ADA);
  const stranger = browserLikeClient(site);
  for (const path of ["/", "/login", "/register", "/logout", "/nowhere", "/welcome", "/sessions"]) {
    const asker = ["/welcome", "/sessions"].includes(path) ? browser : stranger;
    const page = await asker.get(path, { "Sec-Fetch-Site": "cross-site" });
    assert.notEqual(page.status, 303, path);
    assert.doesNotMatch(page.text, /(?:src|href|action)="(?:https?:)?\/\//);
    assert.doesNotMatch(page.text, /<style|<script(?! src=)| on[a-z]+=| style=/);
    let size = page.text.length;
    for (const [, file = ""] of page.text.matchAll(/(?:<link[^>]*href|<script src)="([^"]*)"/g)) {
      size += (await browser.get(file)).text.length;
    }
    assert.ok(size < 20_000, `${path}: ${size} bytes`);
  }
});

test("request ids are ours, whatever the request says", async (t) => {
  const site = await siteUnderTest(t);
  const answer = await send(site.url, {
    path: "/",
    headers: { "Request-Id": "mine", "X-Request-Id": "mine", Traceparent: "mine" },
  });
  assert.match(String(answer.headers["request-id"]), /^[0-9a-f-]{36}$/);
  const line = site.log.find((each) => each["requestId"] === answer.headers["request-id"]);
  assert.equal(line?.["status"], 200);
  assert.ok(!JSON.stringify(site.log).includes("mine"));
});

test("what people type is escaped wherever it comes back (T181, T212)", async (t) => {
  const site = await siteUnderTest(t);
  const browser = browserLikeClient(site);
  const probe = `<script>alert(1)</script>"'&\`{{7*7}}\${7*7}<%= 7*7 %>`;
  const escaped =
    "&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;`{{7*7}}$" + "{7*7}&lt;%= 7*7 %&gt;";
  for (const [path, field] of [
    ["/login", "username"],
    ["/register", "username"],
    ["/register", "email"],
    ["/login", "next"],
  ] as const) {
    const page = await browser.post(path, { [field]: probe });
    assert.ok(page.text.includes(escaped), `${path} ${field}`);
    assert.ok(!page.text.includes("<script>alert"));
  }
});

/** As the router knows them, so that a new form cannot be forgotten here. */
const POSTS = [...routeTableWithLab].filter(([, routes]) => routes.POST).map(([path]) => path);

test("no failed form gives a password back, to whoever sends it and wherever to (T098)", async (t) => {
  const site = await siteUnderTest(t);
  const member = browserLikeClient(site);
  await member.post("/register", ADA);
  const canaries = { password: "canary-of-a-password", newPassword: "canary-x" };
  const fields = { ...canaries, username: "no such name!", email: "nowhere", token: "none" };
  assert.ok(POSTS.length > 10);
  for (const path of POSTS.filter((each) => each !== "/logout")) {
    for (const client of [member, browserLikeClient(site)]) {
      for (const answer of [await client.post(path, fields), await client.postJson(path, fields)]) {
        const seen = answer.text + JSON.stringify(answer.headers);
        for (const canary of Object.values(canaries)) assert.ok(!seen.includes(canary), path);
      }
    }
  }
  assert.equal((await member.get("/welcome")).status, 200);
});
