import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { currentUser } from "../../src/account/current-user.ts";
import { logIn } from "../../src/account/log-in.ts";
import type { Parts } from "../../src/account/parts.ts";
import { bcryptSha256 } from "../../src/hashers/bcrypt-sha256.ts";
import { enterUser, newEntry } from "../../src/sessions/enter-user.ts";
import { isBounded } from "../../src/sessions/session-engine.ts";
import { createSupersededTokens } from "../../src/sessions/superseded-tokens.ts";
import { openBrowser } from "../../src/testing/test-browser.ts";
import { threadsAtHand } from "../../src/testing/threads-at-hand.ts";
import { usernameKey } from "../../src/users/username-key.ts";
import { gatedParts } from "./gated-parts.ts";
import { PASSWORD, type Scene, type Setting, type Stage } from "./race-scene.ts";

const USUAL_COST = 4;
const HOUR = 3_600;
const hashes = new Map<number, string>();

/** Made once: many users of many scenes have it. */
const hashOf = async (cost: number): Promise<string> => {
  const made = hashes.get(cost) ?? (await bcryptSha256({ cost }).make(PASSWORD, threadsAtHand()));
  hashes.set(cost, made);
  return made;
};

/** A new scene on a stage that was used before: nobody of the scenes before it comes into it. */
export const openScene = (
  { processes: { parts: both, hand }, isFar, isOneProcess }: Stage,
  { lifeTime = {}, notesUses = false, isThrottled = false }: Setting = {},
): Scene => {
  // All browsers are of one network, which has so many guesses an hour: each scene has an hour of its own.
  if (isThrottled) hand.advance(HOUR);
  const processes = both.map((parts): Parts => {
    const superseded = createSupersededTokens();
    const { door } = parts;
    return {
      ...parts,
      throttle: isThrottled ? parts.throttle : undefined,
      door: { ...door, superseded, lifeTime: { ...door.lifeTime, ...lifeTime } },
    };
  });
  const [here, there] = processes as [Parts, Parts];
  let taken = 0;
  const nextProcess = (): Parts => {
    taken += 1;
    return isOneProcess || taken % 2 ? here : there;
  };
  const newName = (): string => `user${randomBytes(8).toString("hex")}`;

  const scene: Scene = {
    hand,
    isOneProcess,
    isInCookie: isBounded(here.door.engine),
    parts: here,
    newName,

    async somebody(cost = USUAL_COST) {
      const username = newName();
      const password = await hashOf(cost);
      const user = { username, usernameKey: usernameKey(username), email: undefined, password };
      const made = await here.accounts.register(user, hand.read());
      assert.ok(made !== "taken");
      return made.user;
    },

    browser: () => ({ token: undefined, held: new Set() }),

    async loggedIn({ id: userId }) {
      const browser = openBrowser(here.door);
      await browser.visit(async (session) => {
        const { epoch } = await here.register.standing("", userId);
        const entry = { ...newEntry(session), userId, epoch };
        await here.accounts.logIn(entry, undefined);
        enterUser(session, entry, "");
      });
      return { token: browser.token, held: new Set([browser.token!]) };
    },

    request(jar, act) {
      const process = nextProcess();
      return async (gate) => {
        const { door, ...parts } = gatedParts(process, gate, isFar);
        const seen: string[] = [];
        const own: Parts = { ...parts, door: { ...door, seen: { note: (sid) => seen.push(sid) } } };
        const browser = openBrowser(own.door, await gate("send", "send", () => jar.token));
        const { session, answer } = await browser.begin();
        await act(session, own);
        const { setCookie } = await answer();
        await gate("arrive", "arrive", () => {
          if (setCookie === undefined) return;
          jar.token = browser.token;
          if (browser.token !== undefined) jar.held.add(browser.token);
        });
        // As late as that: uses are gathered for a second, and nobody waits for it.
        if (notesUses && seen.length > 0) await parts.register.touch(seen, parts.clock());
      };
    },

    logIn: (jar, { username }, password = PASSWORD) =>
      scene.request(jar, (session, parts) => logIn(parts, session, { username, password })),

    command(act) {
      const process = nextProcess();
      return async (gate) => {
        await gate("begin", "send", () => {});
        await act(gatedParts(process, gate, isFar), gate);
        await gate("end", "arrive", () => {});
      };
    },

    run: (actor) => actor(async (_, __, call) => call()),

    async whoIs(token) {
      const page = await openBrowser(here.door, token).begin();
      const call = await openBrowser(there.door, token).begin();
      const user = await currentUser(here, page.session);
      assert.equal(call.session.get("user_id"), user?.id, "the processes do not agree");
      return user?.id;
    },

    async idOf(token) {
      return (await openBrowser(here.door, token).begin()).session.id;
    },

    async liveIds({ id }) {
      return (await here.register.list(id, hand.read())).map(({ sid }) => sid);
    },

    async nobodyIs(user, { held }) {
      for (const token of held) assert.equal(await scene.whoIs(token), undefined);
      assert.deepEqual(await scene.liveIds(user), []);
    },
  };
  return scene;
};
