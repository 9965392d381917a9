import { suite, type TestContext } from "node:test";
import { database } from "../../src/engines/database.ts";
import { databaseRegister } from "../../src/registers/database-register.ts";
import { databaseAccounts } from "../../src/stores/database-accounts.ts";
import { accountContract } from "../../src/testing/account-contract.ts";
import { engineContract } from "../../src/testing/engine-contract.ts";
import { registerContract } from "../../src/testing/register-contract.ts";
import { postgresDatabase, skipsPostgres } from "./postgres-server.ts";
import { temporaryPostgres } from "./temporary-postgres.ts";

type Ending = Pick<TestContext, "after">;

/** Of two processes at one new and empty database. */
const two = async <Part>(
  t: Ending,
  make: (database: Awaited<ReturnType<typeof temporaryPostgres>>) => Part,
): Promise<readonly Part[]> => {
  const address = await postgresDatabase(t);
  return [make(await temporaryPostgres(t, address)), make(await temporaryPostgres(t, address))];
};

// What every part that keeps something in a database promises, on a real PostgreSQL.
suite("on PostgreSQL", { skip: skipsPostgres }, () => {
  registerContract("database register", (t) => two(t, (opened) => databaseRegister(opened)));

  accountContract("users in the database", (t) =>
    two(t, (opened) => ({
      accounts: databaseAccounts(opened),
      register: databaseRegister(opened),
      disable: (id) =>
        opened.kysely
          .updateTable("countersign_users")
          .set({ disabled_at: Date.UTC(2026, 2, 1, 12) })
          .where("id", "=", id)
          .execute(),
    })),
  );

  engineContract("database", ({ t, ...needs }) =>
    two(t, (opened) => database()({ ...needs, database: opened })),
  );
});
