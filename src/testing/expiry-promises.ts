// Over 150 lines because it is one list: each limit of a session's life, to the second.
import assert from "node:assert/strict";
import type { Session } from "../sessions/session.ts";
import type { Promises } from "./contract.ts";
import type { EngineBench } from "./engine-bench.ts";

const DAY = 86_400;
const AGE = 14 * DAY;

/** A session with `x: 1` that was saved with this expiry. */
const saved = async ({ browser }: EngineBench, expiry: Parameters<Session["setExpiry"]>[0]) => {
  const visitor = browser();
  await visitor.visit((session) => {
    session.set("x", 1);
    session.setExpiry(expiry);
  });
  return visitor;
};

const isThere = async (bench: EngineBench, token: string | undefined): Promise<boolean> =>
  (await bench.browser(token).look((session) => session.get("x"))) === 1;

export const expiryPromises: Promises<EngineBench> = {
  "lives as long as the setting says, to the last second (99)": async (bench) => {
    const { token } = await saved(bench, undefined);
    bench.hand.advance(AGE);
    assert.equal(await isThere(bench, token), true);
    bench.hand.advance(1);
    assert.equal(await isThere(bench, token), false);
  },

  "lives so many seconds from its last save, and no longer (101, 102, 120)": async (bench) => {
    const { token } = await saved(bench, 10);
    assert.equal(await bench.browser(token).look((session) => session.expiryAge()), 10);
    bench.hand.advance(10);
    assert.equal(await isThere(bench, token), true);
    bench.hand.advance(1);
    assert.equal(await isThere(bench, token), false);
  },

  "a save starts the seconds anew, a read does not": async (bench) => {
    const visitor = await saved(bench, 10);
    bench.hand.advance(8);
    assert.equal(await isThere(bench, visitor.token), true);
    await visitor.visit((session) => session.set("y", 2));
    bench.hand.advance(8);
    assert.equal(await isThere(bench, visitor.token), true);
    bench.hand.advance(3);
    assert.equal(await isThere(bench, visitor.token), false);
  },

  "lives until a moment, whatever is saved in between (103 to 106)": async (bench) => {
    const moment = new Date(bench.hand.read() + 10_000);
    const visitor = await saved(bench, moment);
    bench.hand.advance(6);
    await visitor.visit((session) => session.set("y", 2));
    assert.deepEqual(await visitor.look((session) => session.expiryDate()), moment);
    bench.hand.advance(4);
    assert.equal(await isThere(bench, visitor.token), true);
    bench.hand.advance(1);
    assert.equal(await isThere(bench, visitor.token), false);
  },

  "until the browser closes is without Max-Age, and ends on the server too (100, 109, 158)": async (
    bench,
  ) => {
    const visitor = bench.browser();
    const { setCookie } = await visitor.visit((session) => {
      session.set("x", 1);
      session.setExpiry("browser");
    });
    assert.doesNotMatch(setCookie ?? "", /Max-Age|Expires/);
    assert.equal(await visitor.look((session) => session.expiresAtBrowserClose), true);
    bench.hand.advance(AGE + 1);
    assert.equal(await isThere(bench, visitor.token), false);
  },

  "goes back to the setting (107, 110)": async (bench) => {
    const visitor = await saved(bench, 10);
    await visitor.visit((session) => session.setExpiry(undefined));
    assert.equal(await visitor.look((session) => session.expiryAge()), AGE);
    bench.hand.advance(11);
    assert.equal(await isThere(bench, visitor.token), true);
  },

  "an expiry set by one request is not undone by another that ran beside it": async (bench) => {
    if (bench.isInCookie) return;
    const visitor = await saved(bench, undefined);
    const slow = await bench.otherBrowser(visitor.token).begin();
    slow.session.set("y", 2);
    await visitor.visit((session) => session.setExpiry(10));
    await slow.answer();
    bench.hand.advance(11);
    assert.equal(await isThere(bench, visitor.token), false);
  },

  "a moment that has passed ends it at once (120)": async (bench) => {
    const { token } = await saved(bench, new Date(bench.hand.read() - 10_000));
    assert.equal(await isThere(bench, token), false);
  },

  "an expired session is an empty one, and its cookie goes": async (bench) => {
    const visitor = await saved(bench, 10);
    bench.hand.advance(11);
    const request = await visitor.begin();
    assert.deepEqual([request.session.size, request.session.id], [0, undefined]);
    assert.deepEqual(request.refusals, [request.refusals[0]]);
    await request.answer();
    assert.equal(visitor.token, undefined);
  },

  "what is written over an expired session is a new one": async (bench) => {
    const visitor = await saved(bench, 10);
    const { token } = visitor;
    bench.hand.advance(11);
    await visitor.visit((session) => session.set("y", 2));
    assert.deepEqual(await visitor.look((session) => [...session]), [["y", 2]]);
    assert.equal(await isThere(bench, token), false);
  },

  "no expiry of its own reaches past the absolute end of a login": async (bench) => {
    const visitor = bench.browser();
    await bench.logIn(visitor);
    await visitor.visit((session) => session.setExpiry(399 * DAY));
    bench.hand.advance(90 * DAY);
    assert.equal(await visitor.look((session) => session.get("user_id")), 7);
    bench.hand.advance(1);
    assert.equal(await visitor.look((session) => session.get("user_id")), undefined);
  },

  "sweeping takes what has expired, in batches, and leaves the rest (125, 126)": async (bench) => {
    const short = [];
    for (let each = 0; each < 5; each += 1) short.push(await saved(bench, 10));
    const long = await saved(bench, 3_600);
    const usual = await saved(bench, undefined);
    assert.equal(await bench.sweep(), 0);
    bench.hand.advance(11);
    // An engine that keeps nothing, or whose storage forgets by itself, has nothing to sweep.
    const swept = await bench.sweep();
    assert.ok(swept === 0 || swept === short.length, `${swept} were swept`);
    assert.equal(await bench.sweep(), 0);
    for (const { token } of short) assert.equal(await isThere(bench, token), false);
    for (const { token } of [long, usual]) assert.equal(await isThere(bench, token), true);
  },

  "a session that is used just before a sweep lives (T227)": async (bench) => {
    const visitor = await saved(bench, 10);
    bench.hand.advance(9);
    await visitor.visit((session) => session.set("y", 2));
    bench.hand.advance(9);
    await bench.sweep();
    assert.equal(await isThere(bench, visitor.token), true);
  },
};
