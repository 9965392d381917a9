import { database } from "../../src/engines/database.ts";
import { encryptedCookie } from "../../src/engines/encrypted-cookie.ts";
import { file } from "../../src/engines/file.ts";
import { memory } from "../../src/engines/memory.ts";
import { signedCookie } from "../../src/engines/signed-cookie.ts";
import { djangoBond } from "../../src/stores/django-bond.ts";
import { engineContract } from "../../src/testing/engine-contract.ts";
import { makeDjangoTables } from "../database/django-site-tables.ts";
import { temporaryDatabase, temporaryPath } from "../database/temporary-database.ts";
import { temporaryFolder } from "../stories/temporary-folder.ts";

// Every engine, over everything that an engine promises.

engineContract("signed-cookie", (needs) => [signedCookie()(needs), signedCookie()(needs)]);

engineContract("encrypted-cookie", (needs) => [encryptedCookie()(needs), encryptedCookie()(needs)]);

engineContract("memory", (needs) => [memory()(needs)]);

engineContract("database", async ({ t, ...needs }) => {
  const path = temporaryPath(t);
  const open = async () => database()({ ...needs, database: await temporaryDatabase(t, path) });
  return [await open(), await open()];
});

engineContract("file", ({ t }) => {
  const folder = temporaryFolder(t);
  return [file(folder)(), file(folder)()];
});

engineContract(
  "signed-cookie of Django",
  (needs) => [signedCookie({ django: true })(needs), signedCookie({ django: true })(needs)],
  djangoBond(["bond"]),
);

engineContract(
  "database of Django",
  async ({ t, ...needs }) => {
    const path = temporaryPath(t);
    const open = async () => {
      const opened = await temporaryDatabase(t, path);
      await makeDjangoTables(opened);
      return database({ django: true })({ ...needs, database: opened });
    };
    return [await open(), await open()];
  },
  djangoBond(["bond"]),
);
