/** Whom a letter is to, and what it is about. */
export interface LetterFacts {
  /** The user's name. */
  readonly name: string;
  /** The site's. */
  readonly site: string;
  /** The address that it is about. */
  readonly email: string;
}

/** What one kind of letter says. */
export interface LetterWords {
  readonly subject: (facts: LetterFacts) => string;
  /** A paragraph each. */
  readonly body: (facts: LetterFacts) => readonly string[];
  /** Of the link, if it has one. */
  readonly button: string;
  /** Below the link: what to do if it was not you. */
  readonly otherwise: string;
}

/**
 * - `reset`: a password was forgotten
 * - `confirm`: is this your address?
 * - `changing`: to the old address, before the new one is confirmed
 * - `changed`: to the old address, once it is
 * - `password`: the password is another
 */
export type LetterKind = "reset" | "confirm" | "changing" | "changed" | "password";

/** The words of the mails. */
export interface MailWords extends Readonly<Record<LetterKind, LetterWords>> {
  readonly greeting: (name: string) => string;
  /** In HTML, below the button. */
  readonly linkAsText: string;
}
