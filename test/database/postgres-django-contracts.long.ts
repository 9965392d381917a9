import { suite } from "node:test";
import { database } from "../../src/engines/database.ts";
import { databaseRegister } from "../../src/registers/database-register.ts";
import { djangoBond } from "../../src/stores/django-bond.ts";
import { engineContract } from "../../src/testing/engine-contract.ts";
import { registerContract } from "../../src/testing/register-contract.ts";
import type { Ending } from "../stories/temporary-folder.ts";
import { makeDjangoTables } from "./django-site-tables.ts";
import { postgresDatabase, skipsPostgres } from "./postgres-server.ts";
import { temporaryPostgres } from "./temporary-postgres.ts";

/** Two processes at one new database, in which Django's tables are. */
const opened = async (t: Ending) => {
  const address = await postgresDatabase(t);
  const databases = [await temporaryPostgres(t, address), await temporaryPostgres(t, address)];
  await makeDjangoTables(databases[0]!);
  return databases;
};

suite("beside Django's tables in PostgreSQL", { skip: skipsPostgres }, () => {
  registerContract("database register", async (t) =>
    (await opened(t)).map((each) => databaseRegister(each, { tiedTo: "auth_user" })),
  );

  engineContract(
    "database of Django",
    async ({ t, ...needs }) =>
      (await opened(t)).map((each) => database({ django: true })({ ...needs, database: each })),
    djangoBond(["bond"]),
  );
});
