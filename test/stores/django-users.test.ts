import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import type { AccountStore } from "../../src/account/account-store.ts";
import type { Database } from "../../src/database/database.ts";
import { databaseRegister } from "../../src/registers/database-register.ts";
import type { Register, RegisterEntry } from "../../src/sessions/register.ts";
import { databaseAudit } from "../../src/stores/database-audit.ts";
import { djangoUsers } from "../../src/stores/django-users.ts";
import { addDjangoUser, makeDjangoTables } from "../database/django-site-tables.ts";
import { temporaryDatabase } from "../database/temporary-database.ts";
import { djangoCases } from "../vectors/django-cases.ts";

const NOW = Date.UTC(2026, 2, 1, 12, 0, 0, 250);
const HASH = "bcrypt_sha256$ada";

interface Scene {
  readonly database: Database;
  readonly accounts: AccountStore;
  readonly register: Register;
}

const scene = async (t: TestContext): Promise<Scene> => {
  const database = await temporaryDatabase(t);
  await makeDjangoTables(database);
  const accounts = djangoUsers().accounts(database);
  return { database, accounts, register: databaseRegister(database, { tiedTo: "auth_user" }) };
};

const entryOf = (userId: number, sid: string, enteredAt = NOW): RegisterEntry => ({
  sid,
  userId,
  epoch: 0,
  enteredAt,
  lastSeenAt: enteredAt,
  expiresAt: enteredAt + 90_000,
  userAgent: "Mozilla/5.0",
  address: undefined,
});

const rowOf = async ({ kysely }: Database, id: number) => ({
  ...(await kysely.selectFrom("auth_user").selectAll().where("id", "=", id).executeTakeFirst()),
});

const disable = ({ kysely }: Database, id: number) =>
  kysely
    .updateTable("auth_user")
    .set({ is_active: 0 } as never)
    .where("id", "=", id)
    .execute();

test("finds a user by id and by name, as the rest of the program knows users", async (t) => {
  const { database, accounts } = await scene(t);
  const id = await addDjangoUser(database, { username: "Ada", password: HASH, email: "a@x.org" });
  const user = {
    id,
    username: "Ada",
    email: "a@x.org",
    createdAt: Date.UTC(2026, 0, 2, 3, 4, 5, 678),
    lastLoginAt: undefined,
    emailVerifiedAt: undefined,
  };
  assert.deepEqual(await accounts.findById(id), user);
  const record = { user, password: HASH, isDisabled: false, epoch: 0, deviceEpoch: 0 };
  assert.deepEqual(await accounts.findByName("Ada"), record);
  assert.equal(await accounts.findById(id + 1), undefined);
  assert.equal(await accounts.findByName("Eve"), undefined);
  assert.deepEqual(await Array.fromAsync(accounts.list()), [user]);
});

test("a login, a failure and a logout are written down under Django's name of the user", async (t) => {
  const { database, accounts, register } = await scene(t);
  const id = await addDjangoUser(database, { username: "Ada", password: HASH });
  const cause = { actor: "visitor" } as const;
  await accounts.logIn(entryOf(id, "one"), undefined, { name: "loggedIn", ...cause });
  const reason = "wrong password";
  await accounts.noteFailure(id, NOW, { name: "loginFailed", reason, ...cause });
  await register.end("one", NOW, { name: "loggedOut", ...cause });
  const written = await Array.fromAsync(databaseAudit(database).read({}), ({ event }) => event);
  assert.deepEqual(
    written.map(({ name, userId, username }) => [name, userId, username]),
    [
      ["loggedIn", id, "Ada"],
      ["loginFailed", id, "Ada"],
      ["loggedOut", id, "Ada"],
    ],
  );
});

test("an empty address is none, and a moment of a whole second is one", async (t) => {
  const { database, accounts } = await scene(t);
  const joined = "2026-01-02 03:04:05";
  const id = await addDjangoUser(database, {
    username: "ada",
    password: HASH,
    date_joined: joined,
  });
  const user = await accounts.findById(id);
  assert.deepEqual([user?.email, user?.createdAt], [undefined, Date.UTC(2026, 0, 2, 3, 4, 5)]);
});

test("compares names as Django does: normalised, and every letter's case counts", async (t) => {
  const { database, accounts } = await scene(t);
  const cases = djangoCases<{ readonly value: string }, { readonly ok: string }>(
    "auth",
    "auth.normalize_username",
  );
  for (const { id, in: input, out } of cases) {
    if (!(await accounts.findByName(out.ok))) {
      await addDjangoUser(database, { username: out.ok, password: HASH });
    }
    assert.equal((await accounts.findByName(input.value))?.user.username, out.ok, id);
  }
  assert.equal(cases.length, 13);
  assert.ok(await accounts.findByName("togiza"));
  for (const other of ["Togiza", "TOGIZA", "togiza ", "togiz%", ""]) {
    assert.notEqual((await accounts.findByName(other))?.user.username, "togiza", other);
  }
});

