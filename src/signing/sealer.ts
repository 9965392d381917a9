import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { decodeBase64url } from "./base64url.ts";
import type { Secret } from "./signer.ts";

export interface Sealer {
  /** Text that only we can read, in URL-safe base 64. */
  seal(text: string): string;
  /** What was sealed, or undefined if none of the secrets sealed this very text. */
  open(sealed: string): Opened | undefined;
}

export interface Opened {
  readonly text: string;
  /** 0 if the newest secret sealed it. */
  readonly secretIndex: number;
}

const CIPHER = "aes-256-gcm";
/** Of each sealed text: the nonce before it and the tag behind it. */
export const NONCE_BYTES = 12;
export const TAG_BYTES = 16;

/**
 * Text to sealed text and back: AES-256-GCM (NIST SP 800-38D) under a key of its own for each secret
 * and purpose, by HKDF-SHA-256 (RFC 5869). `nonce ‖ ciphertext ‖ tag`, the nonce 96 random bits, the
 * purpose authenticated as well.
 *
 * Random nonces are good for 2^32 texts under one key (SP 800-38D, 8.3): at a hundred a second, change
 * the secret once a year.
 *
 * @param secrets newest first: the first seals, all open
 */
export const createSealer = (secrets: readonly Secret[], purpose: string): Sealer => {
  const keys = secrets.map((secret) =>
    Buffer.from(hkdfSync("sha256", secret, "", `${purpose}.aes-256-gcm`, 32)),
  );
  const about = Buffer.from(purpose);

  return {
    seal(text) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(CIPHER, keys[0]!, nonce).setAAD(about);
      const sealed = cipher.update(text, "utf8");
      return Buffer.concat([nonce, sealed, cipher.final(), cipher.getAuthTag()]).toString(
        "base64url",
      );
    },

    open(sealed) {
      const bytes = decodeBase64url(sealed);
      if (!bytes || bytes.length < NONCE_BYTES + TAG_BYTES) return undefined;
      for (const [secretIndex, key] of keys.entries()) {
        const text = unseal(bytes, key, about);
        if (text !== undefined) return { text, secretIndex };
      }
      return undefined;
    },
  };
};

const unseal = (bytes: Buffer, key: Buffer, about: Buffer): string | undefined => {
  const end = bytes.length - TAG_BYTES;
  const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  })
    .setAAD(about)
    .setAuthTag(bytes.subarray(end));
  const text = decipher.update(bytes.subarray(NONCE_BYTES, end));
  try {
    // Nothing of the text is believed before its tag was found good.
    return Buffer.concat([text, decipher.final()]).toString("utf8");
  } catch {
    return undefined;
  }
};
