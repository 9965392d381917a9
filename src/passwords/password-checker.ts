import { normalisePassword } from "./normalise-password.ts";
import type { HashThreads, PasswordHasher } from "./password-hasher.ts";

export interface PasswordChecker {
  /** A hash by the first hasher. Rejects with `server.busy` when the queue is full. */
  make(password: string, signal?: AbortSignal): Promise<string>;

  /**
   * Is it the password of this hash? For no hash, an unusable one (`!…`) and one that nobody here
   * recognises, a hash is made and thrown away, so that the answer takes as long as a real no.
   */
  check(password: string, encoded: string | undefined, signal?: AbortSignal): Promise<boolean>;

  /** Would the first hasher write another hash for it today? */
  isOutdated(encoded: string): boolean;
}

/**
 * One list of hashers: the first makes, all verify.
 *
 * @param normalise for hashes that another system makes, which may take a password as it was typed
 */
export const createPasswordChecker = (
  hashers: readonly [PasswordHasher, ...PasswordHasher[]],
  threads: HashThreads,
  normalise: (password: string) => string = normalisePassword,
): PasswordChecker => {
  const [first] = hashers;
  const make = (password: string, signal?: AbortSignal): Promise<string> =>
    first.make(normalise(password), threads, signal);

  return {
    make,

    async check(password, encoded, signal) {
      // A lone surrogate is hashed as U+FFFD, whose password it must not pass for.
      const own =
        encoded === undefined || !password.isWellFormed()
          ? undefined
          : hashers.find((each) => each.recognises(encoded));
      if (own === undefined || encoded === undefined) {
        await make(password, signal);
        return false;
      }
      return own.verify(normalise(password), encoded, threads, signal);
    },

    isOutdated: (encoded) => !first.recognises(encoded) || first.isOutdated(encoded),
  };
};
