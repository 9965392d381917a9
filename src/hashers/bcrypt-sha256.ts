import { createHash } from "node:crypto";
import { extname } from "node:path";
import { CountersignError } from "../errors/countersign-error.ts";
import type { HashTask, PasswordHasher } from "../passwords/password-hasher.ts";
import type { MakeInput, VerifyInput } from "./bcrypt-thread.ts";

const PREFIX = "bcrypt_sha256$";
const BCRYPT = /^\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{53}$/;

/** Above this a single login takes seconds: nothing stored may ask for it (2^cost rounds). */
const HIGHEST_COST = 15;
const LOWEST_COST = 4;
/** OWASP, Password Storage cheat sheet: "with a minimum work factor of 10". */
const SAFE_COST = 10;

/**
 * Django's `BCryptSHA256PasswordHasher`: bcrypt over the hexadecimal SHA-256 of the password, so
 * that every byte counts (bcrypt alone stops at 72) and a NUL is harmless.
 * Writes `bcrypt_sha256$$2b$12$` and salt and hash in 53 characters.
 *
 * @param options.cost 4 to 15, 2^cost rounds; 12 if left out. Throws `settings.invalid` otherwise.
 */
export const bcryptSha256 = (options: { readonly cost?: number } = {}): PasswordHasher => {
  const cost = options.cost ?? 12;
  if (!Number.isInteger(cost) || cost < LOWEST_COST || cost > HIGHEST_COST) {
    throw new CountersignError(
      "settings.invalid",
      `bcryptSha256: cost is ${cost}, and has to be a whole number from 4 to 15; 12 is usual.`,
    );
  }
  return {
    algorithm: "bcrypt_sha256",
    weakness:
      cost < SAFE_COST
        ? `a bcrypt cost of ${cost} is guessed through quickly; 12 is usual`
        : undefined,

    recognises: (encoded) => {
      const stored = costOf(encoded);
      return stored !== undefined && stored >= LOWEST_COST && stored <= HIGHEST_COST;
    },

    isOutdated: (encoded) => costOf(encoded) !== cost,

    async make(password, threads, signal) {
      const input: MakeInput = { text: digest(password), cost };
      return PREFIX + (await threads.run<string>(task("make", input), signal));
    },

    verify(password, encoded, threads, signal) {
      const stored = encoded.slice(PREFIX.length);
      const input: VerifyInput = { text: digest(password), encoded: stored, cost };
      return threads.run<boolean>(task("verify", input), signal);
    },
  };
};

const costOf = (encoded: string): number | undefined => {
  const match = encoded.startsWith(PREFIX) && BCRYPT.exec(encoded.slice(PREFIX.length));
  return match ? Number(match[1]) : undefined;
};

const digest = (password: string): string => createHash("sha256").update(password).digest("hex");

/** Beside this file, with its ending: `.ts` in a clone, `.js` in the package. */
const MODULE = new URL(`./bcrypt-thread${extname(import.meta.url)}`, import.meta.url).href;

const task = (act: string, input: MakeInput | VerifyInput): HashTask => ({
  module: MODULE,
  act,
  input,
});
