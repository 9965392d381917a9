import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import type { AccountStore, NewUser } from "../../src/account/account-store.ts";
import type { Database } from "../../src/database/database.ts";
import { databaseRegister } from "../../src/registers/database-register.ts";
import type { EntryAtTheDoor } from "../../src/sessions/enter-user.ts";
import type { Register, RegisterEntry } from "../../src/sessions/register.ts";
import { databaseAccounts } from "../../src/stores/database-accounts.ts";
import type { User } from "../../src/users/user.ts";
import { temporaryDatabase, temporaryPath } from "../database/temporary-database.ts";

const NOW = Date.UTC(2026, 2, 1, 12);

const ADA: NewUser = {
  username: "Ada",
  usernameKey: "ada",
  email: "ada@example.org",
  password: "bcrypt_sha256$ada",
};

const entryOf = (sid: string): EntryAtTheDoor => ({
  sid,
  enteredAt: NOW,
  lastSeenAt: NOW,
  expiresAt: NOW + 90_000,
  userAgent: "Mozilla/5.0",
  address: undefined,
});

interface Store {
  readonly accounts: AccountStore;
  readonly register: Register;
  readonly database: Database;
}

const open = async (t: TestContext, path?: string): Promise<Store> => {
  const database = await temporaryDatabase(t, path);
  return { accounts: databaseAccounts(database), register: databaseRegister(database), database };
};

const registered = async (accounts: AccountStore, user: NewUser = ADA): Promise<User> => {
  const made = await accounts.register(user, NOW);
  assert.ok(made !== "taken");
  return made;
};

const disable = ({ database }: Store, id: number): Promise<unknown> =>
  database.kysely
    .updateTable("countersign_users")
    .set({ disabled_at: NOW })
    .where("id", "=", id)
    .execute();

test("finds the user that was registered, by id and by the key of the name", async (t) => {
  const { accounts } = await open(t);
  const user = await registered(accounts);
  assert.deepEqual(user, {
    id: 1,
    username: "Ada",
    email: "ada@example.org",
    createdAt: NOW,
    lastLoginAt: undefined,
  });
  assert.deepEqual(await accounts.findById(1), user);
  assert.deepEqual(await accounts.findByName("ada"), {
    user,
    password: ADA.password,
    isDisabled: false,
    epoch: 0,
  });
});

test("finds nobody else", async (t) => {
  const { accounts } = await open(t);
  await registered(accounts);
  assert.equal(await accounts.findById(2), undefined);
  for (const key of ["ad", "ada ", "", "%", "ada' or '1'='1"]) {
    assert.equal(await accounts.findByName(key), undefined, key);
  }
});

test("keeps a user without an address", async (t) => {
  const { accounts } = await open(t);
  const user = await registered(accounts, { ...ADA, email: undefined });
  assert.equal(user.email, undefined);
  assert.deepEqual(await accounts.findById(user.id), user);
});

test("says that a name is taken, as a value, and leaves its owner alone", async (t) => {
  const { accounts } = await open(t);
  const user = await registered(accounts);
  assert.equal(await accounts.register({ ...ADA, password: "other" }, NOW + 1), "taken");
  assert.deepEqual(await accounts.findById(user.id), user);
  assert.equal((await accounts.findByName("ada"))?.password, ADA.password);
  // Only names are unique: registration never tells that an address is taken.
  await registered(accounts, { ...ADA, username: "Eve", usernameKey: "eve" });
});

test("gives a name to one of fifty that ask at once, on two processes (T216)", async (t) => {
  const path = temporaryPath(t);
  const [one, other] = [await open(t, path), await open(t, path)];
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, at) => (at % 2 ? one : other).accounts.register(ADA, NOW)),
  );
  assert.equal(answers.filter((answer) => answer !== "taken").length, 1);
});

test("registers and enters the first login in one act", async (t) => {
  const { accounts, register } = await open(t);
  const user = await accounts.register(ADA, NOW, entryOf("one"));
  assert.ok(user !== "taken");
  assert.equal(user.lastLoginAt, NOW);
  assert.deepEqual(await accounts.findById(user.id), user);
  assert.deepEqual(await register.standing("one", user.id), {
    ended: false,
    isKnown: true,
    epoch: 0,
    raisedAt: 0,
  });
});

test("ends the session that a registration replaces, but not for a name that is taken", async (t) => {
  const { accounts, register } = await open(t);
  const eve = { ...ADA, username: "Eve", usernameKey: "eve" };
  const user = await accounts.register(ADA, NOW, entryOf("one"));
  assert.ok(user !== "taken");
  assert.equal(await accounts.register(ADA, NOW, entryOf("two"), "one"), "taken");
  assert.equal((await register.standing("one", user.id)).ended, false);
  assert.equal((await register.standing("two", user.id)).ended, true);
  await accounts.register(eve, NOW, entryOf("three"), "one");
  assert.equal((await register.standing("one", user.id)).ended, true);
});

test("registers nobody where the login cannot be entered: both or neither", async (t) => {
  const { accounts } = await open(t);
  await accounts.register(ADA, NOW, entryOf("one"));
  const eve = { ...ADA, username: "Eve", usernameKey: "eve" };
  await assert.rejects(accounts.register(eve, NOW, entryOf("one")));
  assert.equal(await accounts.findByName("eve"), undefined);
});

