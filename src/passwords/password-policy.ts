/** What a page says of a new password before it is sent. */
export interface PasswordRules {
  /** In code points. */
  readonly shortest: number;
  /** May it be of digits alone? */
  readonly allowsDigitsAlone: boolean;
}

/** What a new password must be. */
export interface PasswordPolicy extends PasswordRules {
  /** The commonest passwords in lower case. */
  readonly common: ReadonlySet<string>;
  /** The site's own words, as `lettersOf` has them: a guesser tries them first as well. */
  readonly siteWords: ReadonlySet<string>;
  /** Does every byte of it count with the hasher that will make its hash? */
  readonly canHash: (password: string) => boolean;
}

/** Those of OWASP ASVS 5.0 (6.2.1) and of Django. */
export const STANDARD_RULES: PasswordRules = { shortest: 8, allowsDigitsAlone: false };

/** For a password that is the only factor: NIST SP 800-63B-4, 3.1.1.2. */
export const NIST_RULES: PasswordRules = { shortest: 15, allowsDigitsAlone: true };

/** A word as it is compared with the site's: `Example-2026!` is `example`. */
export const lettersOf = (text: string): string => text.toLowerCase().replace(/[^\p{L}]+/gu, "");

/** Shorter ones, such as `org`, are part of too many others. In letters. */
const SHORTEST_WORD = 4;

/**
 * The words of a site, out of names such as `The Tea House` and `login.example.org`: each name whole, and
 * each word in it that is long enough.
 */
export const siteWordsOf = (names: readonly string[]): ReadonlySet<string> => {
  const parts = names
    .flatMap((name) => name.split(/[^\p{L}]+/u))
    .map(lettersOf)
    .filter((word) => word.length >= SHORTEST_WORD);
  return new Set([...names.map(lettersOf).filter((name) => name !== ""), ...parts]);
};
