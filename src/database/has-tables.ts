import { sql } from "kysely";
import type { Database } from "./database.ts";

/** Has anybody brought our tables into this PostgreSQL database? */
export const hasTables = async ({ kysely }: Database): Promise<boolean> => {
  const { rows } = await sql<{ found: boolean }>`
    select to_regclass('countersign_migrations') is not null as found`.execute(kysely);
  return rows[0]?.found === true;
};
