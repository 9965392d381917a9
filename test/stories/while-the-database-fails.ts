import assert from "node:assert/strict";
import { type Browser, browserLikeClient } from "./browser-like-client.ts";
import { checkUnavailable } from "./check-unavailable.ts";
import { slowness } from "./in-time.ts";
import { ADA, BOB } from "./people.ts";
import { answersWithin, timed } from "./postgres-site.ts";
import { type Answer, send } from "./send.ts";
import type { SiteProcess } from "./site-process.ts";

/** Two seconds of patience with the database, and one for the rest of the answer. */
export const SOON = 3_000;
/** After the database is back. */
export const BACK = 5_000;

/** Somebody who just registered. */
export const member = async (site: SiteProcess, who: typeof ADA | typeof BOB): Promise<Browser> => {
  const browser = browserLikeClient(site);
  const answer = await browser.postJson("/register", who);
  assert.equal(answer.status, 201, answer.text);
  return browser;
};

/** What a script gets of the page that loads the user. */
export const welcome = (site: SiteProcess, cookie: string): Promise<Answer> =>
  send(site.url, {
    path: "/welcome",
    headers: { Cookie: cookie, Accept: "application/json", "Sec-Fetch-Site": "same-origin" },
  });

/** Each act that asks the database is 503 and soon, and the process lives meanwhile. */
export const checkNothingGoes = async (site: SiteProcess, cookie: string): Promise<void> => {
  const acts = [
    () => welcome(site, cookie),
    () => browserLikeClient(site).postJson("/login", ADA),
    () => browserLikeClient(site).postJson("/register", BOB),
  ];
  const answers = Promise.all(acts.map((act) => timed(act)));
  const live = await timed(() => send(site.url, { path: "/health/live" }));
  assert.ok(live.took < 1_000, `alive only after ${live.took} ms`);
  for (const { result, took } of await answers) {
    checkUnavailable(result);
    assert.ok(took < SOON * slowness(), `503 only after ${took} ms`);
  }
};

/** Who was logged in is, and who comes may log in: soon, and then each time. */
export const checkAllIsWell = async (site: SiteProcess, cookie: string): Promise<void> => {
  await answersWithin(BACK, 200, () => welcome(site, cookie));
  await answersWithin(BACK, 200, () => browserLikeClient(site).postJson("/login", ADA));
  assert.equal((await welcome(site, cookie)).status, 200);
  assert.equal(site.child.exitCode, null);
};

/** Says "logged out" only if it was written down, which it could not be: the session goes on. */
export const checkStaysLoggedIn = async (site: SiteProcess, cookie: string): Promise<void> => {
  checkUnavailable(await browserLikeClient(site, { Cookie: cookie }).postJson("/logout"));
  await answersWithin(BACK, 200, () => welcome(site, cookie));
};

/** Pages are shown, and whatever would be written is 503. */
export const checkReadsOnly = async (site: SiteProcess, cookie: string): Promise<void> => {
  assert.equal((await welcome(site, cookie)).status, 200);
  checkUnavailable(await browserLikeClient(site).postJson("/login", ADA));
  checkUnavailable(await browserLikeClient(site).postJson("/register", BOB));
  await checkStaysLoggedIn(site, cookie);
};