test("writes the time of a login, in Django's words, and nothing else of the user", async (t) => {
  const { database, accounts, register } = await scene(t);
  const id = await addDjangoUser(database, { username: "ada", password: HASH });
  const before = await rowOf(database, id);
  const user = await accounts.logIn(entryOf(id, "one"), undefined);
  assert.equal(user?.lastLoginAt, NOW);
  const last_login = "2026-03-01 12:00:00.250000";
  assert.deepEqual(await rowOf(database, id), { ...before, last_login });

  await accounts.logIn(entryOf(id, "two", NOW + 5), "one");
  assert.deepEqual(
    (await register.list(id, NOW)).map(({ sid }) => sid),
    ["two"],
  );
});

test("logs nobody in whom Django has disabled or deleted, and says so at the login", async (t) => {
  const { database, accounts, register } = await scene(t);
  const id = await addDjangoUser(database, { username: "ada", password: HASH });
  assert.ok(await accounts.logIn(entryOf(id, "one"), undefined));
  await disable(database, id);
  assert.equal((await accounts.findByName("ada"))?.isDisabled, true);
  assert.equal(await accounts.logIn(entryOf(id, "two"), "one"), undefined);
  assert.equal(await accounts.logIn(entryOf(id + 9, "three"), undefined), undefined);
  assert.deepEqual(
    (await register.list(id, NOW)).map(({ sid }) => sid),
    ["one"],
  );
});

test("reads a visitor, their hash and the standing of their session together", async (t) => {
  const { database, accounts, register } = await scene(t);
  const id = await addDjangoUser(database, { username: "ada", password: HASH });
  await accounts.logIn(entryOf(id, "one"), undefined);
  const standing = {
    ended: false,
    isKnown: true,
    epoch: 0,
    raisedAt: 0,
    lastSeenAt: NOW,
    password: HASH,
  };
  const user = await accounts.findById(id);
  assert.deepEqual(await accounts.findVisitor(id, "one"), { user, isDisabled: false, standing });
  const unknown = { ...standing, ended: true, isKnown: false, lastSeenAt: undefined };
  assert.deepEqual((await accounts.findVisitor(id, "other"))?.standing, unknown);

  await register.end("one", NOW);
  await register.raiseEpoch(id, NOW);
  await disable(database, id);
  const over = { ...standing, ended: true, epoch: 1, raisedAt: NOW };
  assert.deepEqual(await accounts.findVisitor(id, "one"), {
    user,
    isDisabled: true,
    standing: over,
  });
  assert.equal(await accounts.findVisitor(id + 1, "one"), undefined);
});

test("the register brings a user's hash along, and nobody's once they are disabled or gone", async (t) => {
  const { database, register } = await scene(t);
  const id = await addDjangoUser(database, { username: "ada", password: HASH });
  const none = await addDjangoUser(database, { username: "eve", password: "" });
  await register.enter(entryOf(id, "one"));
  const hash = async (userId: number) => (await register.standing("one", userId)).password;
  assert.equal(await hash(id), HASH);
  assert.equal(await hash(none), "", "an empty one is a hash to Django as well");
  assert.equal(await hash(id + 9), undefined);
  await disable(database, id);
  assert.equal(await hash(id), undefined);
  assert.equal((await register.standing("one", id)).ended, false);
});

test("registers nobody, and replaces a hash only if it is the one that was verified", async (t) => {
  const { database, accounts } = await scene(t);
  const id = await addDjangoUser(database, { username: "ada", password: HASH });
  const eve = { username: "eve", usernameKey: "eve", email: undefined, password: HASH };
  assert.equal(accounts.isForeign, true);
  await assert.rejects(accounts.register(eve, NOW), { code: "settings.invalid" });
  assert.equal(await accounts.findByName("eve"), undefined);
  assert.equal(await accounts.replacePassword(id, "another", "next"), false);
  assert.equal(await accounts.replacePassword(id, HASH, "next"), true);
  assert.equal((await accounts.findByName("ada"))?.password, "next");
});

test("lists everybody once, by id, over many pages", async (t) => {
  const { database, accounts } = await scene(t);
  await database.kysely.transaction().execute(async (kysely) => {
    for (let at = 0; at < 1_203; at += 1) {
      await addDjangoUser({ ...database, kysely }, { username: `user${at}`, password: "!" });
    }
  });
  const listed = await Array.fromAsync(accounts.list());
  assert.equal(listed.length, 1_203);
  assert.deepEqual(
    listed.map(({ id }) => id),
    listed.map((_, at) => at + 1),
  );
});

test("a database in which Django has made no tables says what to do", async (t) => {
  const database = await temporaryDatabase(t);
  await assert.rejects(djangoUsers().requireTables(database), {
    code: "storage.unavailable",
    message: /no table auth_user.*manage\.py migrate/,
  });
  await makeDjangoTables(database);
  await assert.doesNotReject(djangoUsers().requireTables(database));
});
