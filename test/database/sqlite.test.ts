import assert from "node:assert/strict";
import { existsSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { type TestContext, test } from "node:test";
import { sql } from "kysely";
import type { Database } from "../../src/database/database.ts";
import { openSqlite } from "../../src/database/sqlite.ts";
import { temporaryFolder } from "../stories/temporary-folder.ts";
import { temporaryDatabase, temporaryPath } from "./temporary-database.ts";

const addUser = async ({ kysely }: Pick<Database, "kysely">, name: string): Promise<number> => {
  const row = await kysely
    .insertInto("countersign_users")
    .values({
      username: name,
      username_key: name,
      email: null,
      email_verified_at: null,
      password: "!",
      created_at: 0,
      last_login_at: null,
      disabled_at: null,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  return row.id;
};

const namesIn = async ({ kysely }: Database): Promise<readonly string[]> =>
  (await kysely.selectFrom("countersign_users").select("username").orderBy("id").execute()).map(
    ({ username }) => username,
  );

const nameById = ({ kysely, prepare }: Database) =>
  prepare<[id: number], { username: string }>(
    kysely.selectFrom("countersign_users").select("username").where("id", "=", 0),
  );

/** Another process that writes: it has the lock until `release`. */
const holdLock = (t: TestContext, path: string): { readonly release: () => void } => {
  const other = new DatabaseSync(path, { timeout: 0 });
  other.exec("begin immediate");
  t.after(() => other.close());
  return { release: () => other.exec("commit") };
};

/** Counts the turns of the event loop, and notes the longest time between two of them. */
const watchEventLoop = (t: TestContext): { readonly longestPause: () => number } => {
  let longest = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  }, 2);
  t.after(() => clearInterval(timer));
  return { longestPause: () => longest };
};

test("keeps what was written, after closing and opening again", async (t) => {
  const path = temporaryPath(t);
  const first = await openSqlite(path);
  await first.migrate();
  await addUser(first, "ada");
  await first.close();
  assert.deepEqual(await namesIn(await temporaryDatabase(t, path)), ["ada"]);
});

test("makes files that only their owner can read, under any umask (T269)", async (t) => {
  const folder = join(temporaryFolder(t), "made", "by", "us");
  const before = process.umask(0o000);
  try {
    const database = await openSqlite(join(folder, "test.db"));
    await database.migrate();
    await addUser(database, "ada");
    const modes = Object.fromEntries(
      readdirSync(folder).map((name) => [name, statSync(join(folder, name)).mode & 0o777]),
    );
    assert.deepEqual(modes, { "test.db": 0o600, "test.db-shm": 0o600, "test.db-wal": 0o600 });
    assert.equal(statSync(folder).mode & 0o777, 0o700);
    await database.close();
  } finally {
    process.umask(before);
  }
});

test("writes ahead, and to the disk before it answers", async (t) => {
  const path = temporaryPath(t);
  await temporaryDatabase(t, path);
  assert.ok(existsSync(`${path}-wal`));
  const other = new DatabaseSync(path);
  assert.deepEqual({ ...other.prepare("pragma journal_mode").get() }, { journal_mode: "wal" });
  other.close();
});

test("never gives an id twice, though the user with the highest was deleted", async (t) => {
  const database = await temporaryDatabase(t);
  await addUser(database, "ada");
  const id = await addUser(database, "bob");
  await database.kysely.deleteFrom("countersign_users").where("id", "=", id).execute();
  assert.equal(await addUser(database, "eve"), id + 1);
  await database.kysely.deleteFrom("countersign_users").execute();
  assert.equal(await addUser(database, "ida"), id + 2);
});

test("reads by a prepared statement, at once, and writes nothing by one", async (t) => {
  const database = await temporaryDatabase(t);
  const id = await addUser(database, "ada");
  const read = nameById(database);
  assert.deepEqual({ ...(await read(id)) }, { username: "ada" });
  assert.equal(read(id) instanceof Promise, false);
  assert.equal(read(id + 1), undefined);
  const erase = database.prepare<[], object>(database.kysely.deleteFrom("countersign_users"));
  assert.throws(() => erase());
  assert.deepEqual(await namesIn(database), ["ada"]);
});

test("reads only what was committed", async (t) => {
  const database = await temporaryDatabase(t);
  const read = nameById(database);
  await database.kysely.transaction().execute(async (transaction) => {
    const id = await addUser({ kysely: transaction }, "ada");
    assert.equal(read(id), undefined);
  });
  assert.deepEqual({ ...(await read(1)) }, { username: "ada" });
});

test("leaves nothing behind of a transaction that fails", async (t) => {
  const database = await temporaryDatabase(t);
  const fault = new Error("half way");
  const act = database.kysely.transaction().execute(async (transaction) => {
    await addUser({ kysely: transaction }, "ada");
    throw fault;
  });
  await assert.rejects(act, fault);
  assert.deepEqual(await namesIn(database), []);
  await addUser(database, "bob");
  assert.deepEqual(await namesIn(database), ["bob"]);
});

test("lets transactions through one after the other, and loses none", async (t) => {
  const database = await temporaryDatabase(t);
  await Promise.all(
    Array.from({ length: 50 }, (_, at) =>
      database.kysely
        .transaction()
        .execute((transaction) => addUser({ kysely: transaction }, `user${at}`)),
    ),
  );
  assert.equal((await namesIn(database)).length, 50);
});

test("sees the same from two connections, as from two processes", async (t) => {
  const path = temporaryPath(t);
  const [one, other] = [await temporaryDatabase(t, path), await temporaryDatabase(t, path)];
  const id = await addUser(one, "ada");
  assert.deepEqual({ ...(await nameById(other)(id)) }, { username: "ada" });
  await Promise.all(
    Array.from({ length: 40 }, (_, at) => addUser(at % 2 === 0 ? one : other, `user${at}`)),
  );
  assert.equal((await namesIn(one)).length, 41);
});

test("waits for a writer that holds the lock for a second, and holds up nobody (T232)", async (t) => {
  const path = temporaryPath(t);
  const database = await temporaryDatabase(t, path);
  const id = await addUser(database, "ada");
  const read = nameById(database);
  const lock = holdLock(t, path);
  const { longestPause } = watchEventLoop(t);
  const started = performance.now();
  setTimeout(lock.release, 1_000);

  const writes = Promise.all([
    addUser(database, "bob"),
    database.kysely.transaction().execute((transaction) => addUser({ kysely: transaction }, "eve")),
  ]);
  assert.deepEqual({ ...(await read(id)) }, { username: "ada" }, "reads wait for nobody");
  await writes;
  assert.ok(performance.now() - started >= 990);
  assert.ok(longestPause() < 250, `${longestPause()} ms without a turn`);
  assert.deepEqual(await namesIn(database), ["ada", "bob", "eve"]);
});

test("gives up after five seconds, with nothing half done (T232)", async (t) => {
  const path = temporaryPath(t);
  const database = await temporaryDatabase(t, path);
  const lock = holdLock(t, path);
  const started = performance.now();
  const writes = await Promise.allSettled([
    addUser(database, "ada"),
    database.kysely.transaction().execute((transaction) => addUser({ kysely: transaction }, "bob")),
    addUser(database, "eve"),
  ]);
  const took = performance.now() - started;
  for (const write of writes) {
    assert.equal(write.status === "rejected" && write.reason.code, "storage.unavailable");
  }
  // Those that stood in line have waited just as long, not five seconds each.
  assert.ok(took >= 5_000 && took < 6_500, `${took} ms`);
  lock.release();
  await addUser(database, "ida");
  assert.deepEqual(await namesIn(database), ["ida"]);
});

test("says that a full disk is the storage's fault, and recovers (T233)", async (t) => {
  const path = temporaryPath(t);
  const database = await temporaryDatabase(t, path);
  await addUser(database, "ada");
  const pragma = (text: string) => sql.raw<{ page_count: number }>(text).execute(database.kysely);
  const { rows } = await pragma("pragma page_count");
  await pragma(`pragma max_page_count = ${rows[0]?.page_count}`);
  const tooMuch = database.kysely.transaction().execute(async (transaction) => {
    await addUser({ kysely: transaction }, "bob");
    await addUser({ kysely: transaction }, "x".repeat(100_000));
  });
  await assert.rejects(tooMuch, { code: "storage.unavailable" });
  await pragma("pragma max_page_count = 1000000");
  await addUser(database, "eve");
  assert.deepEqual(await namesIn(database), ["ada", "eve"]);
});

test("refuses a file that is no database, and a path that cannot be one", async (t) => {
  const path = temporaryPath(t);
  writeFileSync(path, "no database at all, but long enough to look at".repeat(100));
  await assert.rejects(openSqlite(path), { code: "storage.unavailable" });
  await assert.rejects(openSqlite(join(path, "below", "a.db")), { code: "storage.unavailable" });
  await assert.rejects(openSqlite(dirname(path)), { code: "storage.unavailable" });
});

test("works in memory", async (t) => {
  const database = await temporaryDatabase(t, ":memory:");
  const id = await addUser(database, "ada");
  assert.deepEqual({ ...(await nameById(database)(id)) }, { username: "ada" });
});
