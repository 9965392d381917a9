import type { Database } from "./database.ts";
import { sqlitePathOf } from "./database-address.ts";
import { openSqlite } from "./sqlite.ts";

/**
 * The database of an address. Rejects with `storage.unavailable` if it cannot be opened; a
 * PostgreSQL that is out of reach is found out by the first statement.
 */
export const openDatabase = async (address: string): Promise<Database> => {
  const path = sqlitePathOf(address);
  if (path !== undefined) return openSqlite(path);
  const { openPostgres } = await import("./postgres.ts");
  return openPostgres(address);
};
