import assert from "node:assert/strict";
import { test } from "node:test";
import { databaseRegister } from "../../src/registers/database-register.ts";
import { temporaryDatabase } from "../database/temporary-database.ts";

// What every register promises is in contract.test.ts.

const ENTRY = {
  sid: "one",
  userId: 1,
  epoch: 0,
  enteredAt: 1,
  lastSeenAt: 1,
  expiresAt: 90_000,
  userAgent: undefined,
  address: undefined,
};

test("answers at once on SQLite", async (t) => {
  const register = databaseRegister(await temporaryDatabase(t));
  assert.equal(register.isSynchronous, true);
  assert.equal(register.standing("one", 1) instanceof Promise, false);
});

test("lists everybody's page by page, each once, also where a page ends among equal logins", async (t) => {
  const database = await temporaryDatabase(t);
  const sids = Array.from({ length: 1_234 }, (_, at) => `sid-${at}`);
  const rows = sids.map((sid, at) => ({
    sid,
    user_id: at % 2,
    epoch: 0,
    entered_at: 1,
    last_seen_at: 1,
    expires_at: 90_000,
    ended_at: null,
    successor: null,
    user_agent: null,
    address: null,
  }));
  await database.kysely.insertInto("countersign_sessions").values(rows).execute();
  const listed = await Array.fromAsync(databaseRegister(database).listAll(1), ({ sid }) => sid);
  assert.deepEqual(listed.toSorted(), sids.toSorted());
});

test("says that the storage failed rather than yes", async (t) => {
  const database = await temporaryDatabase(t);
  const register = databaseRegister(database);
  await register.enter(ENTRY);
  assert.equal((await register.standing("one", 1)).ended, false);
  await database.kysely.schema.dropTable("countersign_sessions").execute();
  assert.throws(() => register.standing("one", 1));
  await assert.rejects(register.end("one", 1));
});
