import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "kysely";
import { migrationsOf } from "../../src/database/migrations.ts";
import { openSqlite } from "../../src/database/sqlite.ts";
import { temporaryPath } from "./temporary-database.ts";

const NAMES = Object.keys(migrationsOf("sqlite"));

test("applies what is missing, once, and says what that was", async (t) => {
  const path = temporaryPath(t);
  const database = await openSqlite(path);
  t.after(() => database.close());
  assert.deepEqual(await database.migrate(), NAMES);
  assert.deepEqual(await database.migrate(), []);
});

test("starts beside a version ahead, which has applied more than is known here", async (t) => {
  const path = temporaryPath(t);
  const database = await openSqlite(path);
  t.after(() => database.close());
  await database.migrate();
  await sql`insert into countersign_migrations values ('9999-of-tomorrow', '2099-01-01T00:00:00.000Z')`.execute(
    database.kysely,
  );
  assert.deepEqual(await database.migrate(), []);
  // Not so where what is known here is missing as well: the order would be another.
  await sql`delete from countersign_migrations where name = ${NAMES.at(-1)}`.execute(
    database.kysely,
  );
  await assert.rejects(database.migrate());
});

test("has names that sort in the order in which they are applied", () => {
  assert.deepEqual([...NAMES].sort(), NAMES);
});

test("lets several start at once on an empty file: one migrates, all are ready (T228)", async (t) => {
  const path = temporaryPath(t);
  const databases = await Promise.all(Array.from({ length: 4 }, () => openSqlite(path)));
  t.after(() => Promise.all(databases.map((database) => database.close())));
  const applied = await Promise.all(databases.map((database) => database.migrate()));
  assert.deepEqual(applied.flat(), NAMES);
  for (const { kysely } of databases) {
    assert.deepEqual(await kysely.selectFrom("countersign_users").select("id").execute(), []);
  }
});

test("makes only tables whose names begin with countersign_, and no column for a hint or a question (T097)", async (t) => {
  const database = await openSqlite(temporaryPath(t));
  t.after(() => database.close());
  await database.migrate();
  const tables = await database.kysely.introspection.getTables({ withInternalKyselyTables: true });
  assert.ok(tables.length >= 3);
  for (const { name, columns } of tables) {
    assert.match(name, /^countersign_/);
    for (const column of columns) assert.doesNotMatch(column.name, /hint|question|answer/);
  }
});
