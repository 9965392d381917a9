import assert from "node:assert/strict";
import { changePassword } from "../../src/account/change-password.ts";
import { checkCredentials } from "../../src/account/check-credentials.ts";
import { currentUser } from "../../src/account/current-user.ts";
import { logOut } from "../../src/account/log-out.ts";
import { openBrowser } from "../../src/testing/test-browser.ts";
import type { User } from "../../src/users/user.ts";
import { loggingIn, READ } from "./ending-races.ts";
import type { Actor } from "./play-order.ts";
import { type Jar, PASSWORD, type RacePromises, type Scene } from "./race-scene.ts";
import { isBefore } from "./step-order.ts";

// A password is changed, by an operator or by who has it, while another request of the user's runs.

export const NEXT_PASSWORD = "six yellow pears";

const change = (scene: Scene, { id }: User): Actor =>
  scene.command(async ({ passwords, accounts, clock }) =>
    accounts.changePassword(id, await passwords.make(NEXT_PASSWORD), clock()),
  );

/** As a request asks that shows who is logged in, or sends them away. */
export const changeOwn = (scene: Scene, jar: Jar, newPassword: string = NEXT_PASSWORD): Actor =>
  scene.request(jar, async (session, parts) => {
    const user = await currentUser(parts, session);
    if (user) await changePassword(parts, session, user, { password: PASSWORD, newPassword });
  });

export const isGood = async (
  { parts }: Scene,
  { username }: User,
  password: string,
): Promise<boolean> => {
  const { session } = await openBrowser(parts.door).begin();
  return "record" in (await checkCredentials(parts, session, { username, password }));
};

export const onlyTheNextWorks = async (scene: Scene, user: User): Promise<void> => {
  assert.equal(await isGood(scene, user, PASSWORD), false);
  assert.equal(await isGood(scene, user, NEXT_PASSWORD), true);
};

export const passwordRaces: RacePromises = {
  "no session of the old password is anybody's once it was changed (T223)": async (open) => {
    const scene = open();
    const { ada, before, jar } = await loggingIn(scene);
    return {
      actors: { change: change(scene, ada), login: scene.logIn(jar, ada) },
      async check() {
        for (const each of [before, jar]) await scene.nobodyIs(ada, each);
        await onlyTheNextWorks(scene, ada);
      },
    };
  },

  "the next password is good from the change on, and not before": async (open) => {
    const scene = open();
    const { ada, jar } = await loggingIn(scene);
    return {
      actors: { change: change(scene, ada), login: scene.logIn(jar, ada, NEXT_PASSWORD) },
      async check(steps) {
        const isGood = isBefore(steps, "change: accounts.changePassword", READ);
        assert.equal(await scene.whoIs(jar.token), isGood ? ada.id : undefined);
        await onlyTheNextWorks(scene, ada);
      },
    };
  },

  "a hash that a login makes anew does not undo a change of password (T088)": async (open) => {
    const scene = open();
    const { ada, jar } = await loggingIn(scene, 5);
    return {
      actors: { change: change(scene, ada), login: scene.logIn(jar, ada) },
      async check() {
        await scene.nobodyIs(ada, jar);
        await onlyTheNextWorks(scene, ada);
      },
    };
  },

  "nor once somebody changed their own, but theirs, which goes on (T223)": async (open) => {
    const scene = open();
    const { ada, before: own, jar } = await loggingIn(scene);
    const { token: before } = own;
    return {
      actors: { change: changeOwn(scene, own), login: scene.logIn(jar, ada) },
      async check() {
        for (const token of [before, ...jar.held]) {
          assert.equal(await scene.whoIs(token), undefined);
        }
        assert.equal(await scene.whoIs(own.token), ada.id);
        assert.equal((await scene.liveIds(ada)).length, 1);
        await onlyTheNextWorks(scene, ada);
      },
    };
  },

  "a logout is final beside a change of one's own password": async (open) => {
    const scene = open();
    const ada = await scene.somebody();
    const jar = await scene.loggedIn(ada);
    return {
      actors: {
        logout: scene.request(jar, (session) => logOut(session)),
        change: changeOwn(scene, jar),
      },
      check: () => scene.nobodyIs(ada, jar),
    };
  },

  "of two who change one password at once one does, and is the only one who stays": async (
    open,
  ) => {
    const scene = open();
    const ada = await scene.somebody();
    const [jar, otherJar] = [await scene.loggedIn(ada), await scene.loggedIn(ada)];
    const [next, otherNext] = [NEXT_PASSWORD, "nine blue plums"];
    return {
      actors: {
        one: changeOwn(scene, jar, next),
        other: changeOwn(scene, otherJar, otherNext),
      },
      async check() {
        assert.equal(await isGood(scene, ada, PASSWORD), false);
        const isOne = await isGood(scene, ada, next);
        assert.equal(await isGood(scene, ada, otherNext), !isOne);
        assert.equal(await scene.whoIs(jar.token), isOne ? ada.id : undefined);
        assert.equal(await scene.whoIs(otherJar.token), isOne ? undefined : ada.id);
        assert.equal((await scene.liveIds(ada)).length, 1);
      },
    };
  },
};
