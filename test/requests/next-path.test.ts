import assert from "node:assert/strict";
import { test } from "node:test";
import { AVOID, follow, followHostile } from "./hostile-next.ts";

/** Django 4.2, tests/utils_tests/test_http.py: URLHasAllowedHostAndSchemeTests.test_bad_urls. */
const BAD_URLS = [
  "http://example.com",
  "http:///example.com",
  "https://example.com",
  "ftp://example.com",
  "\\\\example.com",
  "\\\\\\example.com",
  "/\\\\/example.com",
  "\\\\\\example.com",
  "\\\\example.com",
  "\\\\//example.com",
  "/\\/example.com",
  "\\/example.com",
  "/\\example.com",
  "http:///example.com",
  "http:/\\//example.com",
  "http:\\/example.com",
  "http:/\\example.com",
  'javascript:alert("XSS")',
  "\njavascript:alert(x)",
  "java\nscript:alert(x)",
  "\x08//example.com",
  "http://otherserver\\@example.com",
  "http:\\\\testserver\\@example.com",
  "http://testserver\\me:pass@example.com",
  "http://testserver\\@example.com",
  "http:\\\\testserver\\confirm\\me@example.com",
  "http:999999999",
  "ftp:9999999999",
  "\n",
  "http://[2001:cdba:0000:0000:0000:0000:3257:9652/",
  "http://2001:cdba:0000:0000:0000:0000:3257:9652]/",
];

/** The same, test_good_urls, "testserver" replaced by our host. Absolute ones we do not follow: paths only. */
const GOOD_URLS: Readonly<Record<string, string | undefined>> = {
  "/view/?param=http://example.com": "/view/?param=http://example.com",
  "/view/?param=https://example.com": "/view/?param=https://example.com",
  "/view?param=ftp://example.com": "/view?param=ftp://example.com",
  "view/?param=//example.com": "/view/?param=//example.com",
  "https://app.example.org/": undefined,
  "HTTPS://app.example.org/": undefined,
  "//app.example.org/": undefined,
  "http://app.example.org/confirm?email=me@example.com": undefined,
  "/url%20with%20spaces/": "/url%20with%20spaces/",
  "path/http:2222222222": "/path/http:2222222222",
};

test("follows none of Django's bad URLs (T159)", () => {
  for (const url of BAD_URLS) assert.equal(follow(url), undefined, JSON.stringify(url));
  assert.equal(BAD_URLS.length, 31);
});

test("follows those of Django's good URLs that are paths, and no absolute one (T160)", () => {
  for (const [url, expected] of Object.entries(GOOD_URLS)) assert.equal(follow(url), expected, url);
  assert.equal(Object.keys(GOOD_URLS).length, 10);
});

test("keeps path, query and fragment as a URL parser spells them", () => {
  const paths = {
    "/welcome": "/welcome",
    "/a?b=c&d=%2F#e": "/a?b=c&d=%2F#e",
    "/é": "/%C3%A9",
    "/a/../b": "/b",
    "?q=1": "/?q=1",
    "#top": "/#top",
  };
  for (const [next, expected] of Object.entries(paths)) assert.equal(follow(next), expected, next);
});

test("gives nothing for nothing", () => {
  assert.equal(follow(undefined), undefined);
  assert.equal(follow(""), undefined);
});

test("refuses what becomes another site's only after it was normalised", () => {
  for (const next of [
    "/.//evil.example",
    "/..//evil.example",
    "/a/..//evil.example",
    "/%2e//evil.example",
  ]) {
    assert.equal(follow(next), undefined, next);
  }
  assert.equal(follow("/a//evil.example"), "/a//evil.example");
});

test("takes 2,048 bytes and refuses one more", () => {
  assert.equal(follow(`/${"a".repeat(2_047)}`)?.length, 2_048);
  assert.equal(follow(`/${"a".repeat(2_048)}`), undefined);
  assert.equal(follow(`/${"é".repeat(1_024)}`), undefined);
});

test("refuses the pages that would lead in circles or out again, however they are spelled (T165)", () => {
  for (const avoid of AVOID) {
    for (const next of [avoid, `${avoid}/`, `${avoid}//`, `${avoid}?a=1`, `${avoid}#a`]) {
      assert.equal(follow(next), undefined, next);
    }
  }
  assert.equal(follow("/account/%6cogin"), undefined);
  assert.equal(follow("/account%2flogout"), undefined);
  assert.equal(follow("/x/../account/login"), undefined);
  assert.equal(follow("account/login"), undefined);
  assert.equal(follow("/account/login-help"), "/account/login-help");
  assert.equal(follow("/account/%"), "/account/%");
});

test("never leaves the site, whatever it is given (T161)", () => followHostile(5_000));
