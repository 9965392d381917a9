import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { databaseRegister } from "../../src/registers/database-register.ts";
import type { Register, RegisterEntry } from "../../src/sessions/register.ts";
import { temporaryDatabase, temporaryPath } from "../database/temporary-database.ts";

const NOW = Date.UTC(2026, 2, 1, 12);

const ENTRY: RegisterEntry = {
  sid: "one",
  userId: 1,
  epoch: 0,
  enteredAt: NOW,
  lastSeenAt: NOW,
  expiresAt: NOW + 90_000,
  userAgent: "Mozilla/5.0",
  address: "192.0.2.1",
};

const open = async (t: TestContext): Promise<Register> =>
  databaseRegister(await temporaryDatabase(t));

test("stands by a session that was entered, and by no other", async (t) => {
  const register = await open(t);
  await register.enter(ENTRY);
  assert.deepEqual(await register.standing("one", 1), {
    ended: false,
    isKnown: true,
    epoch: 0,
    raisedAt: 0,
  });
  assert.deepEqual(await register.standing("other", 1), {
    ended: true,
    isKnown: false,
    epoch: 0,
    raisedAt: 0,
  });
  assert.deepEqual(await register.standing("", 1), {
    ended: true,
    isKnown: false,
    epoch: 0,
    raisedAt: 0,
  });
});

test("stands by nobody's session in the name of another user", async (t) => {
  const register = await open(t);
  await register.enter(ENTRY);
  assert.deepEqual(await register.standing("one", 1), {
    ended: false,
    isKnown: true,
    epoch: 0,
    raisedAt: 0,
  });
  assert.deepEqual(await register.standing("one", 2), {
    ended: true,
    isKnown: false,
    epoch: 0,
    raisedAt: 0,
  });
});

test("answers at once on SQLite", async (t) => {
  const register = await open(t);
  assert.equal(register.standing("one", 1) instanceof Promise, false);
});

test("ends a session once, for good", async (t) => {
  const register = await open(t);
  await register.enter(ENTRY);
  await register.enter({ ...ENTRY, sid: "two" });
  assert.equal(await register.end("one", NOW), true);
  assert.equal(await register.end("one", NOW), false);
  assert.equal(await register.end("never began", NOW), false);
  assert.equal((await register.standing("one", 1)).ended, true);
  assert.equal((await register.standing("two", 1)).ended, false);
});

test("gives one winner to two that end a session at the same moment", async (t) => {
  const path = temporaryPath(t);
  const one = databaseRegister(await temporaryDatabase(t, path));
  const other = databaseRegister(await temporaryDatabase(t, path));
  for (const sid of ["a", "b", "c", "d", "e"]) {
    await one.enter({ ...ENTRY, sid });
    const ended = await Promise.all([one.end(sid, NOW), other.end(sid, NOW)]);
    assert.deepEqual(ended.sort(), [false, true]);
  }
});

test("never enters one id twice, so that an ended session is not revived", async (t) => {
  const register = await open(t);
  await register.enter(ENTRY);
  await register.end("one", NOW);
  await assert.rejects(register.enter(ENTRY));
  assert.equal((await register.standing("one", 1)).ended, true);
});

test("raises the epoch of one user at a time, by one", async (t) => {
  const register = await open(t);
  assert.equal(await register.raiseEpoch(1, 0), 1);
  assert.equal(await register.raiseEpoch(1, 0), 2);
  assert.equal((await register.standing("one", 1)).epoch, 2);
  assert.equal((await register.standing("one", 2)).epoch, 0);
});

test("shows an end and an epoch to another process at once", async (t) => {
  const path = temporaryPath(t);
  const here = databaseRegister(await temporaryDatabase(t, path));
  const there = databaseRegister(await temporaryDatabase(t, path));
  await here.enter(ENTRY);
  assert.equal((await there.standing("one", 1)).ended, false);
  await here.end("one", NOW);
  await here.raiseEpoch(1, 0);
  assert.deepEqual(await there.standing("one", 1), {
    ended: true,
    isKnown: true,
    epoch: 1,
    raisedAt: 0,
  });
});

test("lists what has neither ended nor expired nor been left behind, the newest first", async (t) => {
  const register = await open(t);
  const newer = {
    ...ENTRY,
    sid: "newer",
    enteredAt: NOW + 1,
    userAgent: undefined,
    address: undefined,
  };
  await register.enter(ENTRY);
  await register.enter(newer);
  await register.enter({ ...ENTRY, sid: "ended" });
  await register.end("ended", NOW);
  await register.enter({ ...ENTRY, sid: "expired", expiresAt: NOW - 1 });
  await register.enter({ ...ENTRY, sid: "of another", userId: 2 });
  assert.deepEqual(await register.list(1, NOW), [newer, ENTRY]);

  await register.raiseEpoch(1, 0);
  await register.enter({ ...ENTRY, sid: "after", epoch: 1 });
  assert.deepEqual(
    (await register.list(1, NOW)).map(({ sid }) => sid),
    ["after"],
  );
  assert.deepEqual(await register.list(3, NOW), []);
});

test("notes that a session was used, unless it has ended", async (t) => {
  const register = await open(t);
  await register.enter(ENTRY);
  await register.touch("one", NOW + 5);
  assert.equal((await register.list(1, NOW))[0]?.lastSeenAt, NOW + 5);
  await register.end("one", NOW);
  await register.touch("one", NOW + 9);
  await register.touch("never began", NOW + 9);
  assert.equal((await register.standing("one", 1)).ended, true);
});

test("sweeps what has expired, ended or not, so many at a time, and nothing else", async (t) => {
  const register = await open(t);
  for (const sid of ["a", "b", "c"]) await register.enter({ ...ENTRY, sid, expiresAt: NOW - 1 });
  await register.end("a", NOW);
  await register.enter({ ...ENTRY, sid: "living", expiresAt: NOW });
  await register.enter({ ...ENTRY, sid: "ended early" });
  await register.end("ended early", NOW);

  assert.equal(await register.sweep(NOW, 2), 2);
  assert.equal(await register.sweep(NOW, 2), 1);
  assert.equal(await register.sweep(NOW, 2), 0);
  assert.equal((await register.standing("living", 1)).ended, false);
  assert.equal(await register.end("ended early", NOW), false, "its end is remembered");
});

test("says that the storage failed rather than yes", async (t) => {
  const database = await temporaryDatabase(t);
  const register = databaseRegister(database);
  await register.enter(ENTRY);
  assert.equal((await register.standing("one", 1)).ended, false);
  await database.kysely.schema.dropTable("countersign_sessions").execute();
  assert.throws(() => register.standing("one", 1));
  await assert.rejects(register.end("one", NOW));
});
