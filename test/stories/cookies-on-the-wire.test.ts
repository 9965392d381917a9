import assert from "node:assert/strict";
import { test } from "node:test";
import { handClock } from "../../src/testing/hand-clock.ts";
import { browserLikeClient } from "./browser-like-client.ts";
import { ADA } from "./people.ts";
import { cookieNames } from "./send.ts";
import { PRODUCTION, PUBLIC, siteUnderTest } from "./site-under-test.ts";

/** Its attributes, sorted, after the name. */
const attributesOf = (line: string): readonly string[] => {
  const [pair = "", ...attributes] = line.split("; ");
  return [pair.slice(0, pair.indexOf("=")), ...attributes.sort()];
};

test("in production there is exactly one cookie of the session, and one of the device: __Host-, Secure, HttpOnly, Lax, of this host alone (T001)", async (t) => {
  const site = await siteUnderTest(t, { ...PRODUCTION, clock: handClock().read });
  const browser = browserLikeClient(site, PUBLIC);
  for (const path of ["/register", "/login"]) {
    const { setCookies } = await browser.post(path, ADA);
    assert.deepEqual(cookieNames({ setCookies }), ["__Host-session", "__Host-device"]);
    for (const [at, name] of ["__Host-session", "__Host-device"].entries()) {
      assert.deepEqual(attributesOf(setCookies[at] ?? ""), [
        name,
        "HttpOnly",
        `Max-Age=${at === 0 ? 1_209_600 : 34_560_000}`,
        "Path=/",
        "SameSite=Lax",
        "Secure",
      ]);
    }
  }
  assert.equal((await browser.get("/welcome")).status, 200);
});

test("in development on http it is called session, and is not Secure", async (t) => {
  const site = await siteUnderTest(t, { clock: handClock().read });
  const { setCookies } = await browserLikeClient(site).post("/register", ADA);
  assert.deepEqual(cookieNames({ setCookies }), ["session", "device"]);
  assert.deepEqual(attributesOf(setCookies[0] ?? ""), [
    "session",
    "HttpOnly",
    "Max-Age=1209600",
    "Path=/",
    "SameSite=Lax",
  ]);
});

test("a domain of one's own gives up __Host-, and stays Secure", async (t) => {
  const site = await siteUnderTest(t, { ...PRODUCTION, cookieDomain: "example.org" });
  const { setCookies } = await browserLikeClient(site, PUBLIC).post("/register", ADA);
  const attributes = attributesOf(setCookies[0] ?? "");
  assert.equal(attributes[0], "__Secure-session");
  assert.ok(attributes.includes("Domain=example.org") && attributes.includes("Secure"));
});

test("a name of one's own is set, read and deleted", async (t) => {
  const site = await siteUnderTest(t, { cookieName: "who" });
  const browser = browserLikeClient(site);
  await browser.post("/register", ADA);
  assert.deepEqual([...browser.jar.keys()], ["who", "device"]);
  assert.equal((await browser.get("/welcome")).status, 200);
  await browser.post("/logout");
  assert.deepEqual([...browser.jar.keys()], ["device"]);
});

test("a page that is only read sets no cookie", async (t) => {
  const site = await siteUnderTest(t);
  const browser = browserLikeClient(site);
  await browser.post("/register", ADA);
  for (const path of ["/", "/welcome", "/session"]) {
    assert.deepEqual((await browser.get(path)).setCookies, []);
  }
});
