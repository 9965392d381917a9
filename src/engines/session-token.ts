import { hash, randomBytes, timingSafeEqual } from "node:crypto";

/** What a server-side engine's cookie carries: `id.secret`. Of the secret only a digest is stored. */
export interface SessionToken {
  readonly id: string;
  /** SHA-256 of the secret, in base64url. */
  readonly digest: string;
}

export interface NewToken extends SessionToken {
  readonly token: string;
}

/** Our ids are 22 of these; what is asked of a storage is never longer, and never anything else. */
const SHAPE = /^([\w-]{1,64})\.([\w-]{43})$/;

/** A token of 256 random bits for a session. */
export const newToken = (id: string): NewToken => {
  const secret = randomBytes(32).toString("base64url");
  return { id, digest: digestOf(secret), token: `${id}.${secret}` };
};

/** The parts of a token, or undefined if it is none: then no storage is asked. */
export const parseToken = (token: string): SessionToken | undefined => {
  const [, id, secret] = SHAPE.exec(token) ?? [];
  return id === undefined || secret === undefined ? undefined : { id, digest: digestOf(secret) };
};

/** As UTF-8: what somebody else has stored may be longer there, and `timingSafeEqual` would throw. */
export const isSameDigest = (stored: string, given: string): boolean => {
  const bytes = Buffer.from(stored);
  return bytes.length === given.length && timingSafeEqual(bytes, Buffer.from(given));
};

/** The secret has 256 random bits, so that a plain digest cannot be guessed back. */
const digestOf = (secret: string): string => hash("sha256", secret, "base64url");
