import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { handClock } from "../../src/testing/hand-clock.ts";
import { postman } from "../stories/postman.ts";
import { siteUnderTest } from "../stories/site-under-test.ts";
import { checkLooks } from "./check-looks.ts";
import { chromiumAtHand, skipsBrowser } from "./chromium.ts";

const PASSWORD = "vier Wörter ohne Zusammenhang";
/** A colour that can be read in neither scheme as it is, and a logo that is wide. */
const BRAND = {
  name: "Gemeindebücherei Oberndorf",
  accent: "#f08a24",
  logo: `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 32"><rect width="64" height="32" rx="6" fill="#f08a24"/></svg>`,
};

const submit = (page: Page): Promise<void> => page.click("main form button:not(.reveal)");

/** What need not be seen. */
const send = (url: string, fields: Readonly<Record<string, string>>): Promise<Response> =>
  fetch(url, { method: "POST", body: new URLSearchParams(fields), redirect: "manual" });

/** Every page, and every form that was refused. */
const walk = async (
  page: Page,
  url: string,
  nextLink: () => Promise<string>,
  see: (what: string) => Promise<void>,
): Promise<void> => {
  const visit = async (path: string, what: string): Promise<void> => {
    await page.goto(url + path);
    await see(what);
  };
  await visit("/", "home");
  await visit("/register", "register");
  await page.fill("#username", "zwei Wörter");
  await page.fill("#email", "keine Adresse");
  await page.fill("#password", "1234567");
  await page.waitForSelector(".check:not(:empty)");
  await see("register-typing");
  // Without the browser's own opinion of the address.
  await page.evaluate(() => document.querySelector("form")?.setAttribute("novalidate", ""));
  await submit(page);
  await see("register-refused");
  await visit("/login", "login");
  await page.fill("#username", "niemand");
  await page.fill("#password", PASSWORD);
  await submit(page);
  await see("login-refused");
  for (let failure = 2; failure <= 5; failure += 1) {
    await send(`${url}/login`, { username: "niemand", password: PASSWORD });
  }
  await page.fill("#password", PASSWORD);
  const blocked = page.waitForResponse(`${url}/login`);
  await submit(page);
  assert.equal((await blocked).status(), 429);
  await see("login-blocked");
  await visit("/forgot", "forgot");
  await visit("/nirgends", "not-found");
  await page.goto(`${url}/register`);
  await page.fill("#username", "ada");
  await page.fill("#email", "ada@example.org");
  await page.fill("#password", PASSWORD);
  await submit(page);
  await page.waitForURL("**/welcome");
  await see("welcome");
  await visit("/sessions", "sessions");
  await visit("/password", "password");
  await page.fill("#password", "falsch");
  await page.fill("#newPassword", "ada@example.org");
  await submit(page);
  await see("password-refused");
  await visit("/email", "email");
  await visit("/delete", "delete");
  await page.goto(url + (await nextLink()));
  await see("verify");
  await submit(page);
  await see("verified");
  await send(`${url}/forgot`, { username: "ada" });
  await visit("/lab", "lab");
  await page.goto(url + (await nextLink()));
  await see("reset");
  await page.fill("#newPassword", "ada@example.org");
  await submit(page);
  await page.waitForSelector("#newPassword-fault");
  await see("reset-refused");
};

test("every page is accessible in German, and in a site's own colour", {
  skip: skipsBrowser,
}, async (t) => {
  const post = postman();
  // On a clock that stands still nobody has waited long enough, however slow the machine is.
  const { read: clock } = handClock(Date.now());
  const site = await siteUnderTest(t, { brand: BRAND, mail: post.mailer, clock });
  const context = await (await chromiumAtHand()).newContext({ locale: "de-DE" });
  t.after(() => context.close());
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  const seen: string[] = [];

  await walk(
    page,
    site.url,
    () => post.nextLink(),
    async (what) => {
      seen.push(what);
      await page.waitForLoadState("load");
      assert.equal(await page.getAttribute("html", "lang"), "de", what);
      assert.match(await page.title(), / · Gemeindebücherei Oberndorf$/, what);
      await checkLooks(page, `de-${what}`);
    },
  );

  assert.equal(seen.length, 20);
  assert.deepEqual(complaints, []);
});
