import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type CookieAttributes,
  checkCookieAttributes,
  deleteCookie,
  setCookie,
} from "../../src/cookies/set-cookie.ts";

const good: CookieAttributes = { name: "__Host-session", path: "/", secure: true };
const bare: CookieAttributes = { name: "session", path: "/", secure: false };

test("writes one line that scripts cannot read and other sites cannot send (T001)", () => {
  assert.equal(
    setCookie(good, "value", 60),
    "__Host-session=value; Max-Age=60; Path=/; HttpOnly; SameSite=Lax; Secure",
  );
  assert.equal(
    setCookie(bare, "value", 60),
    "session=value; Max-Age=60; Path=/; HttpOnly; SameSite=Lax",
  );
});

test("leaves Max-Age out of a cookie that lasts until the browser closes", () => {
  assert.doesNotMatch(setCookie(good, "value", undefined), /Max-Age|Expires/);
});

test("never asks a browser to keep it for longer than 400 days (T032)", () => {
  assert.match(setCookie(good, "v", 400 * 86_400), /; Max-Age=34560000;/);
  assert.match(setCookie(good, "v", 400 * 86_400 + 1), /; Max-Age=34560000;/);
});

test("deletes with the very attributes with which it set (behaviours 146 and 148)", () => {
  const attributes = { ...bare, domain: "example.local", path: "/example/", secure: true };
  const tail = "; Path=/example/; Domain=example.local; HttpOnly; SameSite=Lax; Secure";
  assert.equal(setCookie(attributes, "v", undefined), `session=v${tail}`);
  assert.equal(
    deleteCookie(attributes),
    `session=; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT${tail}`,
  );
});

test("takes sound attributes as they are", () => {
  const sound: readonly CookieAttributes[] = [
    good,
    bare,
    { ...bare, path: "/account/" },
    { ...bare, domain: "example.org" },
    { ...bare, name: "my.session-1_x" },
    { ...bare, name: "__Secure-session", secure: true, domain: "example.org", path: "/a" },
  ];
  for (const attributes of sound) assert.equal(checkCookieAttributes(attributes), attributes);
});

test("refuses attributes that would break out of the line (T025)", () => {
  const hostile = [";", "\r", "\n", "\r\n", " ", "; Domain=evil.example", "\0", "é", "\t"];
  for (const text of hostile) {
    const bad: readonly CookieAttributes[] = [
      { ...bare, name: `ses${text}sion` },
      { ...bare, path: `/a${text}b` },
      { ...bare, domain: `example${text}.org` },
    ];
    for (const attributes of bad) {
      assert.throws(
        () => checkCookieAttributes(attributes),
        { code: "settings.invalid" },
        JSON.stringify(attributes),
      );
    }
  }
});

test("refuses an equals sign where it would end the name", () => {
  for (const name of ["", "a=b", "=", "a,b", "a/b", "(a)", '"a"']) {
    assert.throws(
      () => checkCookieAttributes({ ...bare, name }),
      { code: "settings.invalid" },
      name,
    );
  }
  assert.throws(() => checkCookieAttributes({ ...bare, domain: "a=b" }), {
    code: "settings.invalid",
  });
});

test("refuses a path that does not begin with a slash", () => {
  for (const path of ["", "account", "?a", "https://example.org/"]) {
    assert.throws(
      () => checkCookieAttributes({ ...bare, path }),
      { code: "settings.invalid" },
      path,
    );
  }
});

test("refuses what a browser would refuse of a __Host- or __Secure- cookie", () => {
  const bad: readonly CookieAttributes[] = [
    { ...good, secure: false },
    { ...good, domain: "example.org" },
    { ...good, path: "/account" },
    { ...bare, name: "__Secure-session" },
  ];
  for (const attributes of bad) {
    assert.throws(() => checkCookieAttributes(attributes), { code: "settings.invalid" });
  }
});

test("names the setting, so that it can be found", () => {
  assert.throws(
    () => checkCookieAttributes({ ...bare, domain: "a;b" }),
    /^CountersignError: cookieDomain/,
  );
  assert.throws(
    () => checkCookieAttributes({ ...bare, name: "a;b" }),
    /^CountersignError: cookieName/,
  );
});
