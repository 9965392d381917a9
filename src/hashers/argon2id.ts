import * as crypto from "node:crypto";
import { availableParallelism } from "node:os";
import { CountersignError } from "../errors/countersign-error.ts";
import type { PasswordHasher } from "../passwords/password-hasher.ts";
import type { Work } from "../passwords/work.ts";
import type { TagInput, Variety } from "./argon2-thread.ts";
import { base64Bytes, base64Of } from "./base64.ts";
import { beside } from "./beside.ts";
import { newSalt } from "./new-salt.ts";

const THREAD = beside(import.meta.url, "argon2-thread");

/** In KiB. Each thread would take 256 MiB for one login; more could end the process. */
const MOST_MEMORY = 2 ** 18;
/** KiB times passes: about a second in one lane. */
const MOST_WORK = 2 ** 20;
/** Lanes are threads of the system. */
const MOST_LANES = 16;

/** OWASP, Password Storage cheat sheet: its configurations go from 7 MiB in five passes to 46 MiB in one. */
const SAFE_MEMORY = 7_168;
const SAFE_WORK = 5 * SAFE_MEMORY;

/** In bytes. Older libraries write 16, and 64 is the most that anybody does. */
const TAG = 32;
const TAGS: readonly number[] = [16, TAG, 64];

const PREFIX = "argon2";
const PHC =
  /^(?:argon2)?\$(argon2id|argon2i|argon2d)\$v=19\$m=([1-9]\d{0,6}),t=([1-9]\d{0,6}),p=([1-9]\d?)\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{22,86})$/;

export interface Argon2Cost {
  /** In KiB; 19,456 if left out. */
  readonly memory?: number;
  /** 2 if left out. */
  readonly passes?: number;
  /** 1 if left out. */
  readonly lanes?: number;
}

type Cost = Pick<TagInput, "memory" | "passes" | "lanes">;

interface Stored extends Cost {
  readonly variety: Variety;
  readonly salt: Buffer;
  readonly tag: Buffer;
}

/** Has this runtime an argon2? Node 24.7 and later. */
export const hasArgon2 = (): boolean => "argon2Sync" in crypto;

/**
 * argon2id (RFC 9106), version 1.3, written as Django's `Argon2PasswordHasher` does: `argon2$argon2id$v=19$m=19456,t=2,p=1$SALT$TAG`.
 * Verifies what Laravel and Rodauth write as well, the same without its first word, and the varieties argon2i and argon2d.
 *
 * Throws `settings.invalid` where the runtime has no argon2 (Node before 24.7), and for a cost that is malformed, takes more than
 * 256 MiB, or memory times passes of more than 2^20.
 */
export const argon2id = ({
  memory = 19_456,
  passes = 2,
  lanes = 1,
}: Argon2Cost = {}): PasswordHasher => {
  if (!hasArgon2()) {
    throw new CountersignError(
      "settings.invalid",
      `argon2id: needs Node 24.7 or later, and this is ${process.version}; use bcryptSha256(), or a later Node.`,
    );
  }
  const cost: Cost = { memory, passes, lanes };
  if (!isWithinBounds(cost)) {
    throw new CountersignError(
      "settings.invalid",
      `argon2id: memory=${memory}, passes=${passes}, lanes=${lanes} is out of bounds: from 8 KiB a lane to 262144 KiB, 1 to 16 lanes, memory times passes at most 2^20; 19456, 2 and 1 is usual.`,
    );
  }
  const written = `${PREFIX}$argon2id$v=19$m=${memory},t=${passes},p=${lanes}$`;
  return {
    algorithm: PREFIX,
    weakness:
      memory < SAFE_MEMORY || memory * passes < SAFE_WORK
        ? `argon2id over ${memory} KiB in ${passes} passes is guessed through quickly; 19456 in 2 is usual`
        : undefined,
    recognises: (encoded) => read(encoded) !== undefined,
    isOutdated: (encoded) => !encoded.startsWith(written) || read(encoded)?.tag.length !== TAG,
    canHash: () => true,
    work: (encoded) => work((encoded === undefined ? undefined : read(encoded)) ?? cost),

    async make(password, threads, signal) {
      const salt = Buffer.from(newSalt());
      const input: TagInput = { variety: "argon2id", password, salt, ...cost, length: TAG };
      const tag = await threads.run<Uint8Array>({ module: THREAD, act: "derive", input }, signal);
      return `${written}${base64Of(salt, "bare")}$${base64Of(tag, "bare")}`;
    },

    verify(password, encoded, threads, signal) {
      const stored = read(encoded) as Stored;
      const input = { ...stored, password, length: stored.tag.length };
      return threads.run<boolean>({ module: THREAD, act: "verify", input }, signal);
    },
  };
};

const read = (encoded: string): Stored | undefined => {
  const [, variety, memory, passes, lanes, saltText = "", tagText = ""] = PHC.exec(encoded) ?? [];
  const cost: Cost = { memory: Number(memory), passes: Number(passes), lanes: Number(lanes) };
  const salt = base64Bytes(saltText, "bare");
  const tag = base64Bytes(tagText, "bare");
  if (!salt || !tag || !TAGS.includes(tag.length) || !isWithinBounds(cost)) return undefined;
  return { ...cost, variety: variety as Variety, salt, tag };
};

const isWithinBounds = ({ memory, passes, lanes }: Cost): boolean =>
  [memory, passes, lanes].every(Number.isInteger) &&
  lanes >= 1 &&
  lanes <= MOST_LANES &&
  memory >= 8 * lanes &&
  memory <= MOST_MEMORY &&
  passes >= 1 &&
  memory * passes <= MOST_WORK;

/** A unit is a pass over a KiB. Lanes are computed at once, as far as there are cores for them. */
const work = ({ memory, passes, lanes }: Cost): Work => ({
  module: THREAD,
  act: "spend",
  units: (memory * passes) / Math.min(lanes, availableParallelism()),
  piece: memory,
});
