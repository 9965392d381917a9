import assert from "node:assert/strict";
import { test } from "node:test";
import { isJson, mediaType, prefersJson } from "../../src/requests/prefers-json.ts";

const prefers = (accept: string | undefined, contentType?: string): boolean => {
  const headers = new Headers();
  if (accept !== undefined) headers.set("accept", accept);
  if (contentType !== undefined) headers.set("content-type", contentType);
  return prefersJson(headers);
};

const JSON_TYPE = "application/json";
const FORM_TYPE = "application/x-www-form-urlencoded";

test("prefers JSON where Accept does", () => {
  for (const accept of [
    "application/json",
    "Application/JSON",
    "application/json, text/html;q=0.9",
    "text/html;q=0.5, application/json;q=0.6",
    "application/*, text/html;q=0.1",
    "application/json;charset=utf-8",
    "text/html;q=0, */*",
  ]) {
    assert.equal(prefers(accept), true, accept);
    assert.equal(prefers(accept, FORM_TYPE), true, accept);
  }
});

test("prefers a page where Accept does, even if the body was JSON", () => {
  for (const accept of [
    "text/html",
    "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", // a browser's
    "application/json;q=0.5, text/html",
    "text/*",
    "application/json;q=0, */*",
  ]) {
    assert.equal(prefers(accept), false, accept);
    assert.equal(prefers(accept, JSON_TYPE), false, accept);
  }
});

test("answers in kind where Accept does not care", () => {
  for (const accept of [undefined, "", "*/*", "*/*;q=0.8", "*/*, */*"]) {
    assert.equal(prefers(accept, JSON_TYPE), true, String(accept));
    assert.equal(prefers(accept, `${JSON_TYPE}; charset=utf-8`), true, String(accept));
    assert.equal(prefers(accept, FORM_TYPE), false, String(accept));
    assert.equal(prefers(accept), false, String(accept));
  }
});

test("gives a page where both are wanted alike, or neither", () => {
  for (const accept of ["application/json, text/html", "image/png", "x", ";", ",,"]) {
    assert.equal(prefers(accept, FORM_TYPE), false, accept);
  }
});

test("takes the most specific range that fits (RFC 9110, 12.5.1)", () => {
  assert.equal(prefers("application/json;q=0.1, application/*;q=1, text/html;q=0.5"), false);
  assert.equal(prefers("application/json;q=0.9, application/*;q=0.1, text/html;q=0.5"), true);
});

test("tells JSON by its type alone", () => {
  for (const type of [
    "application/json",
    "APPLICATION/JSON",
    " application/json ; charset=utf-8",
  ]) {
    assert.equal(isJson(type), true, type);
  }
  for (const type of [null, "", "text/json", "application/json5", "application/problem+json"]) {
    assert.equal(isJson(type), false, String(type));
  }
  assert.equal(mediaType("Text/HTML; charset=utf-8"), "text/html");
});
