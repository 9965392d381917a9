import { z } from "zod";
import {
  NIST_RULES,
  type PasswordPolicy,
  type PasswordRules,
  STANDARD_RULES,
  siteWordsOf,
} from "../passwords/password-policy.ts";
import { part } from "./setting-values.ts";

/** What a new password must be, where neither of the presets is it. */
export interface PasswordPolicySettings {
  /** In code points, 8 to 64; 8 if left out. */
  readonly shortest?: number;
  /** May it be of digits alone? `false` if left out. */
  readonly digitsAlone?: boolean;
  /** The commonest passwords, in any case, in the place of the 49,000 that come along. */
  readonly common?: Iterable<string>;
  /** Further words of the site, beside its name and its host, that are no password. */
  readonly words?: readonly string[];
}

/** `standard`, `nist` (15 characters, digits alone allowed), or rules of one's own. */
export type PasswordPolicySetting = "standard" | "nist" | PasswordPolicySettings;

export const POLICIES = ["standard", "nist"] as const;

const SHORTEST = "shortest has to be a whole number from 8 to 64";
const LIST = "has to hold texts, and at least one";

const isIterable = (value: unknown): boolean =>
  typeof value === "object" && value !== null && Symbol.iterator in value;

export const passwordPolicyValue = (): z.ZodType<PasswordPolicySetting> =>
  z.union(
    [
      z.enum(POLICIES),
      z.strictObject({
        shortest: z.int(SHORTEST).min(8, SHORTEST).max(64, SHORTEST).optional(),
        digitsAlone: z.boolean("digitsAlone has to be true or false").optional(),
        common: part<Iterable<string>>(`common ${LIST}`, isIterable).optional(),
        words: z.array(z.string(`words ${LIST}`)).optional(),
      }),
    ],
    {
      error:
        'has to be "standard", "nist", or { shortest, digitsAlone, common, words } with shortest from 8 to 64',
    },
  ) as z.ZodType<PasswordPolicySetting>;

/** The rules that a setting stands for. */
export const rulesOf = (setting: PasswordPolicySetting): PasswordRules => {
  if (setting === "standard") return STANDARD_RULES;
  if (setting === "nist") return NIST_RULES;
  return {
    shortest: setting.shortest ?? STANDARD_RULES.shortest,
    allowsDigitsAlone: setting.digitsAlone ?? STANDARD_RULES.allowsDigitsAlone,
  };
};

/**
 * The whole policy, read when first asked for: nobody who only logs in needs the list.
 *
 * @param canHash whether every byte of a password would count
 * @param names what the site is called, and its host
 */
export const passwordPolicy = (
  canHash: PasswordPolicy["canHash"],
  setting: PasswordPolicySetting = "standard",
  names: readonly string[] = [],
): (() => Promise<PasswordPolicy>) => {
  const own: PasswordPolicySettings = typeof setting === "string" ? {} : setting;
  const read = async (): Promise<PasswordPolicy> => ({
    ...rulesOf(setting),
    common: own.common
      ? new Set(Array.from(own.common, (word) => word.toLowerCase()))
      : await commonPasswords(),
    siteWords: siteWordsOf(["countersign", ...names, ...(own.words ?? [])]),
    canHash,
  });
  let policy: Promise<PasswordPolicy> | undefined;
  return () => {
    policy ??= read();
    return policy;
  };
};

/** The 49,000 commonest, by zxcvbn-ts. */
const commonPasswords = async (): Promise<ReadonlySet<string>> => {
  const { dictionary } = await import("@zxcvbn-ts/language-common");
  return new Set(dictionary["passwords-common"]);
};
