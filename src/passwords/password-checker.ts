import { normalisePassword } from "./normalise-password.ts";
import type { HashThreads, PasswordHasher } from "./password-hasher.ts";
import { createPepper, type Pepper, seasoned, unseasoned } from "./pepper.ts";
import type { Work } from "./work.ts";

export interface PasswordChecker {
  /**
   * A hash by the first hasher and the newest pepper. Rejects with `server.busy` when the queue is full, and with
   * `password.unhashable` where `canHash` is false.
   */
  make(password: string, signal?: AbortSignal): Promise<string>;

  /**
   * Is it the password of this hash? Whatever is asked, the work of the dearest hasher is done: for no hash, an unusable
   * one (`!…`) and one that nobody here can verify, as for a cheaper one; and after a right password as
   * after a wrong one, because the caller may refuse it all the same.
   *
   * @param knownAs the user's id, if the device is known as theirs and may still guess: then a full queue has a place for it
   */
  check(
    password: string,
    encoded: string | undefined,
    signal?: AbortSignal,
    knownAs?: number,
  ): Promise<boolean>;

  /**
   * Would `make` and `check` reject with `server.busy`? To be asked before something is written for their
   * sake: a storm would have it written, and taken back, for each that is refused.
   *
   * @param knownAs as that of `check`
   */
  isBusy(knownAs?: number): boolean;

  /** Can a password be checked against this hash here: is it well formed, within its bounds, and its pepper known? */
  recognises(encoded: string): boolean;

  /** Would another hash be made for it today: by another hasher, at another cost, with another pepper? */
  isOutdated(encoded: string): boolean;

  /** Would every byte of it count? A new password of which this is false is refused, and no hash is upgraded to. */
  canHash(password: string): boolean;

  /**
   * Why nobody can log in with a stored hash that is not meant to be unusable, for the log; undefined if there is nothing to
   * say. Said once of each hash, and of at most a hundred: whoever knocks at such an account shall not fill the log.
   */
  alarmOf(encoded: string): HashFault | undefined;
}

/** A pepper that is not in the list; or damaged, of an unknown algorithm, or of a cost that no login may ask for. */
export type HashFault = "unknown pepper" | "unverifiable hash";

/** The first makes, all verify, and the dearest of them is what a refusal costs. */
export type Hashers = readonly [PasswordHasher, ...PasswordHasher[]];

export interface CheckerOptions {
  /** Verify as well, for hashes that came from elsewhere, and do not raise what a refusal costs. */
  readonly importHashers?: readonly PasswordHasher[] | undefined;
  /** Newest first. */
  readonly peppers?: readonly string[] | undefined;
  /** For hashes that another system makes, which may take a password as it was typed. */
  readonly normalise?: ((password: string) => string) | undefined;
  /** Of threads with a queue; never full if left out. */
  readonly isFull?: ((knownAs?: number) => boolean) | undefined;
}

const MOST_ALARMS = 100;

export const createPasswordChecker = (
  hashers: Hashers,
  threads: HashThreads,
  {
    importHashers = [],
    peppers = [],
    normalise = normalisePassword,
    isFull = () => false,
  }: CheckerOptions = {},
): PasswordChecker => {
  const [first] = hashers;
  const verifiers = [...hashers, ...importHashers];
  const targets = hashers.map((each) => each.work());
  const spices = peppers.map(createPepper);
  const [newest] = spices;
  const alarmed = new Set<string>();

  const owing = (spent: Work, knownAs: number | undefined): HashThreads => ({
    ...threads,
    run: (task, signal) => threads.run({ ...task, owed: { spent, targets }, knownAs }, signal),
  });

  const find = (encoded: string): Verifier | undefined => {
    const { pepper: name, hash } = unseasoned(encoded);
    const pepper = spices.find((each) => each.name === name);
    const hasher = verifiers.find((each) => each.recognises(hash));
    return hasher && (name === undefined || pepper) ? { hasher, hash, pepper } : undefined;
  };

  return {
    async make(password, signal) {
      const text = normalise(password);
      if (!newest) return first.make(text, threads, signal);
      return seasoned(newest, await first.make(newest.season(text), threads, signal));
    },

    async check(password, encoded, signal, knownAs) {
      // A lone surrogate is hashed as U+FFFD, whose password it must not pass for.
      const found = encoded === undefined || !password.isWellFormed() ? undefined : find(encoded);
      if (!found) {
        await first.make("nobody's password", owing(first.work(), knownAs), signal);
        return false;
      }
      const { hasher, hash, pepper } = found;
      const text = normalise(password);
      const typed = pepper ? pepper.season(text) : text;
      return hasher.verify(typed, hash, owing(hasher.work(hash), knownAs), signal);
    },

    isBusy: isFull,

    recognises: (encoded) => find(encoded) !== undefined,

    isOutdated(encoded) {
      const { pepper, hash } = unseasoned(encoded);
      return pepper !== newest?.name || !first.recognises(hash) || first.isOutdated(hash);
    },

    canHash: (password) => newest !== undefined || first.canHash(normalise(password)),

    alarmOf(encoded) {
      const isMeant = encoded.startsWith("!") || find(encoded) !== undefined;
      if (isMeant || alarmed.has(encoded) || alarmed.size === MOST_ALARMS) return undefined;
      alarmed.add(encoded);
      const { pepper } = unseasoned(encoded);
      const isMissing = pepper !== undefined && !spices.some(({ name }) => name === pepper);
      return isMissing ? "unknown pepper" : "unverifiable hash";
    },
  };
};

interface Verifier {
  readonly hasher: PasswordHasher;
  /** Without the name of its pepper. */
  readonly hash: string;
  readonly pepper: Pepper | undefined;
}
