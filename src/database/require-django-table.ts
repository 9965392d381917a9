import type { Kysely } from "kysely";
import { CountersignError } from "../errors/countersign-error.ts";
import type { DjangoTables } from "./django-tables.ts";
import type { Tables } from "./tables.ts";

/** Rejects with `storage.unavailable` where Django has not made the table. */
export const requireDjangoTable = async (
  kysely: Kysely<Tables>,
  name: keyof DjangoTables,
): Promise<void> => {
  const tables = await kysely.introspection.getTables();
  if (tables.some((table) => table.name === name)) return;
  throw new CountersignError(
    "storage.unavailable",
    `The database has no table ${name}. Set it to the Django site's own database, and run \`manage.py migrate\` there.`,
  );
};
