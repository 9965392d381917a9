import { sql } from "kysely";
import type { Database } from "../../src/database/database.ts";

/** Django's tables as its migrations make them in SQLite (3.2 to 5.2), unless they are there. */
export const makeDjangoTables = async ({ kysely }: Database): Promise<void> => {
  await sql`create table if not exists "auth_user" ("id" integer not null primary key autoincrement,
    "password" varchar(128) not null, "last_login" datetime null, "is_superuser" bool not null,
    "username" varchar(150) not null unique, "last_name" varchar(150) not null,
    "email" varchar(254) not null, "is_staff" bool not null, "is_active" bool not null,
    "date_joined" datetime not null, "first_name" varchar(150) not null)`.execute(kysely);
  await sql`create table if not exists "django_session" ("session_key" varchar(40) not null primary key,
    "session_data" text not null, "expire_date" datetime not null)`.execute(kysely);
};

export interface DjangoUser {
  readonly username: string;
  readonly password: string;
  readonly id?: number;
  readonly email?: string;
  readonly is_active?: boolean;
  readonly date_joined?: string;
}

/** A user as Django inserts one; the id. */
export const addDjangoUser = async ({ kysely }: Database, user: DjangoUser): Promise<number> => {
  const { id = null, username, password, email = "", is_active: isActive = true } = user;
  const joined = user.date_joined ?? "2026-01-02 03:04:05.678901";
  const { rows } = await sql<{ id: number }>`insert into auth_user
    (id, username, password, email, is_active, date_joined, is_superuser, is_staff, first_name, last_name)
    values (${id}, ${username}, ${password}, ${email}, ${isActive ? 1 : 0}, ${joined}, 0, 0, '', '')
    returning id`.execute(kysely);
  return rows[0]!.id;
};