const loginOf = (user: User, sid: string, at: number = NOW): RegisterEntry => ({
  ...entryOf(sid),
  userId: user.id,
  epoch: 0,
  enteredAt: at,
});

test("enters a login, notes its time and ends the session before it", async (t) => {
  const { accounts, register } = await open(t);
  const user = await registered(accounts);
  assert.equal((await accounts.logIn(loginOf(user, "one"), undefined))?.lastLoginAt, NOW);
  assert.equal((await accounts.logIn(loginOf(user, "two", NOW + 5), "one"))?.lastLoginAt, NOW + 5);
  assert.equal((await accounts.findById(user.id))?.lastLoginAt, NOW + 5);
  assert.equal((await register.standing("one", user.id)).ended, true);
  assert.equal((await register.standing("two", user.id)).ended, false);
});

test("logs nobody in who was deleted or disabled since their password was checked", async (t) => {
  const store = await open(t);
  const { accounts, register } = store;
  const user = await registered(accounts);
  assert.ok(await accounts.logIn(loginOf(user, "one"), undefined));
  await disable(store, user.id);
  assert.equal(await accounts.logIn(loginOf(user, "two"), "one"), undefined);
  assert.equal((await register.standing("two", user.id)).ended, true);
  assert.equal((await register.standing("one", user.id)).ended, false, "nothing was done");
  assert.equal(await accounts.logIn(loginOf({ ...user, id: 99 }, "three"), undefined), undefined);
});

test("tells whoever logs in that an account is disabled, and its epoch", async (t) => {
  const store = await open(t);
  const { accounts, register } = store;
  const user = await registered(accounts);
  await disable(store, user.id);
  await register.raiseEpoch(user.id, 0);
  const record = await accounts.findByName("ada");
  assert.deepEqual([record?.isDisabled, record?.epoch], [true, 1]);
});

test("reads a visitor and the standing of their session together", async (t) => {
  const store = await open(t);
  const { accounts, register } = store;
  const user = await registered(accounts);
  const loggedIn = await accounts.logIn(loginOf(user, "one"), undefined);
  assert.deepEqual(await accounts.findVisitor(user.id, "one"), {
    user: loggedIn,
    isDisabled: false,
    standing: { ended: false, isKnown: true, epoch: 0, raisedAt: 0 },
  });
  await register.end("one", NOW);
  await register.raiseEpoch(user.id, 0);
  await disable(store, user.id);
  assert.deepEqual(await accounts.findVisitor(user.id, "one"), {
    user: loggedIn,
    isDisabled: true,
    standing: { ended: true, isKnown: true, epoch: 1, raisedAt: 0 },
  });
});

test("calls a session ended that is not there, or is another user's (T057)", async (t) => {
  const { accounts } = await open(t);
  const ada = await registered(accounts);
  const eve = await registered(accounts, { ...ADA, username: "Eve", usernameKey: "eve" });
  await accounts.logIn(loginOf(ada, "one"), undefined);
  assert.equal((await accounts.findVisitor(ada.id, "one"))?.standing.ended, false);
  assert.equal((await accounts.findVisitor(ada.id, "other"))?.standing.ended, true);
  assert.equal((await accounts.findVisitor(eve.id, "one"))?.standing.ended, true);
  assert.equal(await accounts.findVisitor(99, "one"), undefined);
});

test("replaces only the hash that was verified (T088)", async (t) => {
  const { accounts } = await open(t);
  const user = await registered(accounts);
  const hash = async (): Promise<string | undefined> =>
    (await accounts.findByName("ada"))?.password;

  assert.equal(await accounts.replacePassword(user.id, "an older one", "upgraded"), false);
  assert.equal(await hash(), ADA.password);
  assert.equal(await accounts.replacePassword(99, ADA.password, "upgraded"), false);
  const both = await Promise.all([
    accounts.replacePassword(user.id, ADA.password, "upgraded"),
    accounts.replacePassword(user.id, ADA.password, "upgraded too"),
  ]);
  assert.deepEqual(both, [true, false], "one of two rehashes wins");
  assert.equal(await hash(), "upgraded");
});

test("lists everybody once, by id, over many pages", async (t) => {
  const { accounts, database } = await open(t);
  const rows = Array.from({ length: 1_203 }, (_, at) => ({
    username: `user${at}`,
    username_key: `user${at}`,
    email: null,
    email_verified_at: null,
    password: "!",
    created_at: NOW,
    last_login_at: null,
    disabled_at: null,
  }));
  await database.kysely.insertInto("countersign_users").values(rows).execute();
  await database.kysely.deleteFrom("countersign_users").where("id", "=", 501).execute();
  const ids: number[] = [];
  for await (const user of accounts.list()) ids.push(user.id);
  assert.equal(ids.length, 1_202);
  assert.deepEqual(
    [...ids].sort((a, b) => a - b),
    ids,
  );
});

test("never hands a password out with a user", async (t) => {
  const { accounts } = await open(t);
  const user = await registered(accounts);
  const found = [
    user,
    await accounts.findById(user.id),
    await accounts.findVisitor(user.id, "one"),
  ];
  for await (const each of accounts.list()) found.push(each);
  assert.doesNotMatch(JSON.stringify(found), /bcrypt/);
});
