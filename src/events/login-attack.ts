/**
 * In one process more logins fail than anybody mistypes: what the last minute came to there. Told when it
 * begins, and after each minute for which it goes on.
 */
export interface LoginsUnderAttack {
  readonly name: "loginsUnderAttack";
  /** In milliseconds. */
  readonly at: number;
  /** When it began, in milliseconds. */
  readonly since: number;
  /** Is it the first that is told of this attack? */
  readonly isNew: boolean;
  /** Passwords that were wrong. */
  readonly failures: number;
  /** Of those, at names that are nobody's. */
  readonly unknownNames: number;
  /** How many users they were tried on. More than 10,000 are not told apart. */
  readonly accounts: number;
  /** Where they came from, as the limits count: an IPv4 address, or 64 bits of IPv6. As `accounts`. */
  readonly networks: number;
  /** Those that had to wait, and were not looked at. */
  readonly blocked: number;
}

/** A minute has gone by in which no more than the usual failed. Failures and blocked are those of the whole attack. */
export interface LoginAttackOver
  extends Pick<LoginsUnderAttack, "at" | "since" | "failures" | "blocked"> {
  readonly name: "loginAttackOver";
}

export type LoginAttack = LoginsUnderAttack | LoginAttackOver;

/** What a site is told of beside what happens to an account. It is in no audit: there every failure is. */
export const ATTACK_NAMES: readonly LoginAttack["name"][] = [
  "loginsUnderAttack",
  "loginAttackOver",
];
