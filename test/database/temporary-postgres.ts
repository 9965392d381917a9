import type { TestContext } from "node:test";
import type { Database } from "../../src/database/database.ts";
import { openPostgres } from "../../src/database/postgres.ts";

/** A PostgreSQL database with all tables, closed when the test is over. */
export const temporaryPostgres = async (
  t: Pick<TestContext, "after">,
  address: string,
): Promise<Database> => {
  const database = await openPostgres(address);
  t.after(() => database.close());
  await database.migrate();
  return database;
};
