import { type Kysely, sql } from "kysely";
import type { Tables } from "./tables.ts";

/** A table whose rows expire, by its key and by the column that says when. */
interface Expiring {
  readonly table: keyof Tables;
  readonly key: string;
  readonly moment: string;
}

/** Deletes at most `limit` rows that expired before; how many it deleted. */
export const deleteExpired = async (
  kysely: Kysely<Tables>,
  { table, key, moment }: Expiring,
  before: number | string,
  limit: number,
): Promise<number> => {
  const expired = sql`select ${sql.ref(key)} from ${sql.table(table)} where ${sql.ref(moment)} < ${before} limit ${limit}`;
  const query = sql`delete from ${sql.table(table)} where ${sql.ref(key)} in (${expired})`;
  const { numAffectedRows } = await query.execute(kysely);
  return Number(numAffectedRows ?? 0);
};
