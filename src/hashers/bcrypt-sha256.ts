import { createHash } from "node:crypto";
import type { PasswordHasher } from "../passwords/password-hasher.ts";
import {
  BCRYPT_THREAD,
  bcryptCostOf,
  bcryptWeakness,
  bcryptWork,
  checkBcryptCost,
} from "./bcrypt-text.ts";
import type { MakeInput, VerifyInput } from "./bcrypt-thread.ts";

const PREFIX = "bcrypt_sha256$";

/**
 * Django's `BCryptSHA256PasswordHasher`: bcrypt over the hexadecimal SHA-256 of the password, so
 * that every byte counts (bcrypt alone stops at 72) and a NUL is harmless.
 * Writes `bcrypt_sha256$$2b$12$` and salt and hash in 53 characters.
 *
 * @param options.cost 4 to 15, 2^cost rounds; 12 if left out. Throws `settings.invalid` otherwise.
 */
export const bcryptSha256 = (options: { readonly cost?: number } = {}): PasswordHasher => {
  const cost = options.cost ?? 12;
  checkBcryptCost("bcryptSha256", cost);
  return {
    algorithm: "bcrypt_sha256",
    weakness: bcryptWeakness(cost),
    recognises: (encoded) => costOf(encoded) !== undefined,
    isOutdated: (encoded) => costOf(encoded) !== cost,
    canHash: () => true,
    work: (encoded) => bcryptWork((encoded && costOf(encoded)) || cost),

    async make(password, threads, signal) {
      const input: MakeInput = { text: digest(password), cost };
      const task = { module: BCRYPT_THREAD, act: "make", input };
      return PREFIX + (await threads.run<string>(task, signal));
    },

    verify(password, encoded, threads, signal) {
      const input: VerifyInput = { text: digest(password), encoded: encoded.slice(PREFIX.length) };
      return threads.run<boolean>({ module: BCRYPT_THREAD, act: "verify", input }, signal);
    },
  };
};

const costOf = (encoded: string): number | undefined =>
  encoded.startsWith(PREFIX) ? bcryptCostOf(encoded.slice(PREFIX.length)) : undefined;

const digest = (password: string): string => createHash("sha256").update(password).digest("hex");
