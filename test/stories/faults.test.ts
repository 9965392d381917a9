import assert from "node:assert/strict";
import { connect } from "node:net";
import { test } from "node:test";
import { bcryptSha256 } from "../../src/hashers/bcrypt-sha256.ts";
import type { PasswordHasher } from "../../src/passwords/password-hasher.ts";
import { routeTableWithLab } from "../../src/routes/route-table.ts";
import { browserLikeClient } from "./browser-like-client.ts";
import { checkInTime } from "./in-time.ts";
import { ADA } from "./people.ts";
import { rawExchange, statusesIn } from "./raw-socket.ts";
import { type Answer, FORM, form, type SentHeaders, send } from "./send.ts";
import { type SiteUnderTest, siteUnderTest } from "./site-under-test.ts";

// The table of faults, and the bodies that nobody should send.

const JSON_BODY: SentHeaders = { "Content-Type": "application/json" };
const WANTS_JSON: SentHeaders = { Accept: "application/json" };

const codeOf = (answer: Answer): string => (answer.json() as { code: string }).code;

const post = (
  site: SiteUnderTest,
  path: string,
  headers: SentHeaders,
  body?: string | Uint8Array,
): Promise<Answer> =>
  send(site.url, {
    method: "POST",
    path,
    headers: { ...WANTS_JSON, ...headers },
    ...(body === undefined ? {} : { body }),
  });

const isAlive = async (site: SiteUnderTest): Promise<boolean> =>
  (await send(site.url, { path: "/health" })).status === 200;

/** As the router knows them, so that a new one cannot be forgotten here. */
const POSTS = [...routeTableWithLab].filter(([, routes]) => routes.POST).map(([path]) => path);

test("every POST refuses another origin with 403, and does nothing (T140, T144, T151, T152)", async (t) => {
  const site = await siteUnderTest(t);
  const browser = browserLikeClient(site);
  await browser.post("/register", ADA);
  const foreign: readonly SentHeaders[] = [
    { "Sec-Fetch-Site": "cross-site" },
    { "Sec-Fetch-Site": "same-site" },
    { "Sec-Fetch-Site": "cross-site", Origin: site.origin },
    { "Sec-Fetch-Site": "" },
    { Origin: "" },
    { Origin: "https://evil.example" },
    { Origin: "null" },
    { Origin: `${site.origin}0` },
    { Origin: site.origin.replace("127.0.0.1", "localhost") },
    { Origin: "https://evil.example", "X-Requested-With": "XMLHttpRequest" },
  ];
  assert.ok(["/login", "/logout", "/register"].every((path) => POSTS.includes(path)));
  for (const path of POSTS) {
    for (const headers of foreign) {
      const sent = { Cookie: browser.cookie, ...FORM, ...headers };
      const answer = await post(site, path, sent, form({ ...ADA, username: "eve" }));
      assert.equal(answer.status, 403, `${path} ${JSON.stringify(headers)}`);
      assert.equal(codeOf(answer), "request.other-origin");
      assert.deepEqual(answer.setCookies, []);
    }
  }
  assert.equal((await browser.get("/welcome")).status, 200);
  // Nor is anybody logged in by another site, as somebody whom it chose.
  const victim = { ...FORM, "Sec-Fetch-Site": "cross-site" };
  const chosen = await post(site, "/login", victim, form(ADA));
  assert.deepEqual([chosen.status, chosen.setCookies], [403, []]);
  const page = await browser.post("/logout", {}, { "Sec-Fetch-Site": "cross-site" });
  assert.equal(page.status, 403);
  assert.match(page.text, /another site/);
  // And nobody was registered meanwhile: the name is free.
  assert.equal(
    (await post(site, "/register", FORM, form({ ...ADA, username: "eve" }))).status,
    201,
  );
});

test("our own pages, the address bar and clients that are no browser may post (T146)", async (t) => {
  const site = await siteUnderTest(t);
  await post(site, "/register", FORM, form(ADA));
  const ours: readonly SentHeaders[] = [
    {},
    { "Sec-Fetch-Site": "same-origin" },
    { "Sec-Fetch-Site": "none" },
    { Origin: site.origin },
    { "Sec-Fetch-Site": "same-origin", Origin: "https://evil.example" },
  ];
  for (const headers of ours) {
    const answer = await post(site, "/login", { ...FORM, ...headers }, form(ADA));
    assert.equal(answer.status, 200, JSON.stringify(headers));
  }
});

test("a GET never acts, whatever its body, query or override says (T148)", async (t) => {
  const site = await siteUnderTest(t);
  const query = form(ADA);
  for (const path of [`/register?${query}`, `/register?_method=POST&${query}`]) {
    const answer = await send(site.url, {
      method: "GET",
      path,
      headers: { ...FORM, "X-HTTP-Method-Override": "POST" },
      body: query,
    });
    assert.equal(answer.status, 200);
    assert.deepEqual(answer.setCookies, []);
  }
  assert.equal((await post(site, "/login", FORM, query)).status, 401);
});

