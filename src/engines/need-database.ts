import type { Database } from "../database/database.ts";
import { CountersignError } from "../errors/countersign-error.ts";

/** The site's database, for an engine that keeps sessions in it. Throws `settings.invalid` without one. */
export const needDatabase = (engine: string, database: Database | undefined): Database => {
  if (database) return database;
  throw new CountersignError(
    "settings.invalid",
    `engine: ${engine}() keeps sessions in a database, and none is set; set database, such as sqlite:data/site.db.`,
  );
};
