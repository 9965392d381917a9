import assert from "node:assert/strict";
import { test } from "node:test";
import { browserLikeClient } from "./browser-like-client.ts";
import { ADA } from "./people.ts";
import { rawExchange, statusesIn } from "./raw-socket.ts";
import { send } from "./send.ts";
import { PRODUCTION, PUBLIC, siteUnderTest } from "./site-under-test.ts";

test("in production only our own host is served; whether we are well, anybody may ask (T167)", async (t) => {
  const site = await siteUnderTest(t, PRODUCTION);
  const status = async (Host: string, path = "/login"): Promise<number> =>
    (await send(site.url, { path, headers: { Host } })).status;
  for (const host of [
    "evil.example",
    "login.example.org.evil.example",
    "evil.example:443",
    "login.example.org:8000",
    "127.0.0.1",
    "login.example.org.",
  ]) {
    assert.equal(await status(host), 421, host);
    assert.equal(await status(host, "/nowhere"), 421, host);
    assert.equal(await status(host, "/health"), 200, host);
    assert.equal(await status(host, "/health/live"), 200, host);
  }
  for (const host of ["login.example.org", "LOGIN.example.org", "login.example.org:443"]) {
    assert.equal(await status(host), 200, host);
  }
});

test("a foreign host's POST does nothing (T167)", async (t) => {
  const site = await siteUnderTest(t, PRODUCTION);
  const evil = { Host: "evil.example", "Sec-Fetch-Site": "none" };
  const answer = await browserLikeClient(site).post("/register", ADA, evil);
  assert.equal(answer.status, 421);
  assert.deepEqual(answer.setCookies, []);
  assert.equal((await browserLikeClient(site, PUBLIC).post("/register", ADA)).status, 303);
});

test("behind a proxy that ends TLS a login works, and forwarded hosts gain nothing (T150, T167)", async (t) => {
  const site = await siteUnderTest(t, PRODUCTION);
  const forged = {
    ...PUBLIC,
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Proto": "http",
    "X-Forwarded-Port": "81",
    Forwarded: "host=evil.example",
  };
  const browser = browserLikeClient(site, forged);
  const answer = await browser.post("/register", ADA);
  assert.equal(answer.headers.location, "/welcome");
  assert.match(answer.setCookies[0] ?? "", /^__Host-session=.*; Secure$/);
  const page = await browser.get("/welcome");
  assert.equal(page.status, 200);
  assert.ok(!page.text.includes("evil.example"));
});

test("no host, two hosts and a nonsense host are refused by their form (T167)", async (t) => {
  const site = await siteUnderTest(t, PRODUCTION);
  const ask = (lines: string, target = "/login"): Promise<string> =>
    rawExchange(site.url, `GET ${target} HTTP/1.1\r\n${lines}Connection: close\r\n\r\n`);
  const good = "Host: login.example.org\r\n";
  assert.deepEqual(statusesIn(await ask(good)), [200]);
  assert.deepEqual(statusesIn(await ask("")), [400]);
  assert.deepEqual(statusesIn(await ask("Host: \r\n")), [400]);
  assert.deepEqual(statusesIn(await ask("Host: a b\r\n")), [400]);
  assert.deepEqual(statusesIn(await ask("Host: user@login.example.org\r\n")), [400]);
  assert.deepEqual(statusesIn(await ask("Host: login.example.org/x\r\n")), [400]);
  // Two parsers would take two different ones (RFC 9112, 3.2).
  for (const two of [
    `${good}Host: evil.example\r\n`,
    `Host: evil.example\r\n${good}`,
    good + good,
  ]) {
    assert.deepEqual(statusesIn(await ask(two)), [400], two);
  }
  // The target's own host counts where it names one (RFC 9112, 3.2.2).
  assert.deepEqual(statusesIn(await ask(good, "http://evil.example/login")), [421]);
  assert.deepEqual(statusesIn(await ask(good, "http://login.example.org/login")), [200]);
});

