import assert from "node:assert/strict";
import { test } from "node:test";
import type { BrowserContext, Page } from "playwright-core";
import { german } from "../../src/pages/german.ts";
import { handClock } from "../../src/testing/hand-clock.ts";
import { FORM, form, send } from "../stories/send.ts";
import { siteUnderTest } from "../stories/site-under-test.ts";
import { checkLooks } from "./check-looks.ts";
import { axeFindings, chromiumAtHand, skipsBrowser } from "./chromium.ts";

const HEAVIEST_PAGE = 20 * 1_024;
const PASSWORD = "four unrelated words here";

/** What a page asked for and complained about, from its first request on. */
interface Heard {
  readonly hosts: Set<string>;
  readonly complaints: string[];
  /** The weight of each answer since the page was asked for. */
  bodies: Promise<number>[];
}

const listenTo = (page: Page): Heard => {
  const heard: Heard = { hosts: new Set(), complaints: [], bodies: [] };
  page.on("request", (request) => heard.hosts.add(new URL(request.url()).host));
  page.on("response", (response) => {
    const weight = response.body().then(
      (body) => body.length,
      () => 0,
    );
    heard.bodies.push(weight);
  });
  page.on("console", (message) => {
    // A script types before the page's first frame, in which Chromium would have focused the field.
    if (message.text().startsWith("Autofocus processing was blocked")) return;
    // A page that was answered with 401 or 422 is complained about by the browser itself.
    if (!/the server responded with a status of/.test(message.text())) {
      heard.complaints.push(message.text());
    }
  });
  page.on("pageerror", (error) => heard.complaints.push(error.message));
  return heard;
};

const submit = (page: Page): Promise<void> => page.click("form button:not(.reveal)");

const DEVICES = [
  "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
  "curl/8.5.0",
  `a-name-of-as-many-letters-as/123456.123456 ${"there-can-be".repeat(20)}`,
  "",
];

/** The same person, with another browser or program. */
const logInElsewhere = async (url: string, name: string, userAgent: string): Promise<void> => {
  const answer = await send(url, {
    path: "/login",
    headers: { ...FORM, "User-Agent": userAgent },
    body: form({ username: name, password: PASSWORD }),
  });
  assert.equal(answer.status, 303);
};

/** Every page and state that a visitor can see, one after the other. */
const walk = async (
  page: Page,
  url: string,
  name: string,
  see: (what: string) => Promise<void>,
) => {
  await page.goto(`${url}/`);
  await see("home");
  await page.goto(`${url}/register`);
  await see("register");
  await page.fill("#username", "two words");
  await page.fill("#password", "password");
  await submit(page);
  await see("register-refused");
  await page.goto(`${url}/login?next=%2Fwelcome`);
  await see("login");
  await page.fill("#username", "nobody");
  await page.fill("#password", "not a password of anybody");
  await submit(page);
  await see("login-refused");
  const wrong = form({ username: "nobody", password: "not a password of anybody" });
  for (let failure = 2; failure <= 5; failure += 1) {
    await send(url, { path: "/login", headers: FORM, body: wrong });
  }
  await page.fill("#password", PASSWORD);
  await submit(page);
  await page.waitForSelector("text=Try again in");
  await see("login-blocked");
  await page.goto(`${url}/register`);
  await page.fill("#username", name);
  await page.fill("#password", PASSWORD);
  await submit(page);
  await page.waitForURL("**/welcome");
  await see("welcome");
  await page.click("text=Where you are logged in");
  await page.waitForURL("**/sessions");
  await see("sessions-only-this");
  for (const userAgent of DEVICES) await logInElsewhere(url, name, userAgent);
  await page.reload();
  await see("sessions");
  await page.goto(`${url}/`);
  await see("home-logged-in");
  await page.goto(`${url}/nowhere`);
  await see("not-found");
};

