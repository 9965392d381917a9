import { CountersignError } from "../errors/countersign-error.ts";
import type { PasswordHasher } from "../passwords/password-hasher.ts";
import type { Work } from "../passwords/work.ts";
import { base64Bytes, base64Of } from "./base64.ts";
import { beside } from "./beside.ts";
import { endsInNul, refuseNul } from "./ends-in-nul.ts";
import { isShortSalt, newSalt } from "./new-salt.ts";
import type { KeyInput } from "./pbkdf2-thread.ts";

const THREAD = beside(import.meta.url, "pbkdf2-thread");

/** More would take a thread most of a second. Django writes 1,200,000 in 2026. */
const MOST_ITERATIONS = 5_000_000;
/** OWASP, Password Storage cheat sheet, for SHA-256. */
const SAFE_ITERATIONS = 600_000;

/** Bytes of a key: what the digest gives, as Django has it. */
const LENGTHS = { sha256: 32, sha1: 20 } as const;

/** Django allows anything but a `$`; its own are 22 letters and digits. */
const PBKDF2 = /^pbkdf2_(sha256|sha1)\$([1-9]\d{0,7})\$([^$]{1,128})\$([A-Za-z0-9+/]+={0,2})$/;

interface Stored {
  readonly digest: keyof typeof LENGTHS;
  readonly iterations: number;
  readonly salt: string;
  readonly key: Buffer;
}

/**
 * Django's `PBKDF2PasswordHasher`: writes `pbkdf2_sha256$600000$SALT$KEY`, the key in base 64. Verifies `pbkdf2_sha1$…` as well.
 *
 * @param options.iterations 1 to 5,000,000; 600,000 if left out. Throws `settings.invalid` otherwise.
 */
export const pbkdf2 = (options: { readonly iterations?: number } = {}): PasswordHasher => {
  const iterations = options.iterations ?? SAFE_ITERATIONS;
  if (!Number.isInteger(iterations) || iterations < 1 || iterations > MOST_ITERATIONS) {
    throw new CountersignError(
      "settings.invalid",
      `pbkdf2: iterations is ${iterations}, and has to be a whole number from 1 to ${MOST_ITERATIONS}; ${SAFE_ITERATIONS} is usual.`,
    );
  }
  return {
    algorithm: "pbkdf2_sha256",
    weakness:
      iterations < SAFE_ITERATIONS
        ? `${iterations} iterations of PBKDF2 are guessed through quickly; ${SAFE_ITERATIONS} are usual`
        : undefined,
    recognises: (encoded) => read(encoded) !== undefined,

    isOutdated(encoded) {
      const stored = read(encoded);
      const isOurs = stored?.digest === "sha256" && stored.iterations === iterations;
      return !isOurs || isShortSalt(stored.salt);
    },

    canHash: (password) => !endsInNul(password),

    work(encoded) {
      const stored = encoded === undefined ? undefined : read(encoded);
      return work(stored?.digest ?? "sha256", stored?.iterations ?? iterations);
    },

    async make(password, threads, signal) {
      refuseNul("pbkdf2", password);
      const salt = newSalt();
      const input: KeyInput = { password, salt, iterations, digest: "sha256", length: 32 };
      const key = await threads.run<Uint8Array>({ module: THREAD, act: "derive", input }, signal);
      return `pbkdf2_sha256$${iterations}$${salt}$${base64Of(key, "padded")}`;
    },

    async verify(password, encoded, threads, signal) {
      const { key, digest, ...stored } = read(encoded) as Stored;
      const input = { ...stored, password, digest, length: LENGTHS[digest], key };
      const task = { module: THREAD, act: "verify", input };
      return (await threads.run<boolean>(task, signal)) && !endsInNul(password);
    },
  };
};

const read = (encoded: string): Stored | undefined => {
  const [, name, count, salt = "", text = ""] = PBKDF2.exec(encoded) ?? [];
  const iterations = Number(count);
  if (name === undefined || iterations > MOST_ITERATIONS) return undefined;
  const digest = name as keyof typeof LENGTHS;
  const key = base64Bytes(text, "padded");
  return key?.length === LENGTHS[digest] ? { digest, iterations, salt, key } : undefined;
};

/** A unit is an iteration. */
const work = (digest: keyof typeof LENGTHS, iterations: number): Work => ({
  module: THREAD,
  act: digest === "sha256" ? "spendSha256" : "spendSha1",
  units: iterations,
});
