import { decodeBase62, encodeBase62 } from "./base62.ts";
import { createSigner, type Secret } from "./signer.ts";

/** What a token says of itself. Nothing of it is believed before `isGood`. */
export interface StateClaim {
  readonly value: string;
  /** Whole seconds since 1970. */
  readonly signedAt: number;
}

/** Signs a text together with a state that is not in it. */
export interface StateSigner {
  /** `value.timestamp.signature`, all of it at home in a URL if the value is. */
  sign(value: string, state: string, seconds: number): string;
  /** What a token claims, or undefined if it is none. */
  claimOf(token: string): StateClaim | undefined;
  /** Did we sign this very token, over this very state? */
  isGood(token: string, state: string): boolean;
}

/**
 * Tokens that die with the state that they were made from, and so need no table: Django's
 * `PasswordResetTokenGenerator` (django/contrib/auth/tokens.py), with a signature of full length.
 *
 * @param secrets newest first: the first signs, all verify
 * @param purpose what the token is for: one made for another purpose is refused
 */
export const createStateSigner = (secrets: readonly Secret[], purpose: string): StateSigner => {
  const signer = createSigner(secrets, purpose);
  return {
    sign(value, state, seconds) {
      const claim = `${value}.${encodeBase62(Math.trunc(seconds))}`;
      const signed = signer.sign(`${claim}:${state}`);
      return `${claim}.${signed.slice(signed.lastIndexOf(":") + 1)}`;
    },

    claimOf(token) {
      const { value, stamp } = partsOf(token);
      const signedAt = stamp === undefined ? undefined : decodeBase62(stamp);
      return signedAt === undefined ? undefined : { value, signedAt: Number(signedAt) };
    },

    isGood(token, state) {
      const { claim, signature } = partsOf(token);
      // No colon in the claim: there it could be moved into the state, under one and the same signature.
      return !claim.includes(":") && signer.unsign(`${claim}:${state}:${signature}`) !== undefined;
    },
  };
};

/** Neither a timestamp nor a signature has a dot, so that the last two are the ones between them. */
const partsOf = (token: string) => {
  const [signature = "", stamp, ...value] = token.split(".").reverse();
  return {
    value: value.reverse().join("."),
    stamp,
    claim: token.slice(0, Math.max(token.lastIndexOf("."), 0)),
    signature,
  };
};
