import assert from "node:assert/strict";
import { currentUser } from "../../src/account/current-user.ts";
import { deleteAccount } from "../../src/account/delete-account.ts";
import { registerUser } from "../../src/account/register-user.ts";
import type { Session } from "../../src/sessions/session.ts";
import type { Actor } from "./play-order.ts";
import {
  type Jar,
  PASSWORD,
  type RacePromise,
  type RacePromises,
  type Scene,
} from "./race-scene.ts";
import { isBefore } from "./step-order.ts";

// Somebody deletes their account while another request of theirs runs, or one of whoever wants their name.

/** As a request asks that shows who is logged in, or sends them away. */
const remove = (scene: Scene, jar: Jar): Actor =>
  scene.request(jar, async (session, parts) => {
    const user = await currentUser(parts, session);
    assert.ok(user);
    assert.equal(await deleteAccount(parts, session, user, PASSWORD), "deleted");
  });

const besideSave =
  (save: (session: Session) => unknown): RacePromise =>
  async (open) => {
    const scene = open();
    const ada = await scene.somebody();
    const jar = await scene.loggedIn(ada);
    const other = await scene.loggedIn(ada);
    return {
      actors: { remove: remove(scene, jar), save: scene.request(other, save) },
      async check() {
        assert.equal(await scene.parts.accounts.findById(ada.id), undefined);
        for (const each of [jar, other]) await scene.nobodyIs(ada, each);
      },
    };
  };

export const deletionRaces: RacePromises = {
  "who deletes their account while they log in elsewhere is nobody": async (open) => {
    const scene = open();
    const ada = await scene.somebody();
    const [jar, other] = [await scene.loggedIn(ada), scene.browser()];
    return {
      actors: { remove: remove(scene, jar), login: scene.logIn(other, ada) },
      async check() {
        for (const each of [jar, other]) await scene.nobodyIs(ada, each);
      },
    };
  },

  "a session that is saved while its user is deleted is nobody's": besideSave((session) =>
    session.set("x", 1),
  ),

  "nor is one that gets a new id": besideSave((session) => session.cycle()),

  "a name that is free again is its next user's, and no session of before is": async (open) => {
    const scene = open();
    const ada = await scene.somebody();
    const [jar, own] = [await scene.loggedIn(ada), scene.browser()];
    const { username } = ada;
    const registration = { username, email: "", password: PASSWORD };
    return {
      actors: {
        remove: remove(scene, jar),
        register: scene.request(own, (session, parts) =>
          registerUser(parts, session, registration),
        ),
      },
      async check(steps) {
        await scene.nobodyIs(ada, jar);
        const isFree = isBefore(steps, "remove: accounts.remove", "register: accounts.register");
        const next = (await scene.parts.accounts.findByName(username))?.user.id;
        assert.equal(next !== undefined, isFree);
        assert.notEqual(next, ada.id);
        assert.equal(await scene.whoIs(own.token), next);
      },
    };
  },
};
