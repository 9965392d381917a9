import type { FieldCode, ProblemCode } from "../errors/problem.ts";
import type { PasswordRules } from "../passwords/password-policy.ts";
import type { AccountWords } from "./account-words.ts";
import type { Dates } from "./dates.ts";
import type { LabWords } from "./lab-words.ts";
import type { MailWords } from "./mail-words.ts";

/**
 * Every word that a visitor reads, in pages and in problems: a language is a record of this shape, in a
 * file of its own (`english.ts`, `german.ts`).
 */
export interface Words {
  /** Its tag (BCP 47), such as `en`: the pages' `lang`, and what `Accept-Language` is compared with. */
  readonly language: string;
  readonly dates: Dates;
  readonly siteName: string;
  readonly problems: Readonly<Record<ProblemCode, string>>;
  /** In `password.too-short` and in the hint for passwords, `#` stands for the shortest length. */
  readonly fields: Readonly<Record<FieldCode, string>>;
  /** Behind a problem of whoever has tried too often. */
  readonly waits: {
    /** @param seconds whole, from 1 on */
    readonly again: (seconds: number) => string;
    /** Of an account that no waiting opens. */
    readonly closed: string;
  };
  readonly home: {
    readonly title: string;
    readonly stranger: string;
    /** Where nobody can register. */
    readonly strangerElsewhere: string;
    readonly loggedInAs: (name: string) => string;
    readonly toWelcome: string;
  };
  readonly register: {
    readonly title: string;
    readonly submit: string;
    readonly loginInstead: string;
    readonly usernameHint: string;
    readonly passwordHint: string;
    readonly emailOptional: string;
    readonly refused: string;
  };
  readonly login: {
    readonly title: string;
    readonly submit: string;
    readonly registerInstead: string;
  };
  readonly welcome: {
    readonly title: (name: string) => string;
    readonly loggedIn: string;
    readonly sessionEnds: string;
    readonly memberSince: string;
    readonly untilBrowserCloses: string;
    readonly toSessions: string;
  };
  readonly sessions: {
    readonly title: string;
    readonly lead: string;
    readonly thisOne: string;
    readonly lastSeen: string;
    readonly now: string;
    readonly since: string;
    readonly address: string;
    readonly unknownAddress: string;
    readonly end: string;
    readonly endOthers: (count: number) => string;
    readonly nowhereElse: string;
    /** Of those that are left out. */
    readonly more: (count: number) => string;
  };
  readonly devices: {
    readonly on: (program: string, system: string) => string;
    readonly unknown: string;
  };
  readonly logout: { readonly title: string; readonly submit: string; readonly question: string };
  readonly labels: {
    readonly username: string;
    readonly email: string;
    readonly password: string;
    readonly showPassword: string;
    readonly hidePassword: string;
    /** Of one that is being typed: none of the rules that a page can see is broken. */
    readonly passwordFine: string;
    readonly toHome: string;
    readonly requestId: string;
    readonly failure: string;
  };
  readonly account: AccountWords;
  readonly mails: MailWords;
  readonly lab: LabWords;
}

/** What a problem says to people. */
export const detailOf = (words: Words, code: ProblemCode | FieldCode): string =>
  ({ ...words.problems, ...words.fields })[code];

/** The words with the shortest length of a password in the place of `#`, where they speak of it. */
export const withRules = (words: Words, { shortest }: PasswordRules): Words => {
  const filled = (text: string): string => text.replace("#", String(shortest));
  const { fields, register } = words;
  return {
    ...words,
    fields: { ...fields, "password.too-short": filled(fields["password.too-short"]) },
    register: { ...register, passwordHint: filled(register.passwordHint) },
  };
};
