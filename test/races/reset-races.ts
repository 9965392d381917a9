import assert from "node:assert/strict";
import { resetPassword } from "../../src/account/reset-password.ts";
import type { User } from "../../src/users/user.ts";
import { loggingIn } from "./ending-races.ts";
import { changeOwn, isGood, NEXT_PASSWORD, onlyTheNextWorks } from "./password-races.ts";
import type { Actor } from "./play-order.ts";
import { PASSWORD, type RacePromises, type Scene } from "./race-scene.ts";
import { isBefore } from "./step-order.ts";

// A link to a new password is used while its user, or whoever else has it, does something else.

/** What came of each link, by who used it. */
export type Outcomes = Record<string, string>;

/** A link to a new password, of a moment that is later than all that came before. */
export const resetLink = async ({ hand, parts }: Scene, { id }: User): Promise<string> => {
  hand.advance(1);
  const record = await parts.accounts.findRecord(id);
  assert.ok(record);
  return parts.links.makeReset(record, parts.clock());
};

export const reset = (
  scene: Scene,
  token: string,
  outcomes: Outcomes,
  [name, password]: readonly [string, string] = ["reset", NEXT_PASSWORD],
): Actor =>
  scene.request(scene.browser(), async (session, parts) => {
    const outcome = await resetPassword(parts, session, token, password);
    outcomes[name] = outcome === "invalid" || "errors" in outcome ? "invalid" : "reset";
  });

export const resetRaces: RacePromises = {
  "of two who use one link to a new password at once one sets theirs": async (open) => {
    const scene = open();
    const ada = await scene.somebody();
    const jar = await scene.loggedIn(ada);
    const token = await resetLink(scene, ada);
    const outcomes: Outcomes = {};
    const passwords = { one: NEXT_PASSWORD, other: "nine blue plums" };
    return {
      actors: {
        one: reset(scene, token, outcomes, ["one", passwords.one]),
        other: reset(scene, token, outcomes, ["other", passwords.other]),
      },
      async check() {
        assert.deepEqual(Object.values(outcomes).sort(), ["invalid", "reset"]);
        for (const name of ["one", "other"] as const) {
          assert.equal(await isGood(scene, ada, passwords[name]), outcomes[name] === "reset");
        }
        assert.equal(await isGood(scene, ada, PASSWORD), false);
        await scene.nobodyIs(ada, jar);
      },
    };
  },

  "no session of the old password outlives a reset, and a login that is over by then has used its link up (T223)":
    async (open) => {
      const scene = open();
      const { ada, before, jar } = await loggingIn(scene);
      const token = await resetLink(scene, ada);
      const outcomes: Outcomes = {};
      return {
        actors: { reset: reset(scene, token, outcomes), login: scene.logIn(jar, ada) },
        async check(steps) {
          const isSpent = isBefore(steps, "login: accounts.logIn", "reset: accounts.findRecord");
          assert.equal(outcomes["reset"], isSpent ? "invalid" : "reset");
          if (isSpent) {
            assert.equal(await scene.whoIs(jar.token), ada.id);
            assert.equal(await isGood(scene, ada, PASSWORD), true);
            return;
          }
          for (const each of [before, jar]) await scene.nobodyIs(ada, each);
          await onlyTheNextWorks(scene, ada);
        },
      };
    },

  "of a reset and a change of one's own password at once one is done": async (open) => {
    const scene = open();
    const ada = await scene.somebody();
    const jar = await scene.loggedIn(ada);
    const token = await resetLink(scene, ada);
    const outcomes: Outcomes = {};
    const changed = "nine blue plums";
    return {
      actors: { reset: reset(scene, token, outcomes), change: changeOwn(scene, jar, changed) },
      async check() {
        const isReset = outcomes["reset"] === "reset";
        assert.equal(await isGood(scene, ada, PASSWORD), false);
        assert.equal(await isGood(scene, ada, NEXT_PASSWORD), isReset);
        assert.equal(await isGood(scene, ada, changed), !isReset);
        assert.equal(await scene.whoIs(jar.token), isReset ? undefined : ada.id);
      },
    };
  },
};
