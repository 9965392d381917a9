import type { Database } from "../database/database.ts";
import { openSqlite } from "../database/sqlite.ts";
import { sqlitePathOf } from "./database-address.ts";

/**
 * The database of an address. Rejects with `storage.unavailable` if it cannot be opened; a
 * PostgreSQL that is out of reach is found out by the first statement.
 *
 * @param pool how many connections at most, where a database has several
 */
export const openDatabase = async (address: string, pool?: number): Promise<Database> => {
  const path = sqlitePathOf(address);
  if (path !== undefined) return openSqlite(path);
  const { openPostgres } = await import("../database/postgres.ts");
  return openPostgres(address, pool);
};
