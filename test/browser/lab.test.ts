import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { database } from "../../src/engines/database.ts";
import { encryptedCookie } from "../../src/engines/encrypted-cookie.ts";
import type { EngineFactory } from "../../src/engines/engine-needs.ts";
import { signedCookie } from "../../src/engines/signed-cookie.ts";
import { siteUnderTest } from "../stories/site-under-test.ts";
import { checkLooks } from "./check-looks.ts";
import { chromiumAtHand, skipsBrowser } from "./chromium.ts";

const ENGINES: readonly (readonly [string, EngineFactory])[] = [
  ["signed-cookie", signedCookie()],
  ["encrypted-cookie", encryptedCookie()],
  ["database", database()],
];
const PASSWORD = "four unrelated words here";

const newPage = async (t: TestContext, options: Parameters<Browser["newContext"]>[0]) => {
  const context = await (await chromiumAtHand()).newContext(options);
  t.after(() => context.close());
  return context.newPage();
};

const register = async (page: Page, url: string, name: string): Promise<void> => {
  await page.goto(`${url}/lab`);
  await page.click("a.button.plain");
  await page.fill("#username", name);
  await page.fill("#password", PASSWORD);
  await page.click("form button:not(.reveal)");
  await page.waitForURL(`${url}/lab`);
};

for (const [engine, factory] of ENGINES) {
  test(`every state of the lab is accessible and fits, light and dark, on every width: ${engine}`, {
    skip: skipsBrowser,
  }, async (t) => {
    const site = await siteUnderTest(t, { engine: factory, idle: "30m" });
    const page = await newPage(t, {});
    const complaints: string[] = [];
    page.on("console", (message) => {
      // A script types before the page's first frame, in which Chromium would have focused the field.
      if (message.text().startsWith("Autofocus processing was blocked")) return;
      complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(error.message));
    await page.goto(`${site.url}/lab`);
    // Nothing of the engine is to be seen yet.
    if (engine === "signed-cookie") await checkLooks(page, "lab-empty");
    await register(page, site.url, "ada");
    await page.fill("#value", "tea".repeat(60));
    await page.click("text=Write it");
    await page.waitForURL("**/lab?did=write");
    await page.click("text=Alter and ask");
    await page.waitForURL("**/lab?place=5*");
    await checkLooks(page, `lab-${engine}-altered`);
    assert.deepEqual(complaints, []);
  });
}

test("the lab works with JavaScript off: a key, a letter altered, a payload forged, dates, five seconds, the end", {
  skip: skipsBrowser,
}, async (t) => {
  const site = await siteUnderTest(t);
  const page = await newPage(t, { javaScriptEnabled: false });
  await page.goto(`${site.url}/`);
  await page.click("text=see in the lab");
  assert.equal(page.url(), `${site.url}/lab`);
  await page.fill("#value", "coffee");
  await page.click("text=Write it");
  assert.match((await page.textContent("pre")) ?? "", /"drink": "coffee"/);
  assert.equal(await page.isVisible("text=click a letter"), false);

  await page.fill("#place", "9");
  await page.fill("#letter", "x");
  await page.click("text=Alter and ask");
  assert.equal(await page.textContent(".result mark"), "x");
  assert.match((await page.textContent(".result .bad")) ?? "", /bad-signature/);

  await page.fill("#payload", `{"user_id": 1}`);
  await page.click("text=Send this and ask");
  assert.match((await page.textContent(".result .bad")) ?? "", /bad-signature/);

  assert.match((await page.textContent(".first .clock")) ?? "", /^1[34]d \d\d:\d\d:\d\d$/);
  assert.match(
    (await page.textContent(".first time")) ?? "",
    /^\d{1,2} [A-Z][a-z]+ \d{4}, \d\d:\d\d:\d\d UTC$/,
  );
  await page.click("text=Live for five seconds");
  assert.match((await page.textContent(".first .clock")) ?? "", /^00:00:0[345]$/);
  await page.click("text=Forget everything");
  assert.match((await page.textContent("h2")) ?? "", /No session yet/);
});

test("the clocks run down, and say when the session is over", { skip: skipsBrowser }, async (t) => {
  const site = await siteUnderTest(t);
  const page = await newPage(t, {});
  await page.clock.install();
  await register(page, site.url, "ada");
  await page.click("text=Live for five seconds");
  await page.waitForURL("**/lab?did=live-for-five-seconds");
  const clock = page.locator(".first .clock");
  const age = page.locator(".clock").nth(1);
  const [left, ageLeft] = [await clock.textContent(), await age.textContent()];
  assert.match(left ?? "", /^00:00:0[45]$/);
  assert.equal(await page.isVisible("text=This session is over by now"), false);

  await page.clock.runFor(2_000);
  assert.match((await clock.textContent()) ?? "", /^00:00:0[23]$/);
  assert.notEqual(await age.textContent(), ageLeft);
  await page.clock.runFor(4_000);
  assert.equal(await clock.textContent(), "00:00:00");
  assert.equal(await page.isVisible("text=This session is over by now"), true);
  assert.equal(await page.isVisible("text=The server believes this cookie"), false);
});

test("a click on a letter of the cookie is the place to alter, to the letter", {
  skip: skipsBrowser,
}, async (t) => {
  const site = await siteUnderTest(t);
  const page = await newPage(t, { viewport: { width: 500, height: 900 } });
  await register(page, site.url, "ada");
  const letters = (await page.textContent(".token[data-picks]")) ?? "";
  const box = await page.evaluate(() => {
    const token = document.querySelector(".token[data-picks] .timestamp")?.firstChild;
    const range = document.createRange();
    range.setStart(token!, 2);
    range.setEnd(token!, 3);
    const { x, y, width, height } = range.getBoundingClientRect();
    return { x: x + width / 2, y: y + height / 2 };
  });
  await page.mouse.click(box.x, box.y);
  const place = letters.indexOf(":") + 4;
  assert.equal(await page.inputValue("#place"), String(place));
  await page.click("text=Alter and ask");
  await page.waitForURL(`**/lab?place=${place}*`);
  assert.match((await page.textContent(".result p")) ?? "", /Timestamp/);
});