test("a known path has its methods and says which; nothing else is acted on (T157, T180)", async (t) => {
  const site = await siteUnderTest(t);
  const browser = browserLikeClient(site);
  await browser.post("/register", ADA);
  for (const [path, allow] of [
    ["/", "GET, HEAD"],
    ["/welcome", "GET, HEAD"],
    ["/session", "GET, HEAD"],
    ["/sessions", "GET, HEAD"],
    ["/sessions/end-others", "POST"],
    ["/sessions/some-id/end", "POST"],
    ["/health", "GET, HEAD"],
    ["/health/live", "GET, HEAD"],
    ["/login", "GET, HEAD, POST"],
    ["/register", "GET, HEAD, POST"],
    ["/logout", "GET, HEAD, POST"],
  ] as const) {
    for (const method of ["PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND"]) {
      const headers = {
        Cookie: browser.cookie,
        Accept: "application/json",
        Origin: "https://evil.example",
        "Access-Control-Request-Method": "POST",
      };
      const answer = await send(site.url, { method, path, headers });
      const names = Object.keys(answer.headers);
      assert.ok(!names.some((name) => name.startsWith("access-control-")), path);
      assert.equal(answer.status, 405, `${method} ${path}`);
      assert.equal(answer.headers.allow, allow);
      assert.equal((answer.json() as { code: string }).code, "request.method-not-allowed");
    }
  }
  assert.equal((await browser.post("/welcome")).status, 405);
  assert.equal((await browser.get("/welcome")).status, 200);
});

test("TRACE, TRACK, CONNECT and methods that nobody knows get no page (T179)", async (t) => {
  const site = await siteUnderTest(t);
  const browser = browserLikeClient(site);
  await browser.post("/register", ADA);
  for (const method of ["TRACE", "TRACK", "CONNECT", "FOO", "get"]) {
    const received = await rawExchange(
      site.url,
      `${method} /welcome HTTP/1.1\r\nHost: x\r\nCookie: ${browser.cookie}\r\nConnection: close\r\n\r\n`,
    );
    const [status] = statusesIn(received);
    assert.ok(status === undefined || [400, 405, 501].includes(status), `${method}: ${status}`);
    assert.ok(!received.includes(browser.cookie));
    assert.doesNotMatch(received, /Welcome, ada/);
  }
  assert.equal((await browser.get("/welcome")).status, 200);
});

