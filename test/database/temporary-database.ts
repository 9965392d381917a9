import { join } from "node:path";
import type { TestContext } from "node:test";
import type { Database } from "../../src/database/database.ts";
import { openSqlite } from "../../src/database/sqlite.ts";
import { temporaryFolder } from "../stories/temporary-folder.ts";

/** The path of a database file that is not there yet, in a folder that goes with the test. */
export const temporaryPath = (t: Pick<TestContext, "after">): string =>
  join(temporaryFolder(t), "test.db");

/** A SQLite file with all tables, closed and gone when the test is over. */
export const temporaryDatabase = async (
  t: Pick<TestContext, "after">,
  path: string = temporaryPath(t),
): Promise<Database> => {
  const database = await openSqlite(path);
  t.after(() => database.close());
  await database.migrate();
  return database;
};
