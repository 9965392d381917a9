import { type CreateTableBuilder, type Kysely, type Migration, sql } from "kysely";
import { addresses } from "./addresses.ts";
import type { Database } from "./database.ts";
import { endsByNumber } from "./ends-by-number.ts";

/** What made the tables, in order, under names that sort. One that was released is never changed. */
export const migrationsOf = (
  dialect: Database["dialect"],
): Readonly<Record<string, Migration>> => ({
  "0001-users-and-sessions": {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable("countersign_users")
        .$call(dialect === "sqlite" ? withAutoIncrement : withIdentity)
        .addColumn("username", "text", (column) => column.notNull())
        .addColumn("username_key", "text", (column) => column.notNull().unique())
        .addColumn("email", "text")
        .addColumn("email_verified_at", "bigint")
        .addColumn("password", "text", (column) => column.notNull())
        .addColumn("created_at", "bigint", (column) => column.notNull())
        .addColumn("last_login_at", "bigint")
        .addColumn("disabled_at", "bigint")
        .execute();
      // No foreign key: an epoch outlives its user, and so does the end of a session.
      await db.schema
        .createTable("countersign_epochs")
        .addColumn("user_id", dialect === "sqlite" ? "integer" : "bigint", (column) =>
          column.primaryKey(),
        )
        .addColumn("epoch", "bigint", (column) => column.notNull())
        .execute();
      await db.schema
        .createTable("countersign_sessions")
        .addColumn("sid", "text", (column) => column.primaryKey())
        .addColumn("user_id", "bigint", (column) => column.notNull())
        .addColumn("epoch", "bigint", (column) => column.notNull())
        .addColumn("entered_at", "bigint", (column) => column.notNull())
        .addColumn("last_seen_at", "bigint", (column) => column.notNull())
        .addColumn("expires_at", "bigint", (column) => column.notNull())
        .addColumn("ended_at", "bigint")
        .addColumn("user_agent", "text")
        .addColumn("address", "text")
        // Found by its key at each request: without a row number that is one search and not two.
        .$call((table) => (dialect === "sqlite" ? table.modifyEnd(sql`without rowid`) : table))
        .execute();
      await db.schema
        .createIndex("countersign_sessions_user_id")
        .on("countersign_sessions")
        .columns(["user_id", "entered_at"])
        .execute();
      await db.schema
        .createIndex("countersign_sessions_expires_at")
        .on("countersign_sessions")
        .column("expires_at")
        .execute();
    },
  },
  "0002-sessions-on-the-server": {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable("countersign_session_data")
        .addColumn("id", "text", (column) => column.primaryKey())
        .addColumn("digest", "text", (column) => column.notNull())
        .addColumn("data", "text", (column) => column.notNull())
        .addColumn("marks", "text", (column) => column.notNull())
        .addColumn("saved_at", "bigint", (column) => column.notNull())
        .addColumn("expires_at", "bigint", (column) => column.notNull())
        .execute();
      await db.schema
        .createIndex("countersign_session_data_expires_at")
        .on("countersign_session_data")
        .column("expires_at")
        .execute();
      await db.schema.alterTable("countersign_sessions").addColumn("successor", "text").execute();
      await db.schema
        .alterTable("countersign_epochs")
        .addColumn("raised_at", "bigint", (column) => column.notNull().defaultTo(0))
        .execute();
    },
  },
  ...(dialect === "postgres" ? { "0003-ends-by-number": endsByNumber } : {}),
  "0004-addresses": addresses(dialect),
  "0005-audit": {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable("countersign_audit")
        .$call(dialect === "sqlite" ? withAutoIncrement : withIdentity)
        .addColumn("at", "bigint", (column) => column.notNull())
        .addColumn("event", "text", (column) => column.notNull())
        .addColumn("user_id", "bigint")
        .addColumn("username", "text")
        .addColumn("actor", "text", (column) => column.notNull())
        .addColumn("operator", "text")
        .addColumn("request_id", "text")
        .addColumn("address", "text")
        .addColumn("session", "text")
        .addColumn("details", "text")
        .execute();
      await db.schema
        .createIndex("countersign_audit_user_id")
        .on("countersign_audit")
        .columns(["user_id", "id"])
        .execute();
      await db.schema
        .createIndex("countersign_audit_at")
        .on("countersign_audit")
        .column("at")
        .execute();
    },
  },
  "0006-failures": {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable("countersign_failures")
        .addColumn("key", "text", (column) => column.primaryKey())
        .addColumn("user_id", "bigint")
        .addColumn("failures", "integer", (column) => column.notNull())
        .addColumn("since", "bigint", (column) => column.notNull())
        .addColumn("open_at", "bigint", (column) => column.notNull())
        .addColumn("expires_at", "bigint")
        .execute();
      for (const column of ["user_id", "expires_at"]) {
        await db.schema
          .createIndex(`countersign_failures_${column}`)
          .on("countersign_failures")
          .column(column)
          .execute();
      }
      await db.schema
        .alterTable("countersign_epochs")
        .addColumn("device_epoch", "bigint", (column) => column.notNull().defaultTo(0))
        .execute();
    },
  },
});

type Table<Columns extends string = string> = CreateTableBuilder<string, Columns>;

/** SQLite would give a deleted highest id to the next user. */
const withAutoIncrement = (table: Table): Table =>
  table.addColumn("id", "integer", (column) => column.primaryKey().autoIncrement());

const withIdentity = (table: Table): Table =>
  table.addColumn("id", "bigint", (column) => column.primaryKey().generatedAlwaysAsIdentity());
