import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { type Postman, postman } from "../stories/postman.ts";
import { siteUnderTest } from "../stories/site-under-test.ts";
import { checkLooks } from "./check-looks.ts";
import { chromiumAtHand, skipsBrowser } from "./chromium.ts";

const HEAVIEST_PAGE = 20 * 1_024;
const PASSWORDS = ["four unrelated words here", "five others instead", "and six more after them"];
const ADDRESS = "ada.lovelace@example.org";
const NEW_ADDRESS = "countess.lovelace.of.the.analytical.engine@example.org";

const submit = (page: Page): Promise<void> => page.click("form button:not(.reveal)");

/** Everything that one does with an account, from page to page, as a person goes through it. */
const walk = async (
  page: Page,
  url: string,
  post: Postman,
  see: (what: string) => Promise<void>,
): Promise<void> => {
  const [first = "", second = "", third = ""] = PASSWORDS;
  await page.goto(`${url}/register`);
  await page.fill("#username", "ada");
  await page.fill("#email", ADDRESS);
  await page.fill("#password", first);
  await submit(page);
  await page.waitForURL("**/welcome");
  await see("welcome-with-mail");

  await page.goto(`${url}/verify`);
  await see("verify-again");
  await page.goto(url + (await post.nextLink()));
  assert.equal(page.url(), `${url}/verify`, "the token has left the address");
  await see("verify");
  await submit(page);
  await page.waitForURL("**/verify?did=verify");
  await see("verified");

  await page.goto(`${url}/welcome`);
  await page.click("text=Change the password");
  await see("password");
  await page.fill("#password", "not the right one");
  await page.fill("#newPassword", "1234567");
  await submit(page);
  await page.waitForSelector("#newPassword-fault");
  assert.equal(await page.inputValue("#password"), "", "T098: a password never comes back");
  await see("password-refused");
  await page.fill("#password", first);
  await page.fill("#newPassword", second);
  await submit(page);
  await page.waitForURL("**/password?did=change");
  await see("password-changed");
  await post.next();

  await page.goto(`${url}/welcome`);
  await page.click("text=Change the address");
  await see("email");
  await page.fill("#email", "ada@here");
  await page.fill("#password", "not the right one");
  await submit(page);
  await page.waitForSelector("#password-fault");
  await see("email-refused");
  await page.fill("#email", NEW_ADDRESS);
  await page.fill("#password", second);
  await submit(page);
  await page.waitForURL("**/email?did=send");
  await see("email-sent");
  const sent = [await post.next(), await post.next()];
  const link = sent.find(({ to }) => to === NEW_ADDRESS)?.link ?? "";
  await page.goto(link);
  await see("verify-new");
  await submit(page);
  await page.waitForURL("**/verify?did=verify");
  await post.next();

  await page.goto(`${url}/welcome`);
  await page.click("text=Log out");
  await page.goto(`${url}/login`);
  await page.click("text=I have forgotten my password");
  await see("forgot");
  await page.fill("#username", NEW_ADDRESS);
  await submit(page);
  await page.waitForURL("**/forgot?did=send");
  await see("forgot-sent");
  const reset = url + (await post.nextLink());
  await page.goto(reset);
  assert.equal(page.url(), `${url}/reset`, "the token has left the address");
  await see("reset");
  await page.fill("#newPassword", "password");
  await submit(page);
  await page.waitForSelector("#newPassword-fault");
  await see("reset-refused");
  await page.fill("#newPassword", third);
  await submit(page);
  await page.waitForURL("**/login?did=reset");
  await see("login-after-reset");
  await post.next();
  await page.goto(reset);
  await see("reset-dead");

  await page.goto(`${url}/login`);
  await page.fill("#username", NEW_ADDRESS);
  await page.fill("#password", third);
  await submit(page);
  await page.waitForURL("**/welcome");
  await page.click("text=Delete the account");
  await see("delete");
  await page.fill("#password", "not the right one");
  await submit(page);
  await page.waitForSelector("#password-fault");
  await see("delete-refused");
  await page.fill("#password", third);
  await submit(page);
  await page.waitForURL("**/delete?did=delete");
  await see("deleted");
};

const walked = async (
  t: TestContext,
  options: Parameters<Browser["newContext"]>[0],
  see: (page: Page, what: string, bytes: number) => Promise<void>,
): Promise<readonly string[]> => {
  const post = postman();
  const site = await siteUnderTest(t, { mail: post.mailer });
  const context = await (await chromiumAtHand()).newContext(options);
  t.after(() => context.close());
  const page = await context.newPage();
  const complaints: string[] = [];
  let bodies: Promise<number>[] = [];
  page.on("response", (response) => {
    bodies.push(
      response.body().then(
        (body) => body.length,
        () => 0,
      ),
    );
  });
  page.on("console", (message) => {
    const text = message.text();
    // A script types before the page's first frame; and the browser itself complains about 4xx.
    if (
      /^Autofocus processing was blocked|the server responded with a status of|^Clear-Site-Data header/.test(
        text,
      )
    )
      return;
    complaints.push(text);
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  const seen: string[] = [];
  await walk(page, site.url, post, async (what) => {
    seen.push(what);
    await page.waitForLoadState("load");
    const sizes = await Promise.all(bodies);
    bodies = [];
    await see(
      page,
      what,
      sizes.reduce((sum, each) => sum + each, 0),
    );
  });
  assert.deepEqual(complaints, []);
  return seen;
};

test("every page of an account's life is accessible and fits, in both schemes and three widths (T172, T182)", {
  skip: skipsBrowser,
}, async (t) => {
  const seen = await walked(t, {}, async (page, what, bytes) => {
    assert.ok(bytes < 3 * HEAVIEST_PAGE, `${what}: ${bytes} bytes`);
    await checkLooks(page, `account-${what}`);
  });
  assert.equal(seen.length, 20);
});

test("an account's whole life works with JavaScript off", { skip: skipsBrowser }, async (t) => {
  const seen = await walked(t, { javaScriptEnabled: false }, async (page, what) => {
    assert.equal(await page.locator("h1").count(), 1, what);
  });
  assert.equal(seen.length, 20);
});
