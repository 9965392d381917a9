import { CountersignError } from "../errors/countersign-error.ts";
import type { PasswordHasher } from "../passwords/password-hasher.ts";
import type { Work } from "../passwords/work.ts";
import { base64Bytes, base64Of } from "./base64.ts";
import { beside } from "./beside.ts";
import { endsInNul, refuseNul } from "./ends-in-nul.ts";
import { newSalt } from "./new-salt.ts";
import type { KeyInput } from "./scrypt-thread.ts";

const THREAD = beside(import.meta.url, "scrypt-thread");

/** N r: each thread would take 256 MiB (128 N r bytes) for one login; more could end the process. */
const MOST_BLOCKS = 2 ** 21;
/** N r p: about a second and a half. */
const MOST_WORK = 2 ** 22;
/** N r p of the weakest that OWASP's Password Storage cheat sheet names: N=2^14, r=8, p=5. */
const SAFE_WORK = 5 * 2 ** 17;

const DJANGO =
  /^scrypt\$([1-9]\d{0,7})\$([^$]{1,128})\$([1-9]\d?)\$([1-9]\d?)\$([A-Za-z0-9+/]{86}==)$/;

/** The salt and the key, both in hexadecimal. */
const BETTER_AUTH = /^([0-9a-f]{32}):([0-9a-f]{128})$/;

export interface ScryptCost {
  /** A power of two; 2^17 if left out. */
  readonly N?: number;
  /** 8 if left out. */
  readonly r?: number;
  /** 1 if left out. */
  readonly p?: number;
}

type Cost = Pick<KeyInput, "N" | "r" | "p">;

interface Stored extends Cost {
  readonly salt: string;
  readonly key: Buffer;
  /** Is it better-auth's? */
  readonly isTheirs: boolean;
}

/** better-auth 1.x, `@better-auth/utils/password`: the text of the salt is the salt, and the password in NFKC is hashed. */
const THEIRS: Cost = { N: 2 ** 14, r: 16, p: 1 };

/**
 * Django's `ScryptPasswordHasher` (RFC 7914): writes `scrypt$N$SALT$r$p$KEY`, 64 bytes of key in base 64. Verifies
 * what better-auth writes as well, `SALT:KEY` in hexadecimal.
 *
 * Throws `settings.invalid` for a cost that is malformed, takes more than 256 MiB or N r p of more than 2^22.
 */
export const scrypt = ({ N = 2 ** 17, r = 8, p = 1 }: ScryptCost = {}): PasswordHasher => {
  const cost: Cost = { N, r, p };
  if (!isWithinBounds(cost)) {
    throw new CountersignError(
      "settings.invalid",
      `scrypt: N=${N}, r=${r}, p=${p} is out of bounds: N is a power of two, r and p are from 1 to 99, N r at most 2^21 and N r p at most 2^22; N=131072, r=8, p=1 is usual.`,
    );
  }
  return {
    algorithm: "scrypt",
    weakness:
      N * r * p < SAFE_WORK
        ? `scrypt with N=${N}, r=${r}, p=${p} is guessed through quickly; N=131072, r=8, p=1 is usual`
        : undefined,
    recognises: (encoded) => read(encoded) !== undefined,

    isOutdated(encoded) {
      const stored = read(encoded);
      return !stored || stored.isTheirs || stored.N !== N || stored.r !== r || stored.p !== p;
    },

    canHash: (password) => !endsInNul(password),
    work: (encoded) => work((encoded === undefined ? undefined : read(encoded)) ?? cost),

    async make(password, threads, signal) {
      refuseNul("scrypt", password);
      const salt = newSalt();
      const input: KeyInput = { password, salt, ...cost };
      const key = await threads.run<Uint8Array>({ module: THREAD, act: "derive", input }, signal);
      return `scrypt$${N}$${salt}$${r}$${p}$${base64Of(key, "padded")}`;
    },

    async verify(password, encoded, threads, signal) {
      const { isTheirs, ...stored } = read(encoded) as Stored;
      const input = { ...stored, password: isTheirs ? password.normalize("NFKC") : password };
      const task = { module: THREAD, act: "verify", input };
      return (await threads.run<boolean>(task, signal)) && !endsInNul(password);
    },
  };
};

const read = (encoded: string): Stored | undefined => {
  const theirs = BETTER_AUTH.exec(encoded);
  if (theirs) {
    const [, salt = "", key = ""] = theirs;
    return { ...THEIRS, salt, key: Buffer.from(key, "hex"), isTheirs: true };
  }
  const [, N, salt = "", r, p, text = ""] = DJANGO.exec(encoded) ?? [];
  const cost: Cost = { N: Number(N), r: Number(r), p: Number(p) };
  const key = base64Bytes(text, "padded");
  return key && isWithinBounds(cost) ? { ...cost, salt, key, isTheirs: false } : undefined;
};

const isWithinBounds = ({ N, r, p }: Cost): boolean =>
  [N, r, p].every(Number.isInteger) &&
  N >= 2 &&
  Number.isInteger(Math.log2(N)) &&
  r >= 1 &&
  r <= 99 &&
  p >= 1 &&
  p <= 99 &&
  N * r <= MOST_BLOCKS &&
  N * r * p <= MOST_WORK;

/** A unit is N r p; a piece is done over 128 N r bytes. */
const work = ({ N, r, p }: Cost): Work => ({
  module: THREAD,
  act: "spend",
  units: N * r * p,
  piece: N * r,
});