test("an odd spelling of a path is no page, or exactly the page with its guard (T209)", async (t) => {
  const site = await siteUnderTest(t);
  const paths = [
    "//welcome",
    "/%77elcome",
    "/./welcome",
    "/x/../welcome",
    "/static/..%2fwelcome",
    "/%2577elcome",
    "/welcome/..;/",
    "/welcome/",
    "/welcome;x",
    "/WELCOME",
    "/welcome%20",
    "/welcome.json",
    "/../../etc/passwd",
    "/assets/..%2f..%2fpackage.json",
    "/.env",
    "/data/countersign.db",
    "/.well-known/",
    "*",
  ];
  for (const path of paths) {
    const received = await rawExchange(
      site.url,
      `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
    );
    const [status] = statusesIn(received);
    assert.ok([303, 404, 400].includes(status ?? 0), `${path}: ${status}`);
    if (status === 303) assert.match(received, /^location: \/login\?next=%2Fwelcome\r$/im);
  }
  const exact = await send(site.url, { path: "/welcome?x=1" });
  assert.equal(exact.status, 303);
});

test("nothing is measured, debugged or administered through the public port (T310)", async (t) => {
  const site = await siteUnderTest(t, PRODUCTION);
  for (const path of [
    "/metrics",
    "/status",
    "/debug",
    "/debug/vars",
    "/admin",
    "/users",
    "/audit",
    "/lab",
    "/server-status",
    "/actuator",
    "/json/list",
  ]) {
    assert.equal((await send(site.url, { path, headers: PUBLIC })).status, 404, path);
  }
  assert.equal((await send(site.url, { path: "/login", headers: PUBLIC })).status, 200);
});

const SMUGGLED = "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n";
const POST = "POST /login HTTP/1.1\r\nHost: x\r\n";

const SMUGGLING: readonly [what: string, bytes: string][] = [
  [
    "length and chunks",
    `${POST}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${SMUGGLED}`,
  ],
  ["two lengths", `${POST}Content-Length: 0\r\nContent-Length: 42\r\n\r\n${SMUGGLED}`],
  ["a list of lengths", `${POST}Content-Length: 0, 42\r\n\r\n${SMUGGLED}`],
  ["a negative length", `${POST}Content-Length: -1\r\n\r\n${SMUGGLED}`],
  ["a signed length", `${POST}Content-Length: +0\r\n\r\n${SMUGGLED}`],
  ["chunked, identity", `${POST}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n${SMUGGLED}`],
  ["an unknown coding", `${POST}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n${SMUGGLED}`],
  ["a folded line", `${POST}X: a\r\n b\r\nContent-Length: 0\r\n\r\n${SMUGGLED}`],
  ["a space before the colon", `${POST}Content-Length : 0\r\n\r\n${SMUGGLED}`],
  ["a bare line feed", `POST /login HTTP/1.1\nHost: x\n\n${SMUGGLED}`],
  ["a bare carriage return", `${POST}X: a\rContent-Length: 0\r\n\r\n${SMUGGLED}`],
  ["a chunk's size in nonsense", `${POST}Transfer-Encoding: chunked\r\n\r\n0x0\r\n\r\n${SMUGGLED}`],
  [
    "a chunk's extension without an end",
    `${POST}Transfer-Encoding: chunked\r\n\r\n0;${SMUGGLED.replaceAll("\r", "")}\r\n\r\n`,
  ],
  ["NUL in a header", `${POST}X: a\0b\r\n\r\n${SMUGGLED}`],
];

test("what two parsers could read in two ways is 400, closed, and followed by nothing (T208)", async (t) => {
  const site = await siteUnderTest(t);
  for (const [what, bytes] of SMUGGLING) {
    const received = await rawExchange(site.url, bytes);
    assert.deepEqual(statusesIn(received), [400], what);
    assert.match(received, /^connection: close\r$/im, what);
    assert.match(received, /^x-content-type-options: nosniff\r$/im, what);
  }
  assert.ok(!site.log.some((line) => line["path"] === "/smuggled"));

  // Two honest requests on one connection are two.
  const pair = `${POST}Content-Length: 0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`;
  assert.deepEqual(statusesIn(await rawExchange(site.url, pair)), [401, 404]);
});

test("headers without measure are refused, and the site lives on (T022, T206)", async (t) => {
  const site = await siteUnderTest(t);
  const long = await rawExchange(
    site.url,
    `GET / HTTP/1.1\r\nHost: x\r\nX: ${"a".repeat(20_000)}\r\n\r\n`,
  );
  assert.deepEqual(statusesIn(long), [431]);
  const alike = await rawExchange(
    site.url,
    `GET / HTTP/1.1\r\nHost: x\r\n${"X: a\r\n".repeat(10_000)}\r\n`,
  );
  assert.deepEqual(statusesIn(alike), [431]);
  const many = Array.from({ length: 2_000 }, (_, at) => `X-${at}: a\r\n`).join("");
  const [status] = statusesIn(
    await rawExchange(site.url, `GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${many}\r\n`),
  );
  assert.ok(status === 431 || status === 200);
  const cookie = await rawExchange(
    site.url,
    Buffer.concat([
      Buffer.from("GET /welcome HTTP/1.1\r\nHost: x\r\nConnection: close\r\nCookie: session="),
      Buffer.from([0x80, 0xff, 0x7f]),
      Buffer.from("\r\n\r\n"),
    ]),
  );
  assert.ok([303, 400].includes(statusesIn(cookie)[0] ?? 0));
  assert.equal((await send(site.url, { path: "/health" })).status, 200);
});
