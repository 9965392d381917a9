import assert from "node:assert/strict";
import { logOut } from "../../src/account/log-out.ts";
import { registerUser } from "../../src/account/register-user.ts";
import { PASSWORD, type RacePromises } from "./race-scene.ts";
import { isBefore } from "./step-order.ts";

// Two requests, at least one of which logs somebody in.

export const loginRaces: RacePromises = {
  "a login beside a logout ends the session that both came with, and the later answer is the browser's":
    async (open) => {
      const scene = open();
      const ada = await scene.somebody();
      const jar = await scene.loggedIn(ada);
      const { token: before } = jar;
      return {
        actors: {
          login: scene.logIn(jar, ada),
          logout: scene.request(jar, (session) => logOut(session)),
        },
        async check(steps) {
          assert.equal(await scene.whoIs(before), undefined);
          // Nothing but that session: a logout that was asked for after the login ends the login.
          const isEnded = isBefore(steps, "login: arrive", "logout: send");
          assert.equal((await scene.liveIds(ada)).length, isEnded ? 0 : 1);
          const isIn = isBefore(steps, "logout: arrive", "login: arrive");
          assert.equal(await scene.whoIs(jar.token), isIn ? ada.id : undefined);
        },
      };
    },

  "a login of another user beside a logout leaves nobody of the session before": async (open) => {
    const scene = open();
    const [ada, eve] = [await scene.somebody(), await scene.somebody()];
    const jar = await scene.loggedIn(ada);
    return {
      actors: {
        login: scene.logIn(jar, eve),
        logout: scene.request(jar, (session) => logOut(session)),
      },
      async check(steps) {
        assert.deepEqual(await scene.liveIds(ada), []);
        const isIn = isBefore(steps, "logout: arrive", "login: arrive");
        assert.equal(await scene.whoIs(jar.token), isIn ? eve.id : undefined);
      },
    };
  },

  "of two logins at once in one browser both are good, and the later answer is the browser's (T225)":
    async (open) => {
      const scene = open();
      const ada = await scene.somebody();
      const jar = scene.browser();
      return {
        actors: { one: scene.logIn(jar, ada), other: scene.logIn(jar, ada) },
        async check(steps) {
          assert.equal(await scene.whoIs(jar.token), ada.id);
          // One that is sent with the cookie of the other takes its place.
          const isReplaced =
            isBefore(steps, "one: arrive", "other: send") ||
            isBefore(steps, "other: arrive", "one: send");
          assert.equal((await scene.liveIds(ada)).length, isReplaced ? 1 : 2);
        },
      };
    },

  "of two logins at once in a browser that is logged in, too": async (open) => {
    const scene = open();
    const [ada, eve] = [await scene.somebody(), await scene.somebody()];
    const jar = await scene.loggedIn(ada);
    const { token: before } = jar;
    return {
      actors: { one: scene.logIn(jar, ada), other: scene.logIn(jar, eve) },
      async check(steps) {
        assert.equal(await scene.whoIs(before), undefined);
        const isLater = isBefore(steps, "one: arrive", "other: arrive");
        assert.equal(await scene.whoIs(jar.token), isLater ? eve.id : ada.id);
        const isAdaReplaced = isBefore(steps, "one: arrive", "other: send");
        assert.equal((await scene.liveIds(ada)).length, isAdaReplaced ? 0 : 1);
        const isEveReplaced = isBefore(steps, "other: arrive", "one: send");
        assert.equal((await scene.liveIds(eve)).length, isEveReplaced ? 0 : 1);
      },
    };
  },

  "nobody logs in before they are registered (T215)": async (open) => {
    const scene = open();
    const [own, other, username] = [scene.browser(), scene.browser(), scene.newName()];
    const registration = { username, email: "", password: PASSWORD };
    return {
      actors: {
        register: scene.request(own, (session, parts) =>
          registerUser(parts, session, registration),
        ),
        login: scene.logIn(other, { username }),
      },
      async check(steps) {
        const id = (await scene.parts.accounts.findByName(username))?.user.id;
        assert.ok(id !== undefined);
        assert.equal(await scene.whoIs(own.token), id);
        const isIn = isBefore(steps, "register: accounts.register", "login: accounts.findByName");
        assert.equal(await scene.whoIs(other.token), isIn ? id : undefined);
      },
    };
  },

  "of two that register one name at once one is told that it is taken (T216)": async (open) => {
    const scene = open();
    const username = scene.newName();
    const jars = [scene.browser(), scene.browser()];
    const registration = { username, email: "", password: PASSWORD };
    const outcomes: unknown[] = [];
    const [one, other] = jars.map((jar) =>
      scene.request(jar, async (session, parts) => {
        const registered = await registerUser(parts, session, registration);
        outcomes.push("errors" in registered ? registered.errors[0]?.code : "registered");
      }),
    );
    return {
      actors: { one: one!, other: other! },
      async check() {
        assert.deepEqual(outcomes.sort(), ["registered", "username.taken"]);
        const id = (await scene.parts.accounts.findByName(username))?.user.id;
        const seen = await Promise.all(jars.map(({ token }) => scene.whoIs(token)));
        assert.deepEqual(new Set(seen), new Set([id, undefined]));
      },
    };
  },
};
