import assert from "node:assert/strict";
import { test } from "node:test";
import { browserLikeClient } from "./browser-like-client.ts";
import { ADA } from "./people.ts";
import { cookieNames } from "./send.ts";
import { siteUnderTest } from "./site-under-test.ts";

test("after a login one goes on to `next` when it is a path on this site (T160)", async (t) => {
  const site = await siteUnderTest(t);
  await browserLikeClient(site).post("/register", ADA);
  const good: readonly [next: string, location: string][] = [
    ["/wall", "/wall"],
    ["/wall?page=2&q=a%20b#end", "/wall?page=2&q=a%20b#end"],
    ["/", "/"],
    ["/loginhistory", "/loginhistory"],
    ["wall", "/wall"],
    [`/${"x".repeat(2_047)}`, `/${"x".repeat(2_047)}`],
    ["/wall?back=http://elsewhere.example", "/wall?back=http://elsewhere.example"],
  ];
  for (const [next, location] of good) {
    const answer = await browserLikeClient(site).post("/login", { ...ADA, next });
    assert.equal(answer.status, 303);
    assert.equal(answer.headers.location, location);
  }
});

test("any other `next` is ignored, and welcome it is: nothing leaves the site, nothing goes in circles (T159, T165)", async (t) => {
  const site = await siteUnderTest(t);
  await browserLikeClient(site).post("/register", ADA);
  const bad = [
    "https://evil.example",
    "http:///evil.example",
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/.//evil.example",
    "/x/..//evil.example",
    "http:evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "/wall\r\nSet-Cookie: a=b",
    "/\tevil.example",
    " //evil.example",
    "https://user@evil.example",
    `${site.origin}/wall`,
    `${site.origin}@evil.example/`,
    "/login",
    "/login?next=/login",
    "/login/",
    "/l%6fgin",
    "/register",
    "/logout",
    "/logout#x",
    "/sessions/end-others",
    "/sessions/x/end",
    "/wall/../logout",
    `/${"x".repeat(2_048)}`,
    "",
  ];
  for (const next of bad) {
    const answer = await browserLikeClient(site).post("/login", { ...ADA, next });
    assert.equal(answer.status, 303);
    assert.equal(answer.headers.location, "/welcome", next);
    assert.deepEqual(cookieNames(answer), ["session", "device"]);
  }
});

test("registering follows the same rule", async (t) => {
  const site = await siteUnderTest(t);
  const to = async (username: string, next: string) =>
    (await browserLikeClient(site).post("/register", { ...ADA, username, next })).headers.location;
  assert.equal(await to("ann", "/wall"), "/wall");
  assert.equal(await to("ben", "//evil.example"), "/welcome");
});

test("`next` is carried through failed logins as it came, escaped (T166)", async (t) => {
  const site = await siteUnderTest(t);
  const browser = browserLikeClient(site);
  const next = '/wall?"><script>alert(1)</script>';
  const page = await browser.get(`/login?next=${encodeURIComponent(next)}`);
  const field =
    '<input type="hidden" name="next" value="/wall?&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;">';
  assert.ok(page.text.includes(field));
  for (let attempt = 0; attempt < 3; attempt++) {
    const failed = await browser.post("/login", { ...ADA, next });
    assert.equal(failed.status, 401);
    assert.ok(failed.text.includes(field));
    assert.ok(!failed.text.includes("<script>alert"));
  }
});

test("the way from a closed page to the login and back ends at that page", async (t) => {
  const site = await siteUnderTest(t);
  const browser = browserLikeClient(site);
  await browserLikeClient(site).post("/register", ADA);
  const login = await browser.follow(await browser.get("/welcome"));
  assert.match(login.text, /name="next" value="\/welcome"/);
  const posted = await browser.post("/login", { ...ADA, next: "/welcome" });
  assert.equal((await browser.follow(posted)).status, 200);
});
