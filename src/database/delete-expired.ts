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
  // In their order, or PostgreSQL may read the table from its beginning for each batch.
  const expired = sql`select ${sql.ref(key)} from ${sql.table(table)} where ${isExpired} order by ${sql.ref(moment)} limit ${limit}`;
  // What another sweep is at is left to it. As an array, or all that expired may be read for each batch.
  const isOneOfThem =
    dialect === "postgres"
      ? sql`= any(array(${expired} for update skip locked))`
      : sql`in (${expired})`;
  // Asked again of the row itself: somebody may have prolonged it in between.
  const query = sql`delete from ${sql.table(table)} where ${sql.ref(key)} ${isOneOfThem} and ${isExpired}`;
  const { numAffectedRows } = await query.execute(kysely);
  return Number(numAffectedRows ?? 0);
};
