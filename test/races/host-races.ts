import assert from "node:assert/strict";
import type { Parts } from "../../src/account/parts.ts";
import type { User } from "../../src/users/user.ts";
import { type Meeting, type Sending, sendAt } from "./as-it-comes.ts";
import { loggingIn } from "./ending-races.ts";
import { NEXT_PASSWORD, onlyTheNextWorks } from "./password-races.ts";
import type { Jar, Scene } from "./race-scene.ts";

// One host ends all sessions of a user, while they log in on another with the password that they had.

/** What an end is made with, on a host that does nothing else. */
export type EndingParts = Pick<Parts, "accounts" | "register" | "passwords" | "clock">;

/** Of a login that was there before the end. */
export const EARLY = "let in, then ended";

/** What ends, and what a login comes to that was too late for it. */
export interface HostRace {
  readonly late: "let in, and stays" | "refused";
  readonly end: (parts: EndingParts, userId: number) => Promise<unknown>;
  /** What has to be so afterwards, besides the one outcome or the other. */
  readonly after?: (scene: Scene, user: User, jars: readonly Jar[]) => Promise<void>;
}

export const hostRaces: Readonly<Record<string, HostRace>> = {
  "once a change of password was answered, no session of the old one is anybody's (T223)": {
    late: "refused",
    end: async ({ accounts, passwords, clock }, userId) =>
      accounts.changePassword(userId, await passwords.make(NEXT_PASSWORD), clock()),
    after: onlyTheNextWorks,
  },

  "nor once it was changed by who had it, or by who had forgotten it (T223)": {
    late: "refused",
    async end({ accounts, passwords, clock }, id) {
      const { password: verified } = (await accounts.findRecord(id))!;
      const next = await passwords.make(NEXT_PASSWORD);
      assert.ok(await accounts.changeOwnPassword({ id, verified, next }, clock()));
    },
    after: onlyTheNextWorks,
  },

  "once all sessions of a user were ended, only who logged in later is logged in": {
    late: "let in, and stays",
    end: ({ register, clock }, userId) => register.raiseEpoch(userId, clock()),
  },

  "once everybody's were ended, too": {
    late: "let in, and stays",
    end: ({ register, clock }) => register.raiseEveryEpoch(clock()),
  },

  "once a user was disabled they are nobody, also when they are enabled again": {
    late: "refused",
    end: ({ accounts, clock }, userId) => accounts.disable(userId, clock()),
    async after(scene, ada, jars) {
      await scene.parts.accounts.enable(ada.id, Date.now());
      for (const jar of jars) await scene.nobodyIs(ada, jar);
      const next = scene.browser();
      await scene.run(scene.logIn(next, ada));
      assert.equal(await scene.whoIs(next.token), ada.id);
    },
  },
};

/** One run of a race. */
export const meetingOf = async (
  { late, after }: HostRace,
  scene: Scene,
  endOf: (userId: number) => Sending,
): Promise<Meeting> => {
  const { ada, before, jar } = await loggingIn(scene);
  const login = scene.logIn(jar, ada);
  return {
    end: endOf(ada.id),
    login: (at) => sendAt(at, () => scene.run(login)),
    async check(overlap) {
      assert.equal(await scene.whoIs(before.token), undefined);
      const outcome = await outcomeOf(scene, ada, jar);
      const possible: readonly string[] = {
        before: [EARLY],
        meanwhile: [EARLY, late],
        after: [late],
      }[overlap];
      assert.ok(possible.includes(outcome), `${outcome}, of a login that was ${overlap}`);
      await after?.(scene, ada, [before, jar]);
      return outcome;
    },
  };
};

/** What a login came to, for the list of sessions as for both hosts. */
const outcomeOf = async (scene: Scene, user: User, jar: Jar): Promise<string> => {
  const live = await scene.liveIds(user);
  const isIn = (await scene.whoIs(jar.token)) === user.id;
  assert.equal(live.length, isIn ? 1 : 0);
  if (isIn) return "let in, and stays";
  return jar.token === undefined ? "refused" : EARLY;
};
