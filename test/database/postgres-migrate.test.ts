import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { migrationsOf } from "../../src/database/migrations.ts";
import { openPostgres } from "../../src/database/postgres.ts";
import { seen, somebody } from "../stories/postgres-site.ts";
import { postgresDatabase, skipsPostgres } from "./postgres-server.ts";

const NAMES = Object.keys(migrationsOf("postgres"));

/** The key of the lock under which Kysely migrates. */
const LOCK = "3853314791062309107";

/** Longer than any statement of the site's may take. */
const LONG = 2_000;

suite("migrating a PostgreSQL", { skip: skipsPostgres, concurrency: true }, () => {
  test("lets several start at once on an empty database: one migrates, all are ready (T228)", async (t) => {
    const address = await postgresDatabase(t);
    const databases = await Promise.all(Array.from({ length: 4 }, () => openPostgres(address)));
    t.after(() => Promise.all(databases.map((database) => database.close())));
    const applied = await Promise.all(databases.map((database) => database.migrate()));
    assert.deepEqual(applied.flat(), NAMES);
    for (const { kysely } of databases) {
      assert.deepEqual(await kysely.selectFrom("countersign_users").select("id").execute(), []);
    }
    assert.deepEqual(await databases[0]?.migrate(), []);
  });

  test("waits for another host that is at it, for longer than a statement may take", async (t) => {
    const address = await postgresDatabase(t);
    const other = await somebody(t, address);
    await other.query(`begin; select pg_advisory_xact_lock(${LOCK})`);
    const database = await openPostgres(address);
    t.after(() => database.close());
    const migrating = database.migrate();
    await seen(address, "select 1 from pg_stat_activity where wait_event = 'advisory'");
    assert.equal(await Promise.race([migrating, setTimeout(LONG, "waits")]), "waits");
    await other.query("rollback");
    assert.deepEqual(await migrating, NAMES);
  });
});
