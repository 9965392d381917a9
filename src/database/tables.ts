import type { Generated } from "kysely";

/** Instants are integer milliseconds. All names begin with `countersign_`: a host has its own `users`. */
export interface Tables {
  countersign_users: UsersTable;
  countersign_epochs: EpochsTable;
  countersign_sessions: SessionsTable;
}

export interface UsersTable {
  /** Never given twice: a deleted user's cookie must not open a new user's account. */
  id: Generated<number>;
  /** As typed. */
  username: string;
  /** By `usernameKey`; unique. */
  username_key: string;
  email: string | null;
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
  user_agent: string | null;
  address: string | null;
}
