import { after } from "node:test";
import { sql } from "kysely";
import type { Database } from "../../src/database/database.ts";
import { postgresDatabase } from "./postgres-server.ts";
import { temporaryPostgres } from "./temporary-postgres.ts";

/**
 * For a suite whose tests follow one another: two processes at one database, which is emptied each time
 * that it is asked for. To make a new one takes twenty times as long.
 *
 * @param prepare is done once, when our tables are there
 */
export const clearedPostgres = (
  prepare?: (database: Database) => Promise<void>,
): (() => Promise<readonly [Database, Database]>) => {
  const closing: (() => unknown)[] = [];
  after(async () => {
    for (const close of closing) await close();
  });
  const open = async (): Promise<readonly [Database, Database]> => {
    const ending = { after: (act: () => unknown) => void closing.push(act) };
    const address = await postgresDatabase(ending);
    const one = await temporaryPostgres(ending, address);
    await prepare?.(one);
    return [one, await temporaryPostgres(ending, address)];
  };
  let opened: ReturnType<typeof open> | undefined;
  return async () => {
    opened ??= open();
    const [{ kysely }] = await opened;
    for (const table of await tablesOf(kysely))
      await sql`delete from ${sql.table(table)}`.execute(kysely);
    return opened;
  };
};

/** All but those that say which tables there are, and which number comes next. */
const tablesOf = async (kysely: Database["kysely"]): Promise<readonly string[]> => {
  const { rows } = await sql<{ relname: string }>`
    select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace
    and relname !~ '^countersign_(migrations|end_number)'`.execute(kysely);
  return rows.map(({ relname }) => relname);
};
