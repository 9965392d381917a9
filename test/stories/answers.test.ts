import assert from "node:assert/strict";
import { test } from "node:test";
import { handClock } from "../../src/testing/hand-clock.ts";
import { browserLikeClient } from "./browser-like-client.ts";
import { ADA, BOB } from "./people.ts";
import { type Answer, cookieNames, FORM, form, send } from "./send.ts";
import { siteUnderTest } from "./site-under-test.ts";

// The table "The site's answers", row by row, as a page and as JSON.

const NOON = "2026-03-01T12:00:00.000Z";
const JSON_TYPE = "application/json; charset=utf-8";
const PROBLEM_TYPE = "application/problem+json; charset=utf-8";
const PAGE_TYPE = "text/html; charset=utf-8";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

interface Problem {
  readonly code: string;
  readonly requestId: string;
  readonly detail: string;
  readonly errors: readonly { readonly field: string; readonly code: string }[];
}

/** Checks its shape, and returns it. */
const problemIn = (answer: Answer, status: number, title: string): Problem => {
  assert.equal(answer.status, status);
  assert.equal(answer.headers["content-type"], PROBLEM_TYPE);
  const problem = answer.json() as Problem & Record<string, unknown>;
  assert.deepEqual(
    Object.keys(problem).sort(),
    ["code", "detail", "errors", "requestId", "status", "title", "type"].sort(),
  );
  assert.equal(problem["type"], "about:blank");
  assert.equal(problem["title"], title);
  assert.equal(problem["status"], status);
  assert.match(problem.requestId, UUID);
  assert.equal(answer.headers["request-id"], problem.requestId);
  assert.ok(problem.detail.length > 10);
  return problem;
};

test("GET / shows a stranger the way in, and who is logged in the way on and out", async (t) => {
  const site = await siteUnderTest(t, { clock: handClock().read });
  const browser = browserLikeClient(site);
  const stranger = await browser.get("/");
  assert.equal(stranger.status, 200);
  assert.equal(stranger.headers["content-type"], PAGE_TYPE);
  assert.match(stranger.text, /href="\/register"/);
  assert.match(stranger.text, /href="\/login"/);
  assert.doesNotMatch(stranger.text, /action="\/logout"/);
  assert.equal((await browser.getJson("/")).status, 200);

  await browser.post("/register", ADA);
  const member = await browser.get("/");
  assert.equal(member.status, 200);
  assert.match(member.text, /href="\/welcome"/);
  assert.match(member.text, /<form method="post" action="\/logout"/);
  assert.doesNotMatch(member.text, /href="\/register"/);
  assert.equal((await browser.getJson("/")).status, 200);
});

test("GET /register and GET /login show a form without hint or question (T083, T097), and go on to welcome for who is logged in", async (t) => {
  const site = await siteUnderTest(t);
  for (const [path, autocomplete, asked] of [
    ["/register", "new-password", ["username", "email", "password"]],
    ["/login", "current-password", ["username", "password"]],
  ] as const) {
    const browser = browserLikeClient(site);
    const page = await browser.get(path);
    assert.equal(page.status, 200);
    assert.match(page.text, new RegExp(`<form method="post" action="${path}">`));
    assert.match(page.text, new RegExp(`type="password" autocomplete="${autocomplete}"`));
    assert.doesNotMatch(page.text, /maxlength|onpaste/);
    const fields = [...page.text.matchAll(/<input [^>]*name="(\w+)"/g)].map(([, name]) => name);
    assert.deepEqual(fields, asked);
    assert.deepEqual(page.setCookies, []);

    await browser.post(path, ADA);
    const again = await browser.get(path);
    assert.equal(again.status, 303);
    assert.equal(again.headers.location, "/welcome");
  }
});

test("POST /register as a page goes to welcome with a session, as JSON says 201 and the user", async (t) => {
  const site = await siteUnderTest(t, { clock: handClock().read });
  const browser = browserLikeClient(site);
  const page = await browser.post("/register", { ...ADA, email: "ada@example.org" });
  assert.equal(page.status, 303);
  assert.equal(page.headers.location, "/welcome");
  assert.deepEqual(cookieNames(page), ["session", "device"]);
  assert.equal(page.text, "");

  const client = browserLikeClient(site);
  const json = await client.postJson("/register", BOB);
  assert.equal(json.status, 201);
  assert.equal(json.headers["content-type"], JSON_TYPE);
  assert.deepEqual(cookieNames(json), ["session", "device"]);
  assert.deepEqual(json.json(), {
    user: { id: 2, username: "bob", email: null, createdAt: NOON, lastLoginAt: NOON },
  });
  assert.deepEqual((await browser.getJson("/welcome")).json(), {
    user: {
      id: 1,
      username: "ada",
      email: "ada@example.org",
      createdAt: NOON,
      lastLoginAt: NOON,
    },
  });
});

