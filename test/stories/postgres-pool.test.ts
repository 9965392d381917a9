import assert from "node:assert/strict";
import { test } from "node:test";
import { postgresDatabase, skipsPostgres } from "../database/postgres-server.ts";
import { ADA } from "./people.ts";
import { column, postgresSite, seen, somebody } from "./postgres-site.ts";
import { member, welcome } from "./while-the-database-fails.ts";

/** The site's connections, each of which waits for a lock. */
const WAITING = `select pid from pg_stat_activity
  where datname = current_database() and wait_event_type = 'Lock'`;

test("COUNTERSIGN_DATABASE_POOL is the most that all workers together ask for at once; the rest waits", {
  skip: skipsPostgres,
}, async (t) => {
  const database = await postgresDatabase(t);
  const site = await postgresSite(t, database, {
    COUNTERSIGN_DATABASE_POOL: "4",
    COUNTERSIGN_WORKERS: "2",
  });
  const { cookie } = await member(site, ADA);
  const holder = await somebody(t, database);
  await holder.query("begin; lock table countersign_users in access exclusive mode");
  const crowd = Promise.all(Array.from({ length: 20 }, () => welcome(site, cookie)));
  await seen(database, `select 1 from (${WAITING}) as waiting having count(*) = 4`);
  assert.equal((await column(database, WAITING)).length, 4);
  await holder.query("rollback");
  for (const { status } of await crowd) assert.equal(status, 200);
});
