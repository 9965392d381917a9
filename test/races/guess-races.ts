import assert from "node:assert/strict";
import { logIn } from "../../src/account/log-in.ts";
import { accountCounter } from "../../src/throttle/counter-of.ts";
import { ACCOUNT } from "../../src/throttle/limit.ts";
import type { User } from "../../src/users/user.ts";
import type { Actor, Race, Step } from "./play-order.ts";
import { PASSWORD, type RacePromise, type RacePromises, type Scene } from "./race-scene.ts";

// Guesses at one password, each counted before it is checked, beside what makes their count begin anew.

type Outcome = "in" | "wrong" | "has to wait";

/** Who tries what at once, and after how many failures. */
interface Trial {
  readonly failures: number;
  readonly guesses: number;
  readonly success?: true;
  readonly unblock?: true;
}

const WRONG = "no such apples";

const guess = (
  scene: Scene,
  user: User,
  password: string,
  tell: (outcome: Outcome) => unknown,
): Actor =>
  scene.request(scene.browser(), async (session, parts) => {
    const { username } = user;
    const outcome = await logIn(parts, session, { username, password });
    tell("wait" in outcome ? "has to wait" : "user" in outcome ? "in" : "wrong");
  });

/** What is only read says nothing to anybody here, and would but multiply the orders. */
const byWrites =
  (actor: Actor): Actor =>
  (gate) =>
    actor((name, kind, call) =>
      kind === "write" ? gate(name, kind, call) : Promise.resolve().then(call),
    );

/** What everybody is told if they come one by one, and how many failures are left. */
const oneByOne = (
  steps: readonly Step[],
  before: number,
): { readonly told: Record<string, Outcome>; readonly failures: number } => {
  const told: Record<string, Outcome> = {};
  let failures = before;
  for (const { actor, name } of steps) {
    if (name === "counters.settle" || name === "accounts.unblock") failures = 0;
    if (name !== "counters.count") continue;
    const mayTry = failures < ACCOUNT.from;
    if (mayTry) failures += 1;
    told[actor] = mayTry ? (actor === "success" ? "in" : "wrong") : "has to wait";
  }
  return { told, failures };
};

const beside =
  ({ failures, guesses, success, unblock }: Trial): RacePromise =>
  async (open): Promise<Race> => {
    const scene = open({ isThrottled: true });
    const ada = await scene.somebody();
    for (let count = 0; count < failures; count += 1) {
      await scene.run(guess(scene, ada, WRONG, (outcome) => assert.equal(outcome, "wrong")));
    }
    const told: Record<string, Outcome> = {};
    const trying = (name: string, password: string): [string, Actor] => {
      const tell = (outcome: Outcome): unknown => Object.assign(told, { [name]: outcome });
      return [name, byWrites(guess(scene, ada, password, tell))];
    };
    const names = Array.from({ length: guesses }, (_, at) => `guess ${at + 1}`);
    const unblocking = scene.command(({ accounts, clock }) => accounts.unblock(ada.id, clock()));
    return {
      actors: Object.fromEntries([
        ...names.map((name) => trying(name, WRONG)),
        ...(success ? [trying("success", PASSWORD)] : []),
        ...(unblock ? [["unblock", byWrites(unblocking)] as const] : []),
      ]),
      async check(steps) {
        const expected = oneByOne(steps, failures);
        assert.deepEqual(told, expected.told);
        const left = await scene.parts.throttle?.counters.failuresOf(accountCounter(ada.id).key);
        assert.equal(left?.count ?? 0, expected.failures);
      },
    };
  };

export const guessRaces: RacePromises = {
  "of three guesses at once no more are let through than one by one, beside an unblocking": beside({
    failures: 3,
    guesses: 3,
    unblock: true,
  }),
  "nor beside a success, which has all of before forgotten (T105, T106)": beside({
    failures: 3,
    guesses: 2,
    success: true,
  }),
  "nor beside both": beside({ failures: 4, guesses: 1, success: true, unblock: true }),
};
