import { CountersignError } from "../errors/countersign-error.ts";
import type { PasswordHasher } from "../passwords/password-hasher.ts";
import {
  BCRYPT_THREAD,
  bcryptCostOf,
  bcryptWeakness,
  bcryptWork,
  checkBcryptCost,
} from "./bcrypt-text.ts";
import type { MakeInput, VerifyInput } from "./bcrypt-thread.ts";

const PREFIX = "bcrypt$";

/** In bytes. bcrypt looks at no more. */
const LONGEST = 72;

/**
 * bcrypt over the password itself: Django's `BCryptPasswordHasher`, which writes `bcrypt$$2b$12$…`. Verifies what Devise,
 * Laravel and Rodauth write as well: bare `$2a$`, `$2b$` and `$2y$`. Those systems cut a password after 72 bytes, and so
 * a hash of theirs is verified; a new one is made only of a password that fits whole, without a NUL.
 *
 * @param options.cost 4 to 15, 2^cost rounds; 12 if left out. Throws `settings.invalid` otherwise.
 */
export const bcrypt = (options: { readonly cost?: number } = {}): PasswordHasher => {
  const cost = options.cost ?? 12;
  checkBcryptCost("bcrypt", cost);
  return {
    algorithm: "bcrypt",
    weakness: bcryptWeakness(cost),
    recognises: (encoded) => bcryptCostOf(bare(encoded)) !== undefined,
    isOutdated: (encoded) => !encoded.startsWith(PREFIX) || bcryptCostOf(bare(encoded)) !== cost,
    canHash,
    work: (encoded) => bcryptWork((encoded && bcryptCostOf(bare(encoded))) || cost),

    async make(password, threads, signal) {
      if (!canHash(password)) {
        throw new CountersignError(
          "password.unhashable",
          "bcrypt: a password of more than 72 bytes, or with a NUL, would be cut; bcryptSha256() takes any.",
        );
      }
      const input: MakeInput = { text: password, cost };
      const task = { module: BCRYPT_THREAD, act: "make", input };
      return PREFIX + (await threads.run<string>(task, signal));
    },

    async verify(password, encoded, threads, signal) {
      const input: VerifyInput = { text: password, encoded: bare(encoded) };
      const task = { module: BCRYPT_THREAD, act: "verify", input };
      const isRight = await threads.run<boolean>(task, signal);
      // To bcrypt a NUL ends the password: "" and "\0" have one hash.
      return isRight && !password.includes("\0");
    },
  };
};

const canHash = (password: string): boolean =>
  Buffer.byteLength(password) <= LONGEST && !password.includes("\0");

const bare = (encoded: string): string =>
  encoded.startsWith(PREFIX) ? encoded.slice(PREFIX.length) : encoded;
