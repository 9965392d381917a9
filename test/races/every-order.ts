import assert from "node:assert/strict";
import { inThisOrder, playOrder, type Race, type Step } from "./play-order.ts";

/** A moment at which more than one may have waited, on the way that is being gone. */
interface Fork {
  readonly waiting: ReadonlyMap<string, Step>;
  taken: string;
  /** Whose turn it must not be here: every order that begins so is known, or is the same as a known one. */
  readonly known: Set<string>;
}

export interface Exploring {
  /**
   * Are two orders one, if they differ only by neighbours of which neither touches what the other writes?
   * (Sleep sets: Godefroid, Partial-Order Methods, 1996, chapter 5.)
   */
  readonly isReduced: boolean;
  /** How long a step may take, in milliseconds; a minute if left out. */
  readonly patience?: number;
}

/**
 * Plays a race in every order of its steps, each time from the beginning; how many orders there are.
 * Rejects with the order in which something was wrong, step by step, and with the turns by which
 * `playAgain` repeats it.
 *
 * @param begin sets out everything anew, and nothing but the race itself differs by the order
 */
export const everyOrder = async (
  begin: () => Promise<Race>,
  { isReduced, patience }: Exploring,
): Promise<number> => {
  const path: Fork[] = [];
  const inTurn = new Set<string>();
  let [count, those] = [0, 0];
  do {
    const race = await begin();
    those = Object.keys(race.actors).length;
    let [at, isKnown] = [0, false];
    const choose = (waiting: ReadonlyMap<string, Step>): string => {
      at += 1;
      const fork = path[at - 1] ?? open(path.at(-1), waiting, isReduced);
      // From here on nothing is new, but the actors have to come to an end.
      isKnown ||= fork === undefined;
      if (fork === undefined || isKnown) return first(waiting);
      if (path.length < at) path.push(fork);
      assert.deepEqual(namesOf(waiting), namesOf(fork.waiting), "It goes another way each time.");
      return fork.taken;
    };
    const steps = await playOrder(race.actors, choose, patience);
    if (!isKnown) {
      count += 1;
      await judge(race, steps);
      if (isOneAfterTheOther(steps, those)) inTurn.add(steps[0]!.actor);
    }
  } while (turn(path));
  assert.ok(count > 1, "There was but one order.");
  assert.equal(inTurn.size, those, "Each one's turn has to come wholly before the others'.");
  return count;
};

/** Plays the one order again that somebody was told of. */
export const playAgain = async (
  begin: () => Promise<Race>,
  turns: readonly string[],
): Promise<void> => {
  const race = await begin();
  const left = [...turns];
  await judge(race, await playOrder(race.actors, (waiting) => left.shift() ?? first(waiting)));
};

const judge = async (race: Race, steps: readonly Step[]): Promise<void> => {
  try {
    await race.check(steps);
  } catch (error) {
    throw inThisOrder(error, steps);
  }
};

/** The next moment on the way; undefined if all that can come of it is known. */
const open = (
  before: Fork | undefined,
  waiting: ReadonlyMap<string, Step>,
  isReduced: boolean,
): Fork | undefined => {
  const known = new Set(before && isReduced ? stillKnown(before) : []);
  const taken = [...waiting.keys()].find((actor) => !known.has(actor));
  return taken === undefined ? undefined : { waiting, taken, known };
};

/** Who has been tried before this step, which changes nothing for them, need not be tried after it. */
const stillKnown = ({ waiting, taken, known }: Fork): readonly string[] =>
  [...known].filter((actor) => areApart(waiting.get(actor)!, waiting.get(taken)!));

/** Turns at the last moment at which there is another way left; false if there is none. */
const turn = (path: Fork[]): boolean => {
  for (let fork = path.at(-1); fork; path.pop(), fork = path.at(-1)) {
    const { known, waiting, taken } = fork;
    known.add(taken);
    const next = [...waiting.keys()].find((actor) => !known.has(actor));
    if (next === undefined) continue;
    fork.taken = next;
    return true;
  }
  return false;
};

/** Does neither touch what the other writes? */
const areApart = (one: Step, other: Step): boolean => {
  if (one.kind === "own" || other.kind === "own") return true;
  const [first = "", second = ""] = [one.kind, other.kind].sort();
  return APART.has(`${first} ${second}`);
};

const APART: ReadonlySet<string> = new Set([
  "send send",
  "read send",
  "read read",
  "arrive read",
  "arrive write",
]);

const isOneAfterTheOther = (steps: readonly Step[], those: number): boolean =>
  steps.filter(({ actor }, at) => actor !== steps[at - 1]?.actor).length === those;

const first = (waiting: ReadonlyMap<string, Step>): string => [...waiting.keys()][0]!;

const namesOf = (waiting: ReadonlyMap<string, Step>): readonly string[] =>
  [...waiting.values()].map(({ actor, name }) => `${actor}: ${name}`);
