import { databaseRegister } from "../../src/registers/database-register.ts";
import { memoryRegister } from "../../src/registers/memory-register.ts";
import { registerContract } from "../../src/testing/register-contract.ts";
import { makeDjangoTables } from "../database/django-site-tables.ts";
import { temporaryDatabase, temporaryPath } from "../database/temporary-database.ts";

registerContract("memory register", () => [memoryRegister()]);

registerContract("database register", async (t) => {
  const path = temporaryPath(t);
  const open = async () => databaseRegister(await temporaryDatabase(t, path));
  return [await open(), await open()];
});

registerContract("database register beside Django's users", async (t) => {
  const path = temporaryPath(t);
  const open = async () => {
    const database = await temporaryDatabase(t, path);
    await makeDjangoTables(database);
    return databaseRegister(database, { tiedTo: "auth_user" });
  };
  return [await open(), await open()];
});
