import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync, type SQLOutputValue } from "node:sqlite";
import { test } from "node:test";
import { runCommand } from "../cli/run-command.ts";
import { exportOf } from "../docs/export-of.ts";
import { browserLikeClient } from "./browser-like-client.ts";
import { djangoSite, skipsDjango } from "./django-site.ts";
import { ADA, SECRET } from "./people.ts";
import { siteProcess } from "./site-process.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** As `sqlite3 -csv -header` prints them. */
const csv = (rows: readonly Record<string, SQLOutputValue>[]): string =>
  [Object.keys(rows[0] ?? {}), ...rows.map((row) => Object.values(row))]
    .map((cells) => cells.map((cell) => cell ?? "").join(","))
    .join("\n");

test("users of a real Django are imported by the export that the guide gives, and log in", {
  skip: skipsDjango("SQLite"),
}, async (t) => {
  const theirs = temporaryFolder(t);
  const path = join(theirs, "django.db");
  const users = ["ada", "bob", "Eve"];
  const django = await djangoSite(t, {
    ...{ folder: theirs, database: `sqlite:${path}`, engine: "db", secret: SECRET },
    ...{ users, password: ADA.password },
  });
  await django.shell("ada", 'user.email = "ada@example.org"; user.save()');
  await django.shell("bob", "user.is_active = False; user.save()");
  await django.shell("Eve", "user.set_unusable_password(); user.save()");
  const database = new DatabaseSync(path, { readOnly: true });
  const rows = database.prepare(exportOf("django")).all();
  database.close();

  const folder = temporaryFolder(t);
  writeFileSync(join(folder, "users.csv"), csv(rows));
  const imported = await runCommand(["user", "import", "users.csv"], { folder });
  assert.deepEqual([imported.code, imported.out], [0, "3 users were imported.\n"], imported.err);

  const environment = {
    COUNTERSIGN_DATABASE: `sqlite:${join(folder, "data", "countersign.db")}`,
  };
  const site = await siteProcess(t, { folder, environment });
  const logIn = async (username: string): Promise<number> =>
    (await browserLikeClient(site).post("/login", { ...ADA, username })).status;
  assert.equal(await logIn("ada"), 303);
  assert.equal(await logIn("bob"), 401, "was disabled there");
  assert.equal(await logIn("eve"), 401, "had no password there");
  const again = await runCommand(["user", "import", "users.csv"], { folder });
  assert.equal(again.out, "3 users of the file are there already, and 0 were imported.\n");
});
