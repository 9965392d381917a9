import type { Database } from "../database/database.ts";
import { databaseRegister } from "../registers/database-register.ts";
import type { Register } from "../sessions/register.ts";
import type { ForeignUsers } from "../stores/foreign-users.ts";
import { openDatabase } from "./open-database.ts";

export interface Migrated {
  readonly database: Database;
  readonly register: Register;
  /** The migrations that were applied. */
  readonly migrated: readonly string[];
}

/**
 * Opens the database and migrates it. Rejects with `storage.unavailable`.
 *
 * @param users whose hashes the register brings along, if they are another system's
 */
export const openMigrated = async (address: string, users?: ForeignUsers): Promise<Migrated> => {
  const database = await openDatabase(address);
  try {
    // Before anything of ours is made: it may be the wrong file.
    await users?.requireTables(database);
    const migrated = await database.migrate();
    return { database, register: databaseRegister(database, users?.table), migrated };
  } catch (error) {
    await database.close();
    throw error;
  }
};
