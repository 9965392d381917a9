import type { Generated } from "kysely";
import type { DjangoTables } from "./django-tables.ts";

/** Instants are integer milliseconds. Our names begin with `countersign_`: a host has its own `users`. */
export interface Tables extends DjangoTables {
  countersign_users: UsersTable;
  countersign_epochs: EpochsTable;
  countersign_sessions: SessionsTable;
  countersign_session_data: SessionDataTable;
  countersign_ends: EndsTable;
  countersign_audit: AuditTable;
  countersign_failures: FailuresTable;
}

/** Where users are, ours or a Django site's; both have an `id` and a `username`. */
export type UserTableName = "countersign_users" | "auth_user";

export interface UsersTable {
  /** Never given twice: a deleted user's cookie must not open a new user's account. */
  id: Generated<number>;
  /** As typed. */
  username: string;
  /** By `usernameKey`; unique. */
  username_key: string;
  email: string | null;
  /** By `emailKey`. Unique among those that are verified: registering never tells that an address is taken. */
  email_key: string | null;
  email_verified_at: number | null;
  /** The encoded hash. */
  password: string;
  created_at: number;
  last_login_at: number | null;
  disabled_at: number | null;
}

/** One number a user, apart from the password and outliving the user. No row counts as 0. */
export interface EpochsTable {
  user_id: number;
  epoch: number;
  /** When it was raised last. */
  raised_at: number;
  /** Raised with each new password: with it go the devices on which the account is known. */
  device_epoch: Generated<number>;
}

/** The register: one row for each login, kept until `expires_at`, ended or not. */
export interface SessionsTable {
  sid: string;
  user_id: number;
  epoch: number;
  entered_at: number;
  last_seen_at: number;
  expires_at: number;
  ended_at: number | null;
  /**
   * The session that took its place by `cycle`: whoever ends this one means that one. Empty if a login
   * took it, which is another one. Null if nothing has.
   */
  successor: string | null;
  user_agent: string | null;
  address: string | null;
}

/** On PostgreSQL alone: what ended and which epochs rose, in the order of commits. */
export interface EndsTable {
  number: number;
  /** The session that was ended; null for an epoch. */
  sid: string | null;
  user_id: number | null;
  epoch: number | null;
  at: number;
  /** Until when it has to be known. */
  expires_at: number;
}

/** What happened, a line each, written in the transaction of the act. */
export interface AuditTable {
  /** Given before the commit: on PostgreSQL a lower one may be seen later. */
  id: Generated<number>;
  at: number;
  /** An `EventName`. */
  event: string;
  /** No foreign key: a line outlives its user. */
  user_id: number | null;
  username: string | null;
  actor: string;
  operator: string | null;
  request_id: string | null;
  address: string | null;
  /** The session's digest, as the log names it. */
  session: string | null;
  /** What else the event says, as a JSON object; null if nothing. */
  details: string | null;
}

/** Guesses that failed, or may yet: one row for each account, network or device that they are counted at. */
export interface FailuresTable {
  /** `user:12`, `network:192.0.2.1`. */
  key: string;
  /** Whose account they are about; null of networks, and of names that are nobody's. */
  user_id: number | null;
  failures: number;
  /** The first of them. */
  since: number;
  /** The next is let through from then on; 0 while they are free. */
  open_at: number;
  /** Forgotten then; null for those that are kept. */
  expires_at: number | null;
}

/** What the engine `database` keeps of each session, logged in or not. */
export interface SessionDataTable {
  id: string;
  /** SHA-256 of the secret in the cookie, in base64url: the table opens nobody's session. */
  digest: string;
  /** JSON: the keys and values, and the marks. */
  data: string;
  marks: string;
  saved_at: number;
  expires_at: number;
}
