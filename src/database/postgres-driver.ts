import type pg from "pg";
import { CountersignError } from "../errors/countersign-error.ts";

export type PostgresDriver = typeof pg;

/** Loaded only here: who has no PostgreSQL needs no driver. Rejects with `settings.invalid` without it. */
export const postgresDriver = async (): Promise<PostgresDriver> => {
  try {
    return (await import("pg")).default;
  } catch (cause) {
    throw new CountersignError(
      "settings.invalid",
      "database: PostgreSQL needs the driver pg; `npm install pg`.",
      { cause },
    );
  }
};

/** https://github.com/postgres/postgres/blob/master/src/include/catalog/pg_type.dat */
const INT8 = 20;
const TIMESTAMPTZ = 1184;

/** Values as SQLite has them: integers as numbers, and Django's moments as its text in UTC. */
export const valuesAsInSqlite = ({ types }: PostgresDriver): pg.CustomTypesConfig => ({
  getTypeParser: ((oid: number, format?: "text" | "binary") => {
    if (oid === INT8) return Number;
    if (oid === TIMESTAMPTZ) return (text: string) => text.replace(/\+00$/, "");
    return types.getTypeParser(oid, format as "text");
  }) as typeof types.getTypeParser,
});