test("a refused registration says everything at once, beside the fields and in the problem", async (t) => {
  const site = await siteUnderTest(t);
  const browser = browserLikeClient(site);
  const fields = { username: "b b", email: "nowhere", password: "1234567" };
  const page = await browser.post("/register", fields);
  assert.equal(page.status, 422);
  assert.equal(page.headers["content-type"], PAGE_TYPE);
  for (const name of ["username", "email", "password"]) {
    assert.match(page.text, new RegExp(`<ul class="fault" id="${name}-fault"><li>`));
  }
  assert.match(page.text, /name="username"[^>]* value="b b"/);
  assert.match(page.text, /name="email"[^>]* value="nowhere"/);
  assert.ok(!page.text.includes(fields.password));
  assert.deepEqual(page.setCookies, []);

  const problem = problemIn(
    await browser.postJson("/register", fields),
    422,
    "Unprocessable Content",
  );
  assert.equal(problem.code, "username.invalid");
  assert.deepEqual(
    problem.errors.map(({ field, code }) => `${field} ${code}`),
    [
      "username username.invalid",
      "email email.invalid",
      "password password.too-short",
      "password password.too-common",
      "password password.all-digits",
    ],
  );
  for (const error of problem.errors) {
    assert.deepEqual(Object.keys(error), ["field", "code", "detail"]);
  }
});

const REFUSED: readonly [fields: Record<string, string>, codes: readonly string[]][] = [
  [{}, ["username.required", "password.required"]],
  [{ ...ADA, username: "Admin" }, ["username.reserved"]],
  [{ ...ADA, username: "x".repeat(65) }, ["username.too-long"]],
  [{ ...ADA, username: "a@b" }, ["username.invalid"]],
  [{ ...ADA, username: "ADA" }, ["username.taken"]],
  [{ ...ADA, username: "eve", email: "no address" }, ["email.invalid"]],
  [{ username: "eve", password: "k3#fQz!" }, ["password.too-short"]],
  [{ username: "eve", password: "ä".repeat(200) + "b".repeat(57) }, ["password.too-long"]],
  [{ username: "eve", password: "password123" }, ["password.too-common"]],
  [{ username: "evelyn.brown", password: "evelyn.brown1" }, ["password.too-similar"]],
  [{ username: "eve", password: "83920174655" }, ["password.all-digits"]],
  [{ username: "eve", password: "five\tgreen apples" }, ["password.control-character"]],
];

test("every code of a refused registration can be met", async (t) => {
  const site = await siteUnderTest(t);
  await browserLikeClient(site).post("/register", ADA);
  for (const [fields, codes] of REFUSED) {
    const answer = await browserLikeClient(site).postJson("/register", fields);
    const problem = problemIn(answer, 422, "Unprocessable Content");
    assert.equal(problem.code, codes[0]);
    assert.deepEqual(
      problem.errors.map(({ code }) => code),
      codes,
    );
  }
  // The same, without the fault.
  const good = { username: "evelyn.brown", password: "k3#fQz!a" };
  assert.equal((await browserLikeClient(site).postJson("/register", good)).status, 201);
});

test("POST /login gives a session under a new id: 303 to welcome, or 200 and the user; also with a password of five years ago (T096)", async (t) => {
  const clock = handClock();
  const site = await siteUnderTest(t, { clock: clock.read });
  await browserLikeClient(site).post("/register", ADA);
  clock.advance(60);

  const browser = browserLikeClient(site);
  const page = await browser.post("/login", ADA);
  assert.equal(page.status, 303);
  assert.equal(page.headers.location, "/welcome");
  assert.deepEqual(cookieNames(page), ["session", "device"]);

  const json = await browserLikeClient(site).postJson("/login", ADA);
  assert.equal(json.status, 200);
  assert.equal(json.headers["content-type"], JSON_TYPE);
  assert.deepEqual(json.json(), {
    user: {
      id: 1,
      username: "ada",
      email: null,
      createdAt: NOON,
      lastLoginAt: "2026-03-01T12:01:00.000Z",
    },
  });

  clock.advance(5 * 366 * 86_400);
  const wrong = { ...ADA, password: "six yellow pears" };
  assert.equal((await browserLikeClient(site).postJson("/login", wrong)).status, 401);
  assert.equal((await browserLikeClient(site).postJson("/login", ADA)).status, 200);
});

test("a wrong name and a wrong password are one 401 with one message, page and problem alike", async (t) => {
  const site = await siteUnderTest(t);
  await browserLikeClient(site).post("/register", ADA);
  for (const fields of [
    { username: "ada", password: "five green pears" },
    { username: "nobody", password: ADA.password },
    { username: "", password: "" },
    {},
  ]) {
    const page = await browserLikeClient(site).post("/login", fields);
    assert.equal(page.status, 401);
    assert.match(page.text, /This name and password do not match/);
    assert.deepEqual(page.setCookies, []);
    const answer = await browserLikeClient(site).postJson("/login", fields);
    const problem = problemIn(answer, 401, "Unauthorized");
    assert.equal(problem.code, "login.no-match");
    assert.deepEqual(problem.errors, []);
  }
  assert.equal((await browserLikeClient(site).post("/login", ADA)).status, 303);
});

