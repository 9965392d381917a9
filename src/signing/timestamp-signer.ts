import { decodeBase62, encodeBase62 } from "./base62.ts";
import { createSigner, type Secret, type Unsigned } from "./signer.ts";

export interface TimestampUnsigned extends Unsigned {
  /** Whole seconds since 1970, as signed. Nothing is said yet of whether that is too long ago. */
  readonly signedAt: number;
}

export interface TimestampSigner {
  /** `value:timestamp:signature`. */
  sign(value: string, seconds: number): string;
  unsign(signed: string): TimestampUnsigned | undefined;
}

/** A signer that also signs when: Django's `TimestampSigner`, the time in base 62. */
export const createTimestampSigner = (
  secrets: readonly Secret[],
  purpose: string,
): TimestampSigner => {
  const signer = createSigner(secrets, purpose);
  return {
    sign: (value, seconds) => signer.sign(`${value}:${encodeBase62(Math.trunc(seconds))}`),

    unsign(signed) {
      const inner = signer.unsign(signed);
      if (!inner) return undefined;
      const end = inner.value.lastIndexOf(":");
      const signedAt = end < 0 ? undefined : decodeBase62(inner.value.slice(end + 1));
      if (signedAt === undefined) return undefined;
      return {
        value: inner.value.slice(0, end),
        signedAt: Number(signedAt),
        secretIndex: inner.secretIndex,
      };
    },
  };
};
