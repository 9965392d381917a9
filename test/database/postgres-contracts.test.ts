import { suite } from "node:test";
import { database } from "../../src/engines/database.ts";
import { databaseRegister } from "../../src/registers/database-register.ts";
import { databaseAccounts } from "../../src/stores/database-accounts.ts";
import { djangoBond } from "../../src/stores/django-bond.ts";
import { accountContract } from "../../src/testing/account-contract.ts";
import { contract } from "../../src/testing/contract.ts";
import { engineContract } from "../../src/testing/engine-contract.ts";
import { registerContract } from "../../src/testing/register-contract.ts";
import { auditBench, auditedActs } from "../stores/audited-acts.ts";
import { clearedPostgres } from "./cleared-postgres.ts";
import { makeDjangoTables } from "./django-site-tables.ts";
import { skipsPostgres } from "./postgres-server.ts";

// What every part that keeps something in a database promises, on a real PostgreSQL.
suite("on PostgreSQL", { skip: skipsPostgres }, () => {
  const two = clearedPostgres();

  registerContract("database register", async () =>
    (await two()).map((each) => databaseRegister(each)),
  );

  accountContract("users in the database", async () =>
    (await two()).map((opened) => ({
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

  contract("the audit in the database", async () => auditBench((await two())[0]!), auditedActs);

  engineContract("database", async (needs) =>
    (await two()).map((each) => database()({ ...needs, database: each })),
  );
});

suite("on PostgreSQL, beside Django's tables", { skip: skipsPostgres }, () => {
  const two = clearedPostgres(makeDjangoTables);

  registerContract("database register beside Django's users", async () =>
    (await two()).map((each) => databaseRegister(each, { tiedTo: "auth_user" })),
  );

  engineContract(
    "database of Django",
    async (needs) =>
      (await two()).map((each) => database({ django: true })({ ...needs, database: each })),
    djangoBond(["bond"]),
  );
});