test("GET /welcome greets by name; a stranger goes to log in, or is told 401", async (t) => {
  const site = await siteUnderTest(t);
  const browser = browserLikeClient(site);
  const page = await browser.get("/welcome");
  assert.equal(page.status, 303);
  assert.equal(page.headers.location, "/login?next=%2Fwelcome");
  const problem = problemIn(await browser.getJson("/welcome"), 401, "Unauthorized");
  assert.equal(problem.code, "session.required");

  await browser.post("/register", ADA);
  const welcome = await browser.get("/welcome");
  assert.equal(welcome.status, 200);
  assert.match(welcome.text, /<h1>Welcome, ada<\/h1>/);
  assert.match(welcome.text, /<form method="post" action="\/logout"/);
  const json = await browser.getJson("/welcome");
  assert.equal(json.status, 200);
  assert.equal((json.json() as { user: { username: string } }).user.username, "ada");
});

test("POST /logout goes home, or is 204, and takes the cookie out of the browser", async (t) => {
  const site = await siteUnderTest(t);
  const browser = browserLikeClient(site);
  await browser.post("/register", ADA);
  const page = await browser.post("/logout");
  assert.equal(page.status, 303);
  assert.equal(page.headers.location, "/");
  assert.deepEqual([...browser.jar.keys()], ["device"]);

  await browser.post("/login", ADA);
  const json = await browser.postJson("/logout");
  assert.equal(json.status, 204);
  assert.equal(json.text, "");
  assert.deepEqual([...browser.jar.keys()], ["device"]);
});

test("GET /session is JSON whatever is asked: the user or null, and until when", async (t) => {
  const site = await siteUnderTest(t, { clock: handClock().read });
  const browser = browserLikeClient(site);
  const stranger = await browser.get("/session");
  assert.equal(stranger.status, 200);
  assert.equal(stranger.headers["content-type"], JSON_TYPE);
  assert.deepEqual(stranger.json(), { user: null, expiresAt: null });

  await browser.post("/register", ADA);
  assert.deepEqual((await browser.get("/session")).json(), {
    user: { id: 1, username: "ada", email: null, createdAt: NOON, lastLoginAt: NOON },
    expiresAt: "2026-03-15T12:00:00.000Z",
  });
});

test("GET /health and /health/live are JSON and say ok", async (t) => {
  const site = await siteUnderTest(t);
  for (const path of ["/health", "/health/live"]) {
    const answer = await browserLikeClient(site).get(path);
    assert.equal(answer.status, 200);
    assert.equal(answer.headers["content-type"], JSON_TYPE);
    assert.deepEqual(answer.json(), { status: "ok" });
    assert.deepEqual(answer.setCookies, []);
  }
});

test("JSON or page: Accept decides, and where it does not care the body's type", async (t) => {
  const site = await siteUnderTest(t, { throttle: false });
  const asked: readonly [accept: string | undefined, body: "form" | "json", isJson: boolean][] = [
    ["application/json", "form", true],
    ["text/html", "json", false],
    ["text/html;q=0.5, application/json", "form", true],
    ["text/html, application/json;q=0.9", "json", false],
    ["text/html, application/json", "form", false],
    ["*/*", "json", true],
    ["*/*", "form", false],
    [undefined, "json", true],
    [undefined, "form", false],
    ["image/png", "form", false],
  ];
  for (const [accept, body, isJson] of asked) {
    const answer = await send(site.url, {
      path: "/login",
      headers: {
        ...(accept === undefined ? {} : { Accept: accept }),
        ...(body === "form" ? FORM : { "Content-Type": "application/json" }),
      },
      body: body === "form" ? form(ADA) : JSON.stringify(ADA),
    });
    assert.equal(answer.status, 401);
    assert.equal(answer.headers["content-type"], isJson ? PROBLEM_TYPE : PAGE_TYPE, String(accept));
    assert.match(answer.headers.vary ?? "", /\bAccept\b/);
  }
});

test("a JSON client is never sent elsewhere: `next` is for pages", async (t) => {
  const site = await siteUnderTest(t);
  const client = browserLikeClient(site);
  const answer = await client.postJson("/register", { ...ADA, next: "/wall" });
  assert.equal(answer.status, 201);
  assert.equal(answer.headers.location, undefined);
});

test("HEAD answers as GET does, without a body, and acts on nothing (T148)", async (t) => {
  const site = await siteUnderTest(t);
  const browser = browserLikeClient(site);
  await browser.post("/register", ADA);
  for (const path of ["/", "/welcome", "/logout", "/session", "/health"]) {
    const headers = { Cookie: browser.cookie, "Sec-Fetch-Site": "none" };
    const head = await send(site.url, { method: "HEAD", path, headers });
    assert.equal(head.status, 200, path);
    assert.equal(head.text, "");
    assert.deepEqual(head.setCookies, []);
  }
  assert.equal((await browser.get("/welcome")).status, 200);
});
