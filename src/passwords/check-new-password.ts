import type { FieldCode } from "../errors/problem.ts";
import { isAllDigits } from "./is-all-digits.ts";
import { normalisePassword } from "./normalise-password.ts";
import { lettersOf, type PasswordPolicy } from "./password-policy.ts";
import { isSimilar } from "./similarity.ts";

/** In code points (OWASP ASVS 5.0, 6.2.9). */
export const LONGEST_PASSWORD = 256;
const LONGEST_PASSWORD_BYTES = 1_024;

/**
 * Everything that is wrong with a new password, all at once.
 *
 * @param attributes what it must not be close to: the user's own name and address
 */
export const checkNewPassword = (
  typed: string,
  attributes: readonly string[],
  policy: PasswordPolicy,
): readonly FieldCode[] => {
  if (typed === "") return ["password.required"];
  if (isTooLong(typed)) return ["password.too-long"];
  const password = normalisePassword(typed);
  const length = Array.from(password).length;
  const faults: [FieldCode, boolean][] = [
    // A lone surrogate (Cs) has no UTF-8: its hash would be that of U+FFFD.
    ["password.control-character", /[\p{Cc}\p{Cs}]/u.test(password)],
    ["password.too-many-bytes", !policy.canHash(password.replaceAll("\0", ""))],
    ["password.too-short", length < policy.shortest],
    [
      "password.too-common",
      policy.common.has(password.trim().toLowerCase()) ||
        policy.siteWords.has(lettersOf(password)) ||
        isOneLetter(password),
    ],
    ["password.too-similar", isSimilar(password, attributes)],
    ["password.all-digits", !policy.allowsDigitsAlone && isAllDigits(password)],
  ];
  return faults.filter(([, isFound]) => isFound).map(([code]) => code);
};

/** Nothing longer was ever accepted, so nothing longer is worth a hash. */
export const isTooLong = (password: string): boolean =>
  Array.from(password).length > LONGEST_PASSWORD ||
  Buffer.byteLength(normalisePassword(password)) > LONGEST_PASSWORD_BYTES;

const isOneLetter = (password: string): boolean => new Set(password).size === 1;
