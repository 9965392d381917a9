import {
  createHash,
  createHmac,
  createSecretKey,
  type KeyObject,
  timingSafeEqual,
} from "node:crypto";
import { CountersignError } from "../errors/countersign-error.ts";

export type Secret = string | Uint8Array;

export interface Unsigned {
  readonly value: string;
  /** Which secret verified it; 0 is the newest. Above 0, sign anew. */
  readonly secretIndex: number;
}

export interface Signer {
  /** `value:signature`, by the newest secret. Throws `signing.malformed` for a lone surrogate. */
  sign(value: string): string;
  /** What was signed, or undefined if no secret made this very text. */
  unsign(signed: string): Unsigned | undefined;
}

/**
 * Text to signed text and back, as Django's `Signer` does it: HMAC-SHA-256 under
 * SHA-256(purpose + "signer" + secret), in URL-safe base 64 behind a colon
 * (django/core/signing.py, django/utils/crypto.py).
 *
 * @param secrets newest first: the first signs, all verify
 * @param purpose what the text is for, Django's "salt": a text signed for one purpose is refused for
 *   every other, because the purpose is part of the key
 */
export const createSigner = (secrets: readonly Secret[], purpose: string): Signer => {
  // Derived once: a derivation costs as much as the signature itself.
  const keys = secrets.map((secret) =>
    createSecretKey(createHash("sha256").update(purpose).update("signer").update(secret).digest()),
  );
  const newest = keys[0];
  if (!newest) throw new CountersignError("signing.malformed", "A signer needs a secret.");

  return {
    sign(value) {
      // Node's UTF-8 encoder would write U+FFFD in its place, and two texts would share a signature.
      if (!value.isWellFormed()) {
        throw new CountersignError(
          "signing.malformed",
          "Text with a lone surrogate is not signed.",
        );
      }
      return `${value}:${signature(value, newest)}`;
    },

    unsign(signed) {
      const end = signed.lastIndexOf(":");
      if (end < 0 || !signed.isWellFormed()) return undefined;
      const value = signed.slice(0, end);
      const given = signed.slice(end + 1);
      const secretIndex = keys.findIndex((key) => isSameText(signature(value, key), given));
      return secretIndex < 0 ? undefined : { value, secretIndex };
    },
  };
};

const signature = (value: string, key: KeyObject): string =>
  createHmac("sha256", key).update(value).digest("base64url");

/** A signature in base 64: 32 bytes. */
const LENGTH = 43;

// For one comparison at a time, which nothing comes between: two new buffers each time took a tenth as
// long as the signature itself.
const EXPECTED = Buffer.alloc(LENGTH);
/** Of so many characters none has more than three bytes. */
const GIVEN = Buffer.alloc(3 * LENGTH);
const GIVEN_BYTES = GIVEN.subarray(0, LENGTH);

/**
 * Compared as text, so that a second spelling of the same bytes is refused, and as UTF-8, in which
 * no foreign character can fall on an ASCII one. Lengths first: `timingSafeEqual` throws on unequal ones.
 */
const isSameText = (expected: string, given: string): boolean => {
  if (given.length !== LENGTH || GIVEN.write(given) !== LENGTH) return false;
  EXPECTED.write(expected);
  return timingSafeEqual(EXPECTED, GIVEN_BYTES);
};
