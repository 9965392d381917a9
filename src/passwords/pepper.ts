import { createHash, createHmac, hkdfSync } from "node:crypto";

/**
 * A secret that enters every password before it is hashed, and that is not in the database: whoever steals only
 * that cannot guess at it, nor try there what was hashed elsewhere (password shucking).
 */
export interface Pepper {
  /** A short digest of it, which stands in its hashes, so that none is guessed at. */
  readonly name: string;
  /** What is hashed instead of a password. */
  season(password: string): string;
}

const PREFIX = "pepper$";
const SEASONED = /^pepper\$([0-9a-f]{12})\$(.+)$/s;

/** Its name and its key are derived by HKDF (RFC 5869), each under a label: neither tells anything of the other. */
export const createPepper = (secret: string): Pepper => {
  const derived = (label: string, length: number): Buffer =>
    Buffer.from(hkdfSync("sha256", secret, "", `countersign.pepper.${label}`, length));
  const key = derived("hmac-sha384", 48);
  return {
    name: derived("name", 6).toString("hex"),
    // In hexadecimal: 64 characters, without a NUL, which every hasher takes whole.
    season(password) {
      const mac = createHmac("sha384", key).update(password).digest();
      return createHash("sha256").update(mac).digest("hex");
    },
  };
};

/** A hash of what a pepper has seasoned. */
export const seasoned = ({ name }: Pepper, encoded: string): string =>
  `${PREFIX}${name}$${encoded}`;

/** The name of the pepper that a hash needs, undefined for none, and the hash itself. */
export const unseasoned = (encoded: string): { pepper: string | undefined; hash: string } => {
  const [, pepper, hash = encoded] = SEASONED.exec(encoded) ?? [];
  return { pepper, hash };
};