const longest = (size: number): string => `username=ada&password=${"x".repeat(size - 22)}`;

const MALFORMED_FORMS: readonly [what: string, body: string | Uint8Array][] = [
  ["a field twice", "username=a&username=b&password=c"],
  ["a field twice, once percent-encoded", "username=a&usernam%65=b"],
  ["an array", "username=a&password[]=x"],
  ["a record", "username[a]=b&password=x"],
  ["NUL in a value", "username=a%00b&password=x"],
  ["NUL in a name", "user%00name=a&password=x"],
  ["NUL in a field that nobody asked for", "username=a&password=x&other=%00"],
  ["bad UTF-8, percent-encoded", "username=%ff&password=x"],
  ["bad UTF-8, raw", Buffer.from([...Buffer.from("username="), 0xff, 0xfe])],
  ["over-long UTF-8", "username=%c0%af&password=x"],
  ["a surrogate in UTF-8", "username=%ed%a0%80&password=x"],
  ["a percent sign that escapes nothing", "username=100%&password=x"],
  ["a byte order mark", "\ufeffusername=a&password=x"],
  ["UTF-16", Buffer.from("\ufeffusername=a", "utf16le")],
];

const MALFORMED_JSON: readonly [what: string, body: string][] = [
  ["broken", '{"username":"a"'],
  ["an array", '["username"]'],
  ["a text", '"username"'],
  ["null", "null"],
  ["a number", '{"username":"a","password":12345678}'],
  ["true", '{"username":true,"password":"x"}'],
  ["null in a field", '{"username":null,"password":"x"}'],
  ["an array in a field", '{"username":["a"],"password":"x"}'],
  ["a record in a field", '{"username":{"a":"b"},"password":"x"}'],
  ["a field twice", '{"username":"a","username":"b","password":"x"}'],
  ["a field twice, once escaped", '{"username":"a","\\u0075sername":"b","password":"x"}'],
  ["NUL", '{"username":"a\\u0000b","password":"x"}'],
  ["a lone surrogate", '{"username":"a","password":"\\ud800"}'],
  ["brackets in a name", '{"username":"a","password[]":"x"}'],
  ["a wrong type in a field that nobody asked for", '{"username":"a","password":"x","other":1}'],
];

test("what is malformed is 400, on every POST, and never coerced (T076, T163, T195, T196, T197, T199)", async (t) => {
  const site = await siteUnderTest(t);
  const first = { forms: MALFORMED_FORMS.slice(0, 1), json: MALFORMED_JSON.slice(0, 1) };
  const all = { forms: MALFORMED_FORMS, json: MALFORMED_JSON };
  for (const path of POSTS) {
    const { forms, json } = ["/register", "/login"].includes(path) ? all : first;
    for (const [what, body] of forms) {
      const answer = await post(site, path, FORM, body);
      assert.equal(answer.status, 400, `${path}: ${what}`);
      assert.equal(codeOf(answer), "request.malformed");
    }
    for (const [what, body] of json) {
      const answer = await post(site, path, JSON_BODY, body);
      assert.equal(answer.status, 400, `${path}: ${what}`);
      assert.equal(codeOf(answer), "request.malformed");
    }
  }
  assert.equal((await post(site, "/register", FORM, form(ADA))).status, 201);
  assert.equal((await post(site, "/login", JSON_BODY, JSON.stringify(ADA))).status, 200);
});

test("as a page, 400 is a page", async (t) => {
  const site = await siteUnderTest(t);
  const answer = await post(site, "/login", { ...FORM, Accept: "text/html" }, "a=1&a=2");
  assert.equal(answer.status, 400);
  assert.match(answer.text, /^<!doctype html>/);
});

test("fields that nobody asked for are ignored, and pollute nothing (T200)", async (t) => {
  const site = await siteUnderTest(t);
  const body = `{"username":"ada","password":"${ADA.password}","id":"99","is_admin":"1","created_at":"0","user_id":"7","__proto__":"x","constructor.prototype.x":"1"}`;
  const answer = await post(site, "/register", JSON_BODY, body);
  assert.equal(answer.status, 201);
  const { user } = answer.json() as { user: Record<string, unknown> };
  assert.equal(user["id"], 1);
  assert.notEqual(user["createdAt"], "0");
  assert.equal(({} as Record<string, unknown>)["x"], undefined);
});

test("a body of 16 KiB is read, one byte more is 413, and so are more than 32 fields (T203)", async (t) => {
  const site = await siteUnderTest(t);
  assert.equal((await post(site, "/login", FORM, longest(16 * 1024))).status, 401);
  for (const body of [longest(16 * 1024 + 1), longest(64 * 1024)]) {
    const answer = await post(site, "/login", FORM, body);
    assert.equal(answer.status, 413);
    assert.equal(codeOf(answer), "request.too-large");
    assert.equal(answer.headers.connection, "close");
  }
  const many = (count: number): string =>
    Array.from({ length: count }, (_, at) => `f${at}=x`).join("&");
  assert.equal((await post(site, "/login", FORM, many(33))).status, 413);
  assert.equal((await post(site, "/login", FORM, many(32))).status, 401);
  const manyInJson = JSON.stringify(
    Object.fromEntries(Array.from({ length: 33 }, (_, at) => [`f${at}`, "x"])),
  );
  assert.equal((await post(site, "/login", JSON_BODY, manyInJson)).status, 413);
});

