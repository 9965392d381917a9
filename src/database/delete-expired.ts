import { sql } from "kysely";
import type { Database } from "./database.ts";
import type { Tables } from "./tables.ts";

/** A table whose rows expire, by its key and by the column that says when. */
interface Expiring {
  readonly table: keyof Tables;
  readonly key: string;
  readonly moment: string;
}

/** Deletes at most `limit` rows that expired before; how many it deleted. */
export const deleteExpired = async (
  { kysely, dialect }: Database,
  { table, key, moment }: Expiring,
  before: number | string,
  limit: number,
): Promise<number> => {
  const isExpired = sql`${sql.ref(moment)} < ${before}`;
  // What another sweep is at is left to it.
  const skipping = dialect === "postgres" ? sql`for update skip locked` : sql``;
  const expired = sql`select ${sql.ref(key)} from ${sql.table(table)} where ${isExpired} limit ${limit} ${skipping}`;
  // Asked again of the row itself: somebody may have prolonged it in between.
  const query = sql`delete from ${sql.table(table)} where ${sql.ref(key)} in (${expired}) and ${isExpired}`;
  const { numAffectedRows } = await query.execute(kysely);
  return Number(numAffectedRows ?? 0);
};
