import type { Database } from "../database/database.ts";
import { openSqlite } from "../database/sqlite.ts";
import { databaseRegister } from "../registers/database-register.ts";
import type { Register } from "../sessions/register.ts";

export interface Migrated {
  readonly database: Database;
  readonly register: Register;
  /** The migrations that were applied. */
  readonly migrated: readonly string[];
}

/** Opens the database and migrates it. Rejects with `storage.unavailable`. */
export const openMigrated = async (path: string): Promise<Migrated> => {
  const database = await openSqlite(path);
  try {
    const migrated = await database.migrate();
    return { database, register: databaseRegister(database), migrated };
  } catch (error) {
    await database.close();
    throw error;
  }
};