test("a password of a megabyte is refused at once, and never hashed (T085, T194)", async (t) => {
  let hashes = 0;
  const bcrypt = bcryptSha256({ cost: 4 });
  const counting: PasswordHasher = {
    ...bcrypt,
    make(...args) {
      hashes += 1;
      return bcrypt.make(...args);
    },
  };
  const site = await siteUnderTest(t, { hashers: [counting] });
  for (const path of ["/login", "/register"]) {
    for (const name of ["username", "password"]) {
      const started = performance.now();
      const answer = await post(site, path, FORM, `${name}=${"ﷺ".repeat(350_000)}`);
      assert.equal(answer.status, 413);
      checkInTime(1_000, started);
    }
  }
  assert.equal(hashes, 0);
  assert.equal((await post(site, "/login", FORM, form(ADA))).status, 401);
  assert.equal(hashes, 1);
  assert.ok(await isAlive(site));
});

test("a chunked body is measured as it comes (T203)", async (t) => {
  const site = await siteUnderTest(t);
  const chunked = (size: number): string => {
    const chunk = `${size.toString(16)}\r\n${longest(size)}\r\n0\r\n\r\n`;
    return `POST /login HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n${chunk}`;
  };
  assert.deepEqual(statusesIn(await rawExchange(site.url, chunked(20_000))), [413]);
  assert.deepEqual(statusesIn(await rawExchange(site.url, chunked(10_000))), [401]);
});

test("a body that breaks off before its length does nothing (T203)", async (t) => {
  const site = await siteUnderTest(t);
  const head = "POST /register HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n";
  const whole = `${head}Content-Type: application/x-www-form-urlencoded\r\n\r\n${form(ADA)}`;
  const socket = connect(Number(new URL(site.url).port), "127.0.0.1");
  await new Promise<void>((resolve) => socket.end(whole, () => resolve()));
  await new Promise((resolve) => socket.on("close", resolve).resume());
  assert.ok(await isAlive(site));
  assert.equal((await post(site, "/login", FORM, form(ADA))).status, 401);
});

test("neither a form nor JSON is 415, but an empty body needs no type (T147, T201, T284)", async (t) => {
  const site = await siteUnderTest(t);
  const types: readonly SentHeaders[] = [
    {},
    { "Content-Type": "text/plain" },
    { "Content-Type": "multipart/form-data" },
    { "Content-Type": "multipart/form-data; boundary=x" },
    { "Content-Type": "application/xml" },
    { "Content-Type": "application/x-www-form-urlencodedx" },
    { "Content-Type": "application/x-www-form-urlencoded; charset=utf-16" },
    { "Content-Type": "application/json; charset=latin1" },
    { "Content-Type": "application/problem+json" },
    { ...FORM, "Content-Encoding": "gzip" },
  ];
  for (const headers of types) {
    const answer = await post(site, "/register", headers, form(ADA));
    assert.equal(answer.status, 415, JSON.stringify(headers));
    assert.equal(codeOf(answer), "request.unsupported-type");
  }
  for (const type of [
    "application/x-www-form-urlencoded;x",
    "APPLICATION/X-WWW-FORM-URLENCODED",
    'application/x-www-form-urlencoded; charset="UTF-8"',
  ]) {
    const answer = await post(site, "/login", { "Content-Type": type }, form(ADA));
    assert.equal(answer.status, 401, type);
  }
  assert.equal((await post(site, "/logout", {})).status, 204);
  assert.equal((await post(site, "/login", {})).status, 401);
});

test("hostile JSON is refused fast (T202)", async (t) => {
  const site = await siteUnderTest(t);
  for (const body of [
    "[".repeat(16_000),
    `{"a${".".repeat(10_000)}":{}}`,
    `"${"\\".repeat(16_000)}`,
  ]) {
    const started = performance.now();
    assert.equal((await post(site, "/login", JSON_BODY, body)).status, 400);
    checkInTime(500, started);
  }
});

test("a percent-encoded NUL is 400 in every path and query (T163, T195, T209)", async (t) => {
  const site = await siteUnderTest(t);
  for (const path of ["/login?next=%00", "/welcome?a=%00", "/welcome%00", "/%00", "/nowhere%00"]) {
    const answer = await send(site.url, { path, headers: WANTS_JSON });
    assert.equal(answer.status, 400, path);
    assert.equal(codeOf(answer), "request.malformed");
  }
  for (const path of ["/login?next=a&next=b", "/login?next[]=a", "/login?next=%ff"]) {
    assert.equal((await send(site.url, { path })).status, 400, path);
  }
  assert.equal((await send(site.url, { path: "/login?next=%2Fwall" })).status, 200);
});
