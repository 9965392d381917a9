import assert from "node:assert/strict";
import { test } from "node:test";
import { databaseRegister } from "../../src/registers/database-register.ts";
import { databaseAccounts } from "../../src/stores/database-accounts.ts";
import { accountContract } from "../../src/testing/account-contract.ts";
import { temporaryDatabase, temporaryPath } from "../database/temporary-database.ts";

const NOW = Date.UTC(2026, 2, 1, 12);

accountContract("users in the database", async (t) => {
  const path = temporaryPath(t);
  const open = async () => {
    const database = await temporaryDatabase(t, path);
    return {
      accounts: databaseAccounts(database),
      register: databaseRegister(database),
      disable: (id: number) =>
        database.kysely
          .updateTable("countersign_users")
          .set({ disabled_at: NOW })
          .where("id", "=", id)
          .execute(),
    };
  };
  return [await open(), await open()];
});

test("lists everybody once, by id, over many pages", async (t) => {
  const database = await temporaryDatabase(t);
  const accounts = databaseAccounts(database);
  const rows = Array.from({ length: 1_203 }, (_, at) => ({
    username: `user${at}`,
    username_key: `user${at}`,
    email: null,
    email_verified_at: null,
    password: "!",
    created_at: NOW,
    last_login_at: null,
    disabled_at: null,
  }));
  await database.kysely.insertInto("countersign_users").values(rows).execute();
  await database.kysely.deleteFrom("countersign_users").where("id", "=", 501).execute();
  const ids: number[] = [];
  for await (const user of accounts.list()) ids.push(user.id);
  assert.equal(ids.length, 1_202);
  assert.deepEqual(
    [...ids].sort((a, b) => a - b),
    ids,
  );
});