test("every page is accessible, ours alone and under 20 KB, in both schemes and three widths (T172, T182)", {
  skip: skipsBrowser,
}, async (t) => {
  // On a clock that stands still nobody has waited long enough, however slow the machine is.
  const site = await siteUnderTest(t, { clock: handClock(Date.now()).read });
  const context = await (await chromiumAtHand()).newContext();
  t.after(() => context.close());
  const page = await context.newPage();
  const heard = listenTo(page);
  const seen: string[] = [];

  await walk(page, site.url, "ada-phone", async (what) => {
    seen.push(what);
    await page.waitForLoadState("load");
    const bytes = (await Promise.all(heard.bodies.splice(0))).reduce((sum, each) => sum + each, 0);
    assert.ok(bytes > 0 && bytes < HEAVIEST_PAGE, `${what}: ${bytes} bytes`);
    await checkLooks(page, what);
  });

  assert.equal(seen.length, 11);
  assert.deepEqual([...heard.hosts], [new URL(site.url).host]);
  assert.deepEqual(heard.complaints, []);
});

const contextOf = async (
  t: { after(fn: () => unknown): void },
  options = {},
): Promise<BrowserContext> => {
  const context = await (await chromiumAtHand()).newContext(options);
  t.after(() => context.close());
  return context;
};

test("the lesson works with JavaScript off", { skip: skipsBrowser }, async (t) => {
  const site = await siteUnderTest(t);
  const context = await contextOf(t, { javaScriptEnabled: false });
  const page = await context.newPage();

  await page.goto(`${site.url}/welcome`);
  assert.equal(page.url(), `${site.url}/login?next=%2Fwelcome`);
  assert.equal(await page.isVisible("button.reveal"), false);
  await page.click("text=I have no account yet");
  await page.fill("#username", "ada");
  await page.fill("#password", PASSWORD);
  await submit(page);
  assert.equal(page.url(), `${site.url}/welcome`);
  assert.match((await page.textContent("h1")) ?? "", /ada/);

  const cookie = (await context.cookies()).find(({ name }) => name === "session");
  assert.deepEqual([cookie?.httpOnly, cookie?.sameSite], [true, "Lax"]);
  await page.click("text=Log out");
  assert.equal(page.url(), `${site.url}/`);
  const left = (await context.cookies()).map(({ name }) => name);
  assert.deepEqual(left, ["device"], "T026: the session's cookie is gone from the jar");
});

