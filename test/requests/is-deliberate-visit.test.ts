import assert from "node:assert/strict";
import { test } from "node:test";
import { isDeliberateVisit } from "../../src/requests/is-deliberate-visit.ts";

const OURS = "https://app.example.org";
const visits = (headers: Record<string, string>, method = "GET"): boolean =>
  isDeliberateVisit(method, new Headers(headers), OURS);

test("is a link of ours or the address bar (T044)", () => {
  assert.equal(visits({ "sec-fetch-site": "same-origin", "sec-fetch-dest": "document" }), true);
  assert.equal(visits({ "sec-fetch-site": "none", "sec-fetch-dest": "document" }), true);
  assert.equal(visits({ "sec-fetch-site": "none" }), true);
});

test("is not asked by another site", () => {
  for (const site of ["cross-site", "same-site", "", "NONE"]) {
    assert.equal(visits({ "sec-fetch-site": site, "sec-fetch-dest": "document" }), false, site);
  }
});

test("is not an image, a frame, a script or a fetch, not even of our own page", () => {
  for (const destination of ["image", "iframe", "frame", "script", "empty", "embed", ""]) {
    const headers = { "sec-fetch-site": "same-origin", "sec-fetch-dest": destination };
    assert.equal(visits(headers), false, destination);
  }
});

test("is not a browser that only looks ahead", () => {
  const ours = { "sec-fetch-site": "same-origin", "sec-fetch-dest": "document" };
  for (const purpose of ["prefetch", "prefetch;prerender", ""]) {
    assert.equal(visits({ ...ours, "sec-purpose": purpose }), false, purpose);
    assert.equal(visits({ ...ours, purpose }), false, purpose);
  }
});

test("is a GET, never a HEAD", () => {
  for (const method of ["HEAD", "POST", "get", "OPTIONS"]) {
    assert.equal(visits({ "sec-fetch-site": "none" }, method), false, method);
  }
});

test("asks an old browser, or none, for its Referer", () => {
  assert.equal(visits({}), true);
  assert.equal(visits({ referer: `${OURS}/welcome` }), true);
  for (const referer of [
    "https://evil.example/",
    `${OURS}.evil.example/`,
    "http://app.example.org/",
    "x",
    "",
  ]) {
    assert.equal(visits({ referer }), false, referer);
  }
});

test("does not believe half of the Fetch headers", () => {
  assert.equal(visits({ "sec-fetch-dest": "document" }), false);
  assert.equal(visits({ "sec-fetch-mode": "navigate" }), false);
});
