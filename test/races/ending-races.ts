import assert from "node:assert/strict";
import { endOtherSessions } from "../../src/account/end-other-sessions.ts";
import type { Parts } from "../../src/account/parts.ts";
import type { User } from "../../src/users/user.ts";
import type { Jar, RacePromise, RacePromises, Scene } from "./race-scene.ts";
import { isBefore } from "./step-order.ts";

// All sessions of somebody are ended while they log in.

/** Who read the hash and the epoch before they were raised logs in too late. */
export const READ = "login: accounts.findByName";

/** Somebody with a browser in which they are logged in, and one in which they log in. */
export const loggingIn = async (
  scene: Scene,
  cost?: number,
): Promise<{ readonly ada: User; readonly before: Jar; readonly jar: Jar }> => {
  const ada = await scene.somebody(cost);
  return { ada, before: await scene.loggedIn(ada), jar: scene.browser() };
};

const endsAll =
  (step: string, act: (parts: Parts, user: User) => Promise<unknown>): RacePromise =>
  async (open) => {
    const scene = open();
    const { ada, before, jar } = await loggingIn(scene);
    return {
      actors: {
        end: scene.command((parts) => act(parts, ada)),
        login: scene.logIn(jar, ada),
      },
      async check(steps) {
        const isAlive = isBefore(steps, `end: ${step}`, READ);
        assert.equal(await scene.whoIs(jar.token), isAlive ? ada.id : undefined);
        assert.equal((await scene.liveIds(ada)).length, isAlive ? 1 : 0);
        assert.equal(await scene.whoIs(before.token), undefined);
      },
    };
  };

export const endingRaces: RacePromises = {
  "an end of all sessions of a user ends a login whose hash was read before, and none that was read after":
    endsAll("register.raiseEpoch", ({ register, clock }, { id }) =>
      register.raiseEpoch(id, clock()),
    ),

  "so does an end of everybody's sessions": endsAll(
    "register.raiseEveryEpoch",
    ({ register, clock }) => register.raiseEveryEpoch(clock()),
  ),

  "so does who ends all others, and stays": async (open) => {
    const scene = open();
    const { ada, before: own, jar } = await loggingIn(scene);
    return {
      actors: {
        end: scene.request(own, (session, parts) => endOtherSessions(parts, session, ada.id)),
        login: scene.logIn(jar, ada),
      },
      async check(steps) {
        const isAlive = isBefore(steps, "end: register.raiseEpoch", READ);
        assert.equal(await scene.whoIs(jar.token), isAlive ? ada.id : undefined);
        assert.equal(await scene.whoIs(own.token), ada.id);
        assert.equal((await scene.liveIds(ada)).length, isAlive ? 2 : 1);
      },
    };
  },

  "nobody is logged in once they are disabled, nor by that login once they are enabled again":
    async (open) => {
      const scene = open();
      const { ada, before, jar } = await loggingIn(scene);
      const after = scene.browser();
      return {
        actors: {
          disable: scene.command(({ accounts, clock }) => accounts.disable(ada.id, clock())),
          login: scene.logIn(jar, ada),
        },
        async check() {
          for (const each of [before, jar]) await scene.nobodyIs(ada, each);
          await scene.parts.accounts.enable(ada.id, scene.parts.clock());
          for (const each of [before, jar]) await scene.nobodyIs(ada, each);
          await scene.run(scene.logIn(after, ada));
          assert.equal(await scene.whoIs(after.token), ada.id);
        },
      };
    },

  "who is deleted while they log in is nobody": async (open) => {
    const scene = open();
    const { ada, before, jar } = await loggingIn(scene);
    return {
      actors: {
        remove: scene.command(({ accounts, clock }) => accounts.remove(ada.id, clock())),
        login: scene.logIn(jar, ada),
      },
      async check() {
        for (const each of [before, jar]) await scene.nobodyIs(ada, each);
      },
    };
  },
};