test("one ends another session, and then all others, with JavaScript off and by keyboard", {
  skip: skipsBrowser,
}, async (t) => {
  const site = await siteUnderTest(t);
  const context = await contextOf(t, { javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${site.url}/register`);
  await page.fill("#username", "ada");
  await page.fill("#password", PASSWORD);
  await submit(page);
  for (const userAgent of DEVICES) await logInElsewhere(site.url, "ada", userAgent);
  await page.goto(`${site.url}/sessions`);
  assert.equal(await page.locator("li.entry").count(), DEVICES.length);

  const phone = page.locator("li.entry", { hasText: "Safari 17 on iPhone" });
  const button = phone.getByRole("button", { name: "End", description: "Safari 17 on iPhone" });
  await button.focus();
  await page.keyboard.press("Enter");
  await phone.waitFor({ state: "detached" });
  assert.equal(await page.locator("li.entry").count(), DEVICES.length - 1);

  await page.click(`text=End the other ${DEVICES.length - 1}`);
  await page.waitForSelector("text=You are logged in nowhere else.");
  await page.goto(`${site.url}/welcome`);
  assert.match((await page.textContent("h1")) ?? "", /ada/);
});

test("T064: after a logout, going back shows nothing private", {
  skip: skipsBrowser,
}, async (t) => {
  const site = await siteUnderTest(t);
  const page = await (await contextOf(t)).newPage();
  await page.goto(`${site.url}/register`);
  await page.fill("#username", "ada");
  await page.fill("#password", PASSWORD);
  await submit(page);
  await page.waitForURL("**/welcome");
  await page.click("text=Log out");
  await page.waitForURL(`${site.url}/`);
  await page.goBack();
  await page.waitForURL("**/login?next=%2Fwelcome");
  assert.doesNotMatch((await page.textContent("main")) ?? "", /ada/);
});

test("T084: the password can be shown and hidden, also by keyboard", {
  skip: skipsBrowser,
}, async (t) => {
  const site = await siteUnderTest(t);
  const page = await (await contextOf(t)).newPage();
  await page.goto(`${site.url}/login`);
  await page.fill("#password", PASSWORD);
  assert.equal(await page.getAttribute("#password", "type"), "password");
  await page.focus("button.reveal");
  await page.keyboard.press("Enter");
  assert.equal(await page.getAttribute("#password", "type"), "text");
  assert.equal(await page.textContent("button.reveal"), "Hide password");
  await page.click("button.reveal");
  assert.equal(await page.getAttribute("#password", "type"), "password");
});

test("T083: the fields help password managers, and a password can be pasted", {
  skip: skipsBrowser,
}, async (t) => {
  const site = await siteUnderTest(t);
  const page = await (await contextOf(t)).newPage();
  for (const [path, autocomplete] of [
    ["/login", "current-password"],
    ["/register", "new-password"],
  ] as const) {
    await page.goto(`${site.url}${path}`);
    assert.equal(await page.getAttribute("#password", "autocomplete"), autocomplete);
    assert.equal(await page.getAttribute("#username", "autocomplete"), "username");
    assert.equal(await page.getAttribute("#password", "maxlength"), null);
    await page.focus("#password");
    await page.keyboard.insertText(PASSWORD);
    assert.equal(await page.inputValue("#password"), PASSWORD);
  }
});

test("what is wrong with a new password is said as one types, and the rules of the site are named", {
  skip: skipsBrowser,
}, async (t) => {
  const { fields, labels } = german;
  for (const [passwordPolicy, shortest] of [
    ["standard", 8],
    ["nist", 15],
  ] as const) {
    const site = await siteUnderTest(t, { passwordPolicy, language: "de" });
    const page = await (await contextOf(t)).newPage();
    await page.goto(`${site.url}/register`);
    await page.fill("#username", "ada.lovelace");
    const isShort = fields["password.too-short"].replace("#", String(shortest));
    const digits = passwordPolicy === "standard" ? [fields["password.all-digits"]] : [];
    for (const [password, said] of [
      ["four", [isShort]],
      ["1234567", [isShort, ...digits]],
      ["qqqqqqqqqqqqqqq", [fields["password.too-common"]]],
      ["lovelace.ada1815", [fields["password.too-similar"]]],
      ["830174652947105", digits.length > 0 ? digits : [labels.passwordFine]],
      [PASSWORD, [labels.passwordFine]],
    ] as const) {
      await page.fill("#password", password);
      const expected = said.join("\n");
      await page.waitForFunction(
        (text) => document.querySelector("[data-checks]")?.textContent === text,
        expected,
      );
    }
    assert.equal(await page.getAttribute("[data-checks]", "role"), "status");
    assert.deepEqual(await axeFindings(page), []);
    await page.fill("#password", "");
    await page.waitForFunction(() => document.querySelector("[data-checks]")?.textContent === "");
  }
});

test("T166, T181: what a visitor types comes back as text and runs nowhere", {
  skip: skipsBrowser,
}, async (t) => {
  const site = await siteUnderTest(t);
  const page = await (await contextOf(t)).newPage();
  let alerts = 0;
  page.on("dialog", (dialog) => {
    alerts += 1;
    return dialog.dismiss();
  });
  const probe = `"><img src=x onerror=alert(1)><script>alert(1)</script>'\`{{7*7}}`;
  await page.goto(`${site.url}/login?next=${encodeURIComponent(`/${probe}`)}`);
  for (let attempt = 0; attempt < 3; attempt += 1) {
    await page.fill("#username", probe);
    await page.fill("#password", "not a password of anybody");
    await submit(page);
    await page.waitForLoadState();
    assert.equal(await page.inputValue("#username"), probe);
    assert.equal(await page.inputValue("#password"), "", "T098: a password never comes back");
    assert.equal(await page.inputValue("input[name=next]"), `/${probe}`);
  }
  assert.equal(alerts, 0);
  assert.equal(await page.locator("main img").count(), 0);
});

test("T158: no other page can frame ours", { skip: skipsBrowser }, async (t) => {
  const site = await siteUnderTest(t);
  const page = await (await contextOf(t)).newPage();
  await page.route("http://other.example/", (route) =>
    route.fulfill({ contentType: "text/html", body: `<iframe src="${site.url}/login"></iframe>` }),
  );
  await page.goto("http://other.example/");
  await page.waitForLoadState("networkidle");
  const frame = page.frames().find((each) => each !== page.mainFrame());
  assert.equal(await frame?.locator("#password").count(), 0);
});
