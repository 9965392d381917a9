import assert from "node:assert/strict";
import { checkCredentials } from "../../src/account/check-credentials.ts";
import type { User } from "../../src/users/user.ts";
import { loggingIn, READ } from "./ending-races.ts";
import type { Actor } from "./play-order.ts";
import { PASSWORD, type RacePromises, type Scene } from "./race-scene.ts";
import { isBefore } from "./step-order.ts";

// A password is changed while somebody logs in.

export const NEXT_PASSWORD = "six yellow pears";

const change = (scene: Scene, { id }: User): Actor =>
  scene.command(async ({ passwords, accounts, clock }) =>
    accounts.changePassword(id, await passwords.make(NEXT_PASSWORD), clock()),
  );

export const onlyTheNextWorks = async ({ parts }: Scene, { username }: User): Promise<void> => {
  const isGood = async (password: string): Promise<boolean> =>
    typeof (await checkCredentials(parts, { username, password })) === "object";
  assert.deepEqual([await isGood(PASSWORD), await isGood(NEXT_PASSWORD)], [false, true]);
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
};
