import type { PasswordPolicy } from "../passwords/check-new-password.ts";

/** The words of the site itself, which a guesser tries first as well. */
const WORDS_OF_THE_SITE = ["countersign", "countersign1", "countersign123"];

/**
 * The 49,000 commonest passwords (the list of zxcvbn-ts), read when first asked for: nobody who only
 * logs in needs them.
 *
 * @param canHash of the checker that makes the hashes
 */
export const commonPasswords = (
  canHash: PasswordPolicy["canHash"],
): (() => Promise<PasswordPolicy>) => {
  let policy: Promise<PasswordPolicy> | undefined;
  return () => {
    policy ??= read(canHash);
    return policy;
  };
};

const read = async (canHash: PasswordPolicy["canHash"]): Promise<PasswordPolicy> => {
  const { dictionary } = await import("@zxcvbn-ts/language-common");
  const common = new Set([...dictionary["passwords-common"], ...WORDS_OF_THE_SITE]);
  return { common, canHash };
};
