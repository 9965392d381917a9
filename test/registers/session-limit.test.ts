import assert from "node:assert/strict";
import { suite, type TestContext, test } from "node:test";
import { sql } from "kysely";
import type { AccountStore } from "../../src/account/account-store.ts";
import type { Database } from "../../src/database/database.ts";
import { databaseRegister } from "../../src/registers/database-register.ts";
import { memoryRegister } from "../../src/registers/memory-register.ts";
import type { Register } from "../../src/sessions/register.ts";
import { databaseAccounts } from "../../src/stores/database-accounts.ts";
import { postgresDatabase, skipsPostgres } from "../database/postgres-server.ts";
import { temporaryDatabase, temporaryPath } from "../database/temporary-database.ts";
import { temporaryPostgres } from "../database/temporary-postgres.ts";

// A limit of sessions for each account (T056).

const NOW = Date.UTC(2026, 2, 1, 12);

const entryOf = (at: number, userId = 1) => ({
  sid: `${userId}-${at}`,
  userId,
  epoch: 0,
  enteredAt: NOW + at,
  lastSeenAt: NOW + at,
  expiresAt: NOW + 90_000,
  userAgent: undefined,
  address: undefined,
});

const sidsOf = async (register: Register, userId = 1) =>
  (await register.list(userId, NOW)).map(({ sid }) => sid);

const limited = (open: (t: TestContext) => Promise<readonly Register[]>): void => {
  test("ends the oldest session of an account with the 51st, and nobody else's (T056)", async (t) => {
    const [here, there = here] = await open(t);
    assert.ok(here && there);
    await here.enter(entryOf(0, 2));
    for (let at = 0; at < 50; at += 1) await (at % 2 ? here : there).enter(entryOf(at));
    assert.equal((await sidsOf(there)).length, 50);
    await here.enter(entryOf(50));
    const sids = await sidsOf(there);
    assert.deepEqual([sids.length, sids[0], sids.at(-1)], [50, "1-50", "1-1"]);
    assert.equal((await there.standing("1-0", 1)).ended, true);
    assert.deepEqual(await sidsOf(there, 2), ["2-0"]);
  });

  test("counts none that have ended, and lets none through that are entered at once", async (t) => {
    const [here, there = here] = await open(t);
    assert.ok(here && there);
    for (let at = 0; at < 50; at += 1) await here.enter(entryOf(at));
    for (let at = 10; at < 50; at += 1) await here.end(`1-${at}`, NOW);
    await here.enter(entryOf(50));
    assert.equal((await sidsOf(here)).length, 11);
    const many = Array.from({ length: 60 }, (_, at) => at + 100);
    await Promise.all(many.map((at) => (at % 2 ? here : there).enter(entryOf(at))));
    assert.equal((await sidsOf(here)).length, 50);
  });
};

const LIMIT = { sessionLimit: 50 };

suite("in memory", () => {
  limited(async () => [memoryRegister(LIMIT)]);
});

/** Of two processes. */
type Open = (t: TestContext) => Promise<readonly [Database, Database]>;

const onSqlite: Open = async (t) => {
  const path = temporaryPath(t);
  return [await temporaryDatabase(t, path), await temporaryDatabase(t, path)];
};
const onPostgres: Open = async (t) => {
  const address = await postgresDatabase(t);
  return [await temporaryPostgres(t, address), await temporaryPostgres(t, address)];
};

const inDatabase = (open: Open): void => {
  limited(async (t) => (await open(t)).map((database) => databaseRegister(database, LIMIT)));

  test("lets a user in who has any number of sessions where it is new, and ends the oldest of them", async (t) => {
    const [database] = await open(t);
    await sql`
      with recursive n (i) as (select 1 union all select i + 1 from n where i < 70000)
      insert into countersign_sessions (sid, user_id, epoch, entered_at, last_seen_at, expires_at)
      select 'old-' || i, 1, 0, ${sql.lit(NOW)} - i, 0, ${sql.lit(NOW + 90_000)} from n`.execute(
      database.kysely,
    );
    const register = databaseRegister(database, { sessionLimit: 3 });
    await register.enter(entryOf(1));
    const sids = await sidsOf(register);
    assert.deepEqual([sids.length, sids[0], sids.at(-1)], [65_001, "1-1", "old-65000"]);
  });

  test("counts the logins of the store as well, many at once", async (t) => {
    const databases = await open(t);
    const stores: AccountStore[] = databases.map((database) =>
      databaseAccounts(database, { sessionLimit: 3 }),
    );
    const [accounts] = stores;
    const ada = { username: "ada", usernameKey: "ada", email: undefined, password: "!" };
    const made = await accounts!.register(ada, NOW);
    assert.ok(made !== "taken");
    const { id } = made.user;
    await Promise.all(
      Array.from({ length: 12 }, (_, at) => stores[at % 2]!.logIn(entryOf(at, id), undefined)),
    );
    assert.equal((await sidsOf(databaseRegister(databases[0]), id)).length, 3);
    await databaseAccounts(databases[0]).logIn(entryOf(99, id), undefined);
    assert.equal((await sidsOf(databaseRegister(databases[0]), id)).length, 4, "off by default");
  });
};

suite("on SQLite", () => inDatabase(onSqlite));
suite("on PostgreSQL", { skip: skipsPostgres }, () => inDatabase(onPostgres));
