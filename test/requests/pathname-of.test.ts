import assert from "node:assert/strict";
import { test } from "node:test";
import { pathnameOf } from "../../src/requests/pathname-of.ts";

test("cuts the path out of an absolute URL and decodes nothing (T209)", () => {
  const paths = {
    "https://example.org/welcome": "/welcome",
    "https://example.org/welcome?a=/b#c": "/welcome",
    "https://example.org/welcome#a?b": "/welcome",
    "http://[::1]:8000/": "/",
    "https://example.org//welcome": "//welcome",
    "https://example.org/%77elcome": "/%77elcome",
    "https://example.org/a/../b": "/a/../b",
    "https://example.org": "/",
  };
  for (const [url, path] of Object.entries(paths)) assert.equal(pathnameOf(url), path, url);
});

test("agrees with a URL that has been parsed", () => {
  for (const target of ["/", "/a", "/a?b", "/?//x", "/é?é", "/a;b=c/d"]) {
    const { href, pathname } = new URL(target, "https://example.org");
    assert.equal(pathnameOf(href), pathname, href);
  }
});
