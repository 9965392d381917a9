import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { openStorage } from "../../src/assembly/open-storage.ts";
import { bcryptSha256 } from "../../src/hashers/bcrypt-sha256.ts";
import { postgresDatabase, skipsPostgres } from "../database/postgres-server.ts";
import { temporaryFolder } from "../stories/temporary-folder.ts";

test("users, register and passwords work without a secret or a site", async (t) => {
  const path = join(temporaryFolder(t), "site.db");
  const storage = await openStorage(`sqlite:${path}`, { hashers: [bcryptSha256({ cost: 4 })] });
  assert.ok(storage.migrated.length > 0);
  const hash = await storage.passwords.make("five green apples");
  assert.ok(await storage.passwords.check("five green apples", hash));
  assert.ok(!(await storage.passwords.check("five green pears", hash)));
  assert.deepEqual(await Array.fromAsync(storage.accounts.list()), []);
  await storage.close();

  const again = await openStorage(`sqlite:${path}`);
  assert.deepEqual(again.migrated, []);
  await again.close();
});

test("a file that is no database is storage.unavailable", async (t) => {
  const folder = temporaryFolder(t);
  const file = join(folder, "text.db");
  writeFileSync(file, "this is no database at all, and long enough to be looked at. ".repeat(20));
  await assert.rejects(openStorage(`sqlite:${file}`), { code: "storage.unavailable" });
  await assert.rejects(openStorage(`sqlite:${folder}`), { code: "storage.unavailable" });
});

test("what has ended is learnt by heart on PostgreSQL, unless that is not wanted", {
  skip: skipsPostgres,
}, async (t) => {
  const address = await postgresDatabase(t);
  for (const recalls of [true, false]) {
    const storage = await openStorage(address, { recalls });
    assert.equal("recall" in storage.register, recalls);
    await storage.close();
  }
});
