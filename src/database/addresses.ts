import { type Kysely, type Migration, sql } from "kysely";
import type { Database } from "./database.ts";
import type { Tables } from "./tables.ts";

/** The migration that lets users be found by address. */
export const addresses = (dialect: Database["dialect"]): Migration => ({
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable("countersign_users").addColumn("email_key", "text").execute();
    // As `emailKey` folds them: only ASCII, whatever the database's locale is.
    const folded = dialect === "sqlite" ? sql`lower(email)` : sql`lower(email collate "C")`;
    await sql`update countersign_users set email_key = ${folded}`.execute(db);
    await db.schema
      .createIndex("countersign_users_email_key")
      .on("countersign_users")
      .column("email_key")
      .execute();
    await db.schema
      .createIndex("countersign_users_verified_email_key")
      .unique()
      .on("countersign_users")
      .column("email_key")
      .where(sql.ref("email_verified_at"), "is not", null)
      .execute();
  },
});

/**
 * Whose address it is that is verified, within whatever transaction verifies one. On PostgreSQL whoever
 * else verifies this address waits until the transaction is over, where the index would break it off.
 * Asked before any row is written, so that two of them never wait for each other.
 */
export const ownerOf = async (
  db: Kysely<Tables>,
  dialect: Database["dialect"],
  key: string,
): Promise<number | undefined> => {
  if (dialect === "postgres") {
    await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 1))`.execute(db);
  }
  const row = await db
    .selectFrom("countersign_users")
    .select("id")
    .where("email_key", "=", key)
    .where("email_verified_at", "is not", null)
    .executeTakeFirst();
  return row?.id;
};
