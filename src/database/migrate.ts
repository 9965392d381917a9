import { type Kysely, type Migration, Migrator } from "kysely";
import type { Database } from "./database.ts";
import { migrationsOf } from "./migrations.ts";
import type { Tables } from "./tables.ts";

/**
 * Applies what is missing, in one transaction, under Kysely's lock: two processes may start at once
 * on an empty database. The names of what was applied.
 *
 * Where nothing is missing there may be more than is known here: another host is a version ahead, and
 * this one has to be able to start again beside it.
 */
export const migrateToLatest = async (
  kysely: Kysely<Tables>,
  dialect: Database["dialect"],
): Promise<readonly string[]> => {
  const migrator = new Migrator({
    db: kysely,
    provider: { getMigrations: async () => migrationsOf(dialect) as Record<string, Migration> },
    migrationTableName: "countersign_migrations",
    migrationLockTableName: "countersign_migrations_lock",
  });
  const known = await migrator.getMigrations();
  if (known.every(({ executedAt }) => executedAt !== undefined)) return [];
  const { error, results } = await migrator.migrateToLatest();
  if (error) throw error;
  return (results ?? []).map((result) => result.migrationName);
};
