import { type TestContext, test } from "node:test";
import { postgresDatabase, skipsPostgres } from "../database/postgres-server.ts";

/** The address of a new database; undefined for the SQLite file of whoever asks. */
export type NewDatabase = (t: TestContext) => Promise<string | undefined>;

/** A story that is told twice: over SQLite, and over PostgreSQL. */
export const onBothDatabases = (
  title: string,
  tell: (t: TestContext, database: NewDatabase) => Promise<void>,
): void => {
  test(`${title}: SQLite`, (t) => tell(t, async () => undefined));
  test(`${title}: PostgreSQL`, { skip: skipsPostgres }, (t) =>
    tell(t, (each) => postgresDatabase(each)),
  );
};
