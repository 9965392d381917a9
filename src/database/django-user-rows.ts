import type { Selectable } from "kysely";
import type { VisitorRecord } from "../account/account-store.ts";
import type { User } from "../users/user.ts";
import type { LoginRecord } from "../users/user-store.ts";
import { fromDjangoMoment } from "./django-moment.ts";
import type { AuthUserTable } from "./django-tables.ts";
import { type StandingRow, toStanding } from "./standing-rows.ts";

export type DjangoUserRow = Pick<
  Selectable<AuthUserTable>,
  "id" | "username" | "email" | "last_login" | "date_joined"
>;
type WithHash = DjangoUserRow & Pick<Selectable<AuthUserTable>, "password" | "is_active">;
export type DjangoLoginRow = WithHash & { epoch: number; device_epoch: number };
export type DjangoVisitorRow = WithHash & StandingRow;

export const DJANGO_USER_COLUMNS: readonly (
  | "auth_user.id"
  | "auth_user.username"
  | "auth_user.email"
  | "auth_user.last_login"
  | "auth_user.date_joined"
)[] = [
  "auth_user.id",
  "auth_user.username",
  "auth_user.email",
  "auth_user.last_login",
  "auth_user.date_joined",
];

export const toDjangoUser = (row: DjangoUserRow): User => ({
  id: row.id,
  username: row.username,
  email: row.email || undefined,
  emailVerifiedAt: undefined,
  createdAt: fromDjangoMoment(row.date_joined),
  lastLoginAt: row.last_login === null ? undefined : fromDjangoMoment(row.last_login),
});

export const toDjangoLogin = (row: DjangoLoginRow): LoginRecord => ({
  user: toDjangoUser(row),
  password: row.password,
  isDisabled: !row.is_active,
  epoch: row.epoch,
  deviceEpoch: row.device_epoch,
});

export const toDjangoVisitor = (row: DjangoVisitorRow | undefined): VisitorRecord | undefined =>
  row && {
    user: toDjangoUser(row),
    isDisabled: !row.is_active,
    standing: { ...toStanding(row), password: row.password },
  };
