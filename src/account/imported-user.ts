import type { FieldCode } from "../errors/problem.ts";

/** A user as another system left them, checked. Milliseconds. */
export interface ImportedUser {
  readonly username: string;
  /** By `usernameKey`. */
  readonly usernameKey: string;
  readonly email: string | undefined;
  /** By `emailKey`. */
  readonly emailKey: string | undefined;
  readonly emailVerifiedAt: number | undefined;
  /** The encoded hash; undefined if nobody can log in with it, and a reset has to give a new one. */
  readonly password: string | undefined;
  /** Undefined if the other system does not say. */
  readonly createdAt: number | undefined;
  readonly lastLoginAt: number | undefined;
  readonly disabledAt: number | undefined;
}

/**
 * What a store knows of an imported user:
 *
 * - `new`: nothing.
 * - `there`: the very same one, by an earlier run. What users have changed themselves, who have logged
 *   in since then, stands.
 * - otherwise another one has the name, or has verified the address.
 */
export type Acquaintance = "new" | "there" | "username.taken" | "email.taken";

/** What can be wrong with a row of an import. */
export type ImportFaultCode =
  | FieldCode
  | Exclude<Acquaintance, "new" | "there">
  | "row.unreadable"
  | "field.unknown"
  | "field.twice"
  | "text.invalid"
  | "yes-no.invalid"
  | "moment.invalid"
  | "hash.unverifiable"
  | "email.missing"
  | "username.twice"
  | "email.twice";

export interface ImportFault {
  /** In the file, from 1 on. */
  readonly line: number;
  /** As the file calls it; empty of the whole row. */
  readonly field: string;
  readonly code: ImportFaultCode;
  /** The line that has the same already. */
  readonly other?: number | undefined;
}

/** A row of a file: its fields by the file's names for them, or undefined where no row can be read. */
export interface ImportRow {
  readonly line: number;
  readonly fields: Readonly<Record<string, unknown>> | undefined;
}
