import type { Insertable, Selectable } from "kysely";
import type { NewUser, VisitorRecord } from "../account/account-store.ts";
import type { User } from "../users/user.ts";
import type { LoginRecord } from "../users/user-store.ts";
import { type StandingRow, toStanding } from "./standing-rows.ts";
import type { UsersTable } from "./tables.ts";

export type UserRow = Pick<
  Selectable<UsersTable>,
  "id" | "username" | "email" | "created_at" | "last_login_at"
>;

export const USER_COLUMNS: readonly (
  | "countersign_users.id"
  | "countersign_users.username"
  | "countersign_users.email"
  | "countersign_users.created_at"
  | "countersign_users.last_login_at"
)[] = [
  "countersign_users.id",
  "countersign_users.username",
  "countersign_users.email",
  "countersign_users.created_at",
  "countersign_users.last_login_at",
];

export type LoginRow = UserRow & { password: string; disabled_at: number | null; epoch: number };
export type VisitorRow = UserRow & StandingRow & { disabled_at: number | null };

export const toUser = (row: UserRow): User => ({
  id: row.id,
  username: row.username,
  email: row.email ?? undefined,
  createdAt: row.created_at,
  lastLoginAt: row.last_login_at ?? undefined,
});

export const toLoginRecord = (row: LoginRow): LoginRecord => ({
  user: toUser(row),
  password: row.password,
  isDisabled: row.disabled_at !== null,
  epoch: row.epoch,
});

export const toVisitor = (row: VisitorRow | undefined): VisitorRecord | undefined =>
  row && {
    user: toUser(row),
    isDisabled: row.disabled_at !== null,
    standing: toStanding(row),
  };

/** A new user's row, but for its times. */
export const toUserRow = (
  user: NewUser,
): Omit<Insertable<UsersTable>, "created_at" | "last_login_at"> => ({
  username: user.username,
  username_key: user.usernameKey,
  email: user.email ?? null,
  email_verified_at: null,
  password: user.password,
  disabled_at: null,
});
