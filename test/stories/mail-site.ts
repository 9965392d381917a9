import type { TestContext } from "node:test";
import type { Settings } from "../../src/assembly/settings.ts";
import { type HandClock, handClock } from "../../src/testing/hand-clock.ts";
import { type Browser, browserLikeClient } from "./browser-like-client.ts";
import type { NewDatabase } from "./on-both-databases.ts";
import { ADA } from "./people.ts";
import { type Postman, postman } from "./postman.ts";
import { type SiteUnderTest, siteUnderTest } from "./site-under-test.ts";

export const ADDRESS = "ada@example.org";

/** A site that sends mails, and Ada, who has registered there with an address. */
export interface MailSite {
  readonly site: SiteUnderTest;
  readonly post: Postman;
  readonly clock: HandClock;
  readonly ada: Browser;
  /** Of the mail that she was sent at registering. */
  readonly confirmation: string;
}

export const mailSite = async (
  t: TestContext,
  database: NewDatabase,
  settings: Partial<Settings> = {},
): Promise<MailSite> => {
  const [clock, post] = [handClock(), postman()];
  const address = await database(t);
  const site = await siteUnderTest(t, {
    mail: post.mailer,
    clock: clock.read,
    ...(address === undefined ? {} : { database: address }),
    ...settings,
  });
  const ada = browserLikeClient(site);
  await ada.post("/register", { ...ADA, email: ADDRESS });
  return { site, post, clock, ada, confirmation: await post.nextLink() };
};

/** Follows a link from a mail and presses the button on the page that it leads to. */
export const confirm = async (browser: Browser, link: string): Promise<void> => {
  await browser.follow(await browser.get(link));
  const { status, text } = await browser.post("/verify", { do: "verify" });
  if (status !== 303) throw new Error(`not confirmed: ${status} ${text}`);
};
