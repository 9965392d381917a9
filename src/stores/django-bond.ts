import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { PasswordBond } from "../sessions/password-bond.ts";
import type { Secret } from "../signing/signer.ts";

const PROOF = "_auth_user_hash";

/** django/contrib/auth/base_user.py; Django's `salted_hmac` puts it before the secret. */
const PURPOSE = "django.contrib.auth.models.AbstractBaseUser.get_session_auth_hash";

/**
 * Django's tie between a session and a password: HMAC-SHA-256 of the user's encoded hash under
 * SHA-256(purpose + secret), in hexadecimal (`get_session_auth_hash`).
 *
 * @param secrets newest first: the first ties, all may hold
 */
export const djangoBond = (secrets: readonly Secret[]): PasswordBond => {
  const keys = secrets.map((secret) =>
    createHash("sha256").update(PURPOSE).update(secret).digest(),
  );
  const proofOf = (password: string, key: Buffer): string =>
    createHmac("sha256", key).update(password).digest("hex");

  return {
    tie: (password) => new Map([[PROOF, proofOf(password, keys[0]!)]]),

    judge(data, password) {
      const given = data.get(PROOF);
      if (password === undefined || typeof given !== "string") return "broken";
      const secretIndex = keys.findIndex((key) => isSameText(proofOf(password, key), given));
      if (secretIndex < 0) return "broken";
      return secretIndex === 0 ? "holds" : "outdated";
    },
  };
};

/** As UTF-8: a foreign character is longer there, and lengths that differ would throw. */
const isSameText = (expected: string, given: string): boolean => {
  const bytes = Buffer.from(given);
  return bytes.length === expected.length && timingSafeEqual(Buffer.from(expected), bytes);
};
