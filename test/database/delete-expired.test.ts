import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "kysely";
import { openPostgres } from "../../src/database/postgres.ts";
import { databaseRegister } from "../../src/registers/database-register.ts";
import { sweepInBatches } from "../../src/sessions/sweep-in-batches.ts";
import { postgresDatabase, skipsPostgres } from "./postgres-server.ts";
import { temporaryPostgres } from "./temporary-postgres.ts";

// What a sweep deletes, and what it leaves, is in the contract of registers and engines.

test("finds what has expired by its index, also where that is much of a large PostgreSQL table", {
  skip: skipsPostgres,
}, async (t) => {
  const address = await postgresDatabase(t);
  const database = await temporaryPostgres(t, address);
  await sql`insert into countersign_sessions
    select 'sid' || at, at, 0, 1, 1, case when at % 10 = 0 then 1 else 9 end
    from generate_series(1, 20000) as at`.execute(database.kysely);
  await sql`insert into countersign_ends select at, 'sid' || at, null, null, 1, at % 2
    from generate_series(1, 20000) as at`.execute(database.kysely);
  await sql`analyze`.execute(database.kysely);
  const readWhole = async (): Promise<number> => {
    await sql`select pg_stat_force_next_flush()`.execute(database.kysely);
    const { rows } = await sql<{ count: number }>`select sum(seq_scan) as count
      from pg_stat_user_tables where relname in ('countersign_sessions', 'countersign_ends')`.execute(
      database.kysely,
    );
    return Number(rows[0]?.count);
  };

  const before = await readWhole();
  const sweeping = await openPostgres(address);
  assert.equal(await sweepInBatches(databaseRegister(sweeping).sweep, 5), 2_000);
  // Whoever leaves has told what it read.
  await sweeping.close();
  assert.equal(await readWhole(), before);
});
