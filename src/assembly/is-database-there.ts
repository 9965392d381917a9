import { existsSync } from "node:fs";
import { hasTables } from "../database/has-tables.ts";
import { sqlitePathOf } from "./database-address.ts";
import { openDatabase } from "./open-database.ts";

/**
 * Is there something at this address already, which opening it would not make first: a file, or our
 * tables in a PostgreSQL? Rejects with `storage.unavailable`.
 */
export const isDatabaseThere = async (address: string): Promise<boolean> => {
  const path = sqlitePathOf(address);
  if (path !== undefined) return path === ":memory:" || existsSync(path);
  const database = await openDatabase(address);
  try {
    return await hasTables(database);
  } finally {
    await database.close();
  }
};
