import {
  type Insertable,
  type Kysely,
  type Selectable,
  type SelectQueryBuilder,
  sql,
} from "kysely";
import type { NewUser, VisitorRecord } from "../account/account-store.ts";
import { emailKey } from "../users/email-key.ts";
import type { User } from "../users/user.ts";
import type { LoginRecord } from "../users/user-store.ts";
import { DEVICE_EPOCH, EPOCH, EVERYBODY } from "./epoch-rows.ts";
import { type StandingRow, toStanding } from "./standing-rows.ts";
import type { Tables, UsersTable } from "./tables.ts";

export type UserRow = Pick<
  Selectable<UsersTable>,
  "id" | "username" | "email" | "email_verified_at" | "created_at" | "last_login_at"
>;

export const USER_COLUMNS: readonly (
  | "countersign_users.id"
  | "countersign_users.username"
  | "countersign_users.email"
  | "countersign_users.email_verified_at"
  | "countersign_users.created_at"
  | "countersign_users.last_login_at"
)[] = [
  "countersign_users.id",
  "countersign_users.username",
  "countersign_users.email",
  "countersign_users.email_verified_at",
  "countersign_users.created_at",
  "countersign_users.last_login_at",
];

/** A statement that reads users, to be narrowed down. */
export type UserQuery<Row> = SelectQueryBuilder<Tables, "countersign_users", Row>;

export const selectUsers = (kysely: Kysely<Tables>): UserQuery<UserRow> =>
  kysely.selectFrom("countersign_users").select(USER_COLUMNS);

export const selectUsersWithEpoch = (
  kysely: Kysely<Tables>,
): UserQuery<UserRow & { epoch: number }> =>
  selectUsers(kysely)
    .leftJoin("countersign_epochs as own", "own.user_id", "countersign_users.id")
    .leftJoin("countersign_epochs as every", (join) =>
      join.on("every.user_id", "=", sql.lit(EVERYBODY)),
    )
    // Whoever narrows it down does so by columns of users, and needs no word of what was joined.
    .select(EPOCH) as unknown as UserQuery<UserRow & { epoch: number }>;

/** With all that a login has to know. */
export const selectLogins = (kysely: Kysely<Tables>): UserQuery<LoginRow> =>
  selectUsersWithEpoch(kysely).select([
    "countersign_users.password",
    "countersign_users.disabled_at",
    DEVICE_EPOCH,
  ]);

export type LoginRow = UserRow & {
  password: string;
  disabled_at: number | null;
  epoch: number;
  device_epoch: number;
};
export type VisitorRow = UserRow & StandingRow & { disabled_at: number | null };

export const toUser = (row: UserRow): User => ({
  id: row.id,
  username: row.username,
  email: row.email ?? undefined,
  emailVerifiedAt: row.email_verified_at ?? undefined,
  createdAt: row.created_at,
  lastLoginAt: row.last_login_at ?? undefined,
});

export const toLoginRecord = (row: LoginRow): LoginRecord => ({
  user: toUser(row),
  password: row.password,
  isDisabled: row.disabled_at !== null,
  epoch: row.epoch,
  deviceEpoch: row.device_epoch,
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
  email_key: user.email === undefined ? null : emailKey(user.email),
  email_verified_at: null,
  password: user.password,
  disabled_at: null,
});
