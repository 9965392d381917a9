// Over 150 lines because it is one contract: all that a store of users promises is looked for here.
import assert from "node:assert/strict";
import type { TestContext } from "node:test";
import type { AccountStore, NewUser } from "../account/account-store.ts";
import type { EntryAtTheDoor } from "../sessions/enter-user.ts";
import type { Register, RegisterEntry } from "../sessions/register.ts";
import type { User } from "../users/user.ts";
import { usernameKey } from "../users/username-key.ts";
import { addressPromises } from "./address-promises.ts";
import { contract, type Promises } from "./contract.ts";
import { importPromises } from "./import-promises.ts";

/** A store of users under test, and what the suite has to do to it from outside. */
export interface AccountBench {
  readonly accounts: AccountStore;
  /** The register into which its logins are entered. */
  readonly register: Register;
  /** Disables a user as an administrator would. */
  disable(userId: number): Promise<unknown>;
}

/** A list of one or more over one new and empty storage, as several processes have them. */
export type OpenAccounts = (
  t: Pick<TestContext, "after">,
) => readonly AccountBench[] | Promise<readonly AccountBench[]>;

/** Everything that a store of users promises, as tests of `node:test`. */
export const accountContract = (name: string, open: OpenAccounts): void =>
  contract(name, async (t) => benchOf(await open(t)), accountPromises);

interface Bench extends AccountBench {
  /** Of another process; the same one where there can be no other. */
  readonly there: AccountStore;
}

const benchOf = ([here, there = here]: readonly AccountBench[]): Bench => {
  if (!here || !there) throw new TypeError("The contract needs at least one store.");
  return { ...here, there: there.accounts };
};

const NOW = Date.UTC(2026, 2, 1, 12);

const person = (username: string, changes: Partial<NewUser> = {}): NewUser => ({
  username,
  usernameKey: usernameKey(username),
  email: `${username}@example.org`,
  password: `bcrypt_sha256$${username}`,
  ...changes,
});

const entryOf = (sid: string): EntryAtTheDoor => ({
  sid,
  enteredAt: NOW,
  lastSeenAt: NOW,
  expiresAt: NOW + 90_000,
  userAgent: "Mozilla/5.0",
  address: undefined,
});

const loginOf = (user: User, sid: string, at: number = NOW): RegisterEntry => ({
  ...entryOf(sid),
  userId: user.id,
  epoch: 0,
  enteredAt: at,
});

const registered = async (
  accounts: AccountStore,
  user: NewUser = person("Ada"),
  entry?: EntryAtTheDoor,
): Promise<User> => {
  const made = await accounts.register(user, NOW, entry);
  assert.ok(made !== "taken");
  return made.user;
};

const isEnded = async ({ register }: AccountBench, sid: string, { id }: User): Promise<boolean> =>
  (await register.standing(sid, id)).ended;

const accountPromises: Promises<Bench> = {
  "finds the user that was registered, by id and however the name is typed": async ({
    accounts,
    there,
  }) => {
    const user = await registered(accounts);
    const { id, ...others } = user;
    assert.ok(Number.isSafeInteger(id) && id > 0);
    assert.deepEqual(others, {
      username: "Ada",
      email: "Ada@example.org",
      createdAt: NOW,
      lastLoginAt: undefined,
      emailVerifiedAt: undefined,
    });
    const record = {
      user,
      password: "bcrypt_sha256$Ada",
      isDisabled: false,
      epoch: 0,
      deviceEpoch: 0,
    };
    for (const store of [accounts, there]) {
      assert.deepEqual(await store.findById(id), user);
      for (const name of ["Ada", "ada", "ADA"]) {
        assert.deepEqual(await store.findByName(name), record, name);
      }
    }
  },

  "finds nobody else": async ({ accounts }) => {
    const { id } = await registered(accounts);
    assert.equal(await accounts.findById(id + 1), undefined);
    for (const name of ["ad", "ada ", "", "%", "_da", "ada' or '1'='1", "Ada@example.org"]) {
      assert.equal(await accounts.findByName(name), undefined, name);
    }
  },

  "keeps a user without an address": async ({ accounts }) => {
    const user = await registered(accounts, person("Ada", { email: undefined }));
    assert.equal(user.email, undefined);
    assert.deepEqual(await accounts.findById(user.id), user);
  },

  "says that a name is taken, as a value, and leaves its owner alone": async ({
    accounts,
    there,
  }) => {
    const user = await registered(accounts);
    const other = person("ADA", { password: "other" });
    assert.equal(await there.register(other, NOW + 1), "taken");
    assert.deepEqual(await accounts.findById(user.id), user);
    assert.equal((await accounts.findByName("ada"))?.password, "bcrypt_sha256$Ada");
    // Only names are unique: registration never tells that an address is taken.
    await registered(accounts, person("Eve", { email: "Ada@example.org" }));
  },

  "gives a name to one of fifty that ask at once, in two processes (T216)": async ({
    accounts,
    there,
  }) => {
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, at) =>
        (at % 2 ? accounts : there).register(person("Ada"), NOW),
      ),
    );
    assert.equal(answers.filter((answer) => answer !== "taken").length, 1);
  },

  "registers and enters the first login in one act": async (bench) => {
    const { accounts } = bench;
    const user = await registered(accounts, person("Ada"), entryOf("one"));
    assert.equal(user.lastLoginAt, NOW);
    assert.deepEqual(await accounts.findById(user.id), user);
    assert.equal(await isEnded(bench, "one", user), false);
  },

  "ends the session that a registration replaces, but not for a name that is taken": async (
    bench,
  ) => {
    const { accounts } = bench;
    const user = await registered(accounts, person("Ada"), entryOf("one"));
    assert.equal(await accounts.register(person("Ada"), NOW, entryOf("two"), "one"), "taken");
    assert.deepEqual(
      [await isEnded(bench, "one", user), await isEnded(bench, "two", user)],
      [false, true],
    );
    await accounts.register(person("Eve"), NOW, entryOf("three"), "one");
    assert.equal(await isEnded(bench, "one", user), true);
  },

  "registers nobody where the login cannot be entered: both or neither": async ({ accounts }) => {
    await accounts.register(person("Ada"), NOW, entryOf("one"));
    await assert.rejects(accounts.register(person("Eve"), NOW, entryOf("one")));
    assert.equal(await accounts.findByName("eve"), undefined);
  },

  "enters a login, notes its time and ends the session before it": async (bench) => {
    const { accounts } = bench;
    const user = await registered(accounts);
    assert.equal((await accounts.logIn(loginOf(user, "one"), undefined))?.lastLoginAt, NOW);
    const second = await accounts.logIn(loginOf(user, "two", NOW + 5), "one");
    assert.equal(second?.lastLoginAt, NOW + 5);
    assert.deepEqual(await accounts.findById(user.id), second);
    assert.deepEqual(
      [await isEnded(bench, "one", user), await isEnded(bench, "two", user)],
      [true, false],
    );
    assert.equal(await bench.register.replacedAt("one"), NOW + 5);
  },

  "logs nobody in who was deleted or disabled since their password was checked": async (bench) => {
    const { accounts } = bench;
    const user = await registered(accounts);
    assert.ok(await accounts.logIn(loginOf(user, "one"), undefined));
    await bench.disable(user.id);
    assert.equal(await accounts.logIn(loginOf(user, "two"), "one"), undefined);
    assert.equal(await isEnded(bench, "two", user), true);
    assert.equal(await isEnded(bench, "one", user), false, "nothing was done");
    const gone = { ...user, id: user.id + 98 };
    assert.equal(await accounts.logIn(loginOf(gone, "three"), undefined), undefined);
  },

  "makes a stranger of every device with a new password, and of none with another act": async ({
    accounts,
    there,
    register,
  }) => {
    const { id } = await registered(accounts);
    const deviceEpoch = async (): Promise<number | undefined> =>
      (await there.findByName("ada"))?.deviceEpoch;
    assert.equal(await deviceEpoch(), 0);
    await register.raiseEpoch(id, NOW);
    await accounts.unblock(id, NOW);
    assert.equal(await deviceEpoch(), 0);
    await accounts.changePassword(id, "bcrypt_sha256$next", NOW);
    assert.equal(await deviceEpoch(), 1);
    const change = { id, verified: "bcrypt_sha256$next", next: "bcrypt_sha256$last" };
    await accounts.changeOwnPassword(change, NOW);
    assert.equal(await deviceEpoch(), 2);
  },

  "has one key for all spellings of a name, and another for every other": ({ accounts }) => {
    const keyOf = accounts.nameKey;
    assert.equal(keyOf("ADA"), keyOf("ada"));
    assert.equal(keyOf("Ada@Example.org"), keyOf("ada@example.org"));
    // What folds to an address is none.
    const others = ["ada", "bob", "ada@example.org", "ada\uff20example.org"];
    assert.equal(new Set(others.map(keyOf)).size, others.length);
  },

  "tells whoever logs in that an account is disabled, and its epoch": async (bench) => {
    const user = await registered(bench.accounts);
    await bench.disable(user.id);
    await bench.register.raiseEpoch(user.id, NOW);
    const record = await bench.accounts.findByName("ada");
    assert.deepEqual([record?.isDisabled, record?.epoch], [true, 1]);
  },

  "reads a visitor and the standing of their session together": async (bench) => {
    const { accounts, there, register } = bench;
    const user = await registered(accounts);
    const loggedIn = await accounts.logIn(loginOf(user, "one"), undefined);
    const standing = { ended: false, isKnown: true, epoch: 0, lastSeenAt: NOW };
    const visitor = { user: loggedIn, isDisabled: false, standing };
    assert.deepEqual(await there.findVisitor(user.id, "one"), visitor);
    await register.end("one", NOW);
    await register.raiseEpoch(user.id, NOW);
    await bench.disable(user.id);
    assert.deepEqual(await there.findVisitor(user.id, "one"), {
      ...visitor,
      isDisabled: true,
      standing: { ...standing, ended: true, epoch: 1 },
    });
  },

  "calls a session ended that is not there, or is another user's (T057)": async ({ accounts }) => {
    const ada = await registered(accounts);
    const eve = await registered(accounts, person("Eve"));
    await accounts.logIn(loginOf(ada, "one"), undefined);
    const isEndedFor = async (id: number, sid: string) =>
      (await accounts.findVisitor(id, sid))?.standing.ended;
    assert.equal(await isEndedFor(ada.id, "one"), false);
    assert.equal(await isEndedFor(ada.id, "other"), true);
    assert.equal(await isEndedFor(eve.id, "one"), true);
    assert.equal(await accounts.findVisitor(eve.id + 98, "one"), undefined);
  },

  "replaces only the hash that was verified, and one of two wins (T088)": async ({
    accounts,
    there,
  }) => {
    const { id } = await registered(accounts);
    const stored = "bcrypt_sha256$Ada";
    const hash = async () => (await accounts.findByName("ada"))?.password;
    assert.equal(await accounts.replacePassword(id, "an older one", "upgraded"), false);
    assert.equal(await accounts.replacePassword(id + 98, stored, "upgraded"), false);
    assert.equal(await hash(), stored);
    const both = await Promise.all([
      accounts.replacePassword(id, stored, "upgraded"),
      there.replacePassword(id, stored, "upgraded too"),
    ]);
    assert.deepEqual([...both].sort(), [false, true]);
    assert.equal(await hash(), both[0] ? "upgraded" : "upgraded too");
  },

  "changes a password and ends every session of the old one, in one act (T053)": async (bench) => {
    const { accounts, there, register } = bench;
    const user = await registered(accounts, person("Ada"), entryOf("one"));
    const epoch = await accounts.changePassword(user.id, "bcrypt_sha256$next", NOW);
    const record = await there.findByName("ada");
    assert.deepEqual([record?.password, record?.epoch], ["bcrypt_sha256$next", epoch]);
    assert.deepEqual(await register.list(user.id, NOW), []);
    assert.equal((await accounts.findVisitor(user.id, "one"))?.standing.epoch, epoch);
    // Whoever read the old hash with its epoch logs in too late.
    await accounts.logIn(loginOf(user, "late"), undefined);
    assert.deepEqual(await register.list(user.id, NOW), []);
    await accounts.logIn({ ...loginOf(user, "next"), epoch: epoch ?? 0 }, undefined);
    assert.equal((await register.list(user.id, NOW)).length, 1);
    assert.equal(await accounts.changePassword(user.id + 98, "next", NOW), undefined);
  },

  "changes one's own password only over the hash that was verified, and one of two wins": async ({
    accounts,
    there,
  }) => {
    const { id } = await registered(accounts);
    const change = { id, verified: "bcrypt_sha256$Ada", next: "next" };
    const nothing = [
      await accounts.changeOwnPassword({ ...change, verified: "an older one" }, NOW),
      await accounts.changeOwnPassword({ ...change, id: id + 98 }, NOW),
    ];
    assert.deepEqual(nothing, [undefined, undefined]);
    const both = await Promise.all([
      accounts.changeOwnPassword(change, NOW),
      there.changeOwnPassword({ ...change, next: "next too" }, NOW),
    ]);
    assert.equal(both.filter((changed) => changed !== undefined).length, 1);
    const record = await accounts.findByName("ada");
    assert.deepEqual([record?.password, record?.epoch], [both[0] ? "next" : "next too", 1]);
  },

  "ends every session at one's own change of password but the one that asks, which gets a new id (T037, T053)":
    async (bench) => {
      const { accounts, there, register } = bench;
      const user = await registered(accounts, person("Ada"), entryOf("one"));
      await accounts.logIn(loginOf(user, "two"), undefined);
      const change = { id: user.id, verified: "bcrypt_sha256$Ada", next: "next" };
      const goesOn = { sid: "one", as: entryOf("three") };
      assert.deepEqual(await there.changeOwnPassword({ ...change, goesOn }, NOW), {
        epoch: 1,
        goesOn: true,
      });
      const listed = await register.list(user.id, NOW);
      assert.deepEqual(
        listed.map(({ sid, epoch }) => [sid, epoch]),
        [["three", 1]],
      );
      // Whoever logs out with the old cookie a moment later means the new session.
      assert.equal(await register.end("one", NOW), true);
      assert.equal(await isEnded(bench, "three", user), true);
    },

  "brings no session back that was ended while its user changed the password": async (bench) => {
    const { accounts, register } = bench;
    const user = await registered(accounts, person("Ada"), entryOf("one"));
    await register.end("one", NOW);
    const change = { id: user.id, verified: "bcrypt_sha256$Ada", next: "next" };
    const goesOn = { sid: "one", as: entryOf("two") };
    assert.equal((await accounts.changeOwnPassword({ ...change, goesOn }, NOW))?.goesOn, false);
    assert.deepEqual(await register.list(user.id, NOW), []);
    assert.equal((await accounts.findByName("ada"))?.password, "next");
  },

  "changes no password of a user who was disabled meanwhile": async (bench) => {
    const user = await registered(bench.accounts);
    await bench.disable(user.id);
    const change = { id: user.id, verified: "bcrypt_sha256$Ada", next: "next" };
    assert.equal(await bench.accounts.changeOwnPassword(change, NOW), undefined);
    assert.equal((await bench.accounts.findByName("ada"))?.password, "bcrypt_sha256$Ada");
  },

  "disables a user, ends their sessions, and lets them log in anew once enabled (T054)": async (
    bench,
  ) => {
    const { accounts, there, register } = bench;
    const user = await registered(accounts, person("Ada"), entryOf("one"));
    assert.equal(await accounts.disable(user.id, NOW), true);
    assert.equal((await there.findByName("ada"))?.isDisabled, true);
    assert.equal(await there.logIn(loginOf(user, "two"), undefined), undefined);
    assert.equal(await accounts.enable(user.id, NOW), true);
    const record = await there.findByName("ada");
    assert.deepEqual([record?.isDisabled, record?.epoch], [false, 1]);
    assert.deepEqual(await register.list(user.id, NOW), [], "what was ended stays so");
    assert.ok(await there.logIn({ ...loginOf(user, "three"), epoch: 1 }, undefined));
    assert.equal((await register.list(user.id, NOW)).length, 1);
    const nobody = user.id + 98;
    assert.deepEqual(
      [await accounts.disable(nobody, NOW), await accounts.enable(nobody, NOW)],
      [false, false],
    );
  },

  "deletes a user and ends their sessions; the epoch outlives them (T054)": async (bench) => {
    const { accounts, there, register } = bench;
    const user = await registered(accounts, person("Ada"), entryOf("one"));
    assert.equal(await accounts.remove(user.id, NOW), true);
    assert.equal(await accounts.remove(user.id, NOW), false);
    assert.equal(await there.findById(user.id), undefined);
    assert.deepEqual(await register.list(user.id, NOW), []);
    assert.equal((await register.standing("one", user.id)).epoch, 1);
    const next = await registered(accounts);
    assert.ok(next.id > user.id, "an id is never given twice");
  },

  "enters whoever registers after everybody's sessions were ended": async (bench) => {
    await bench.register.raiseEveryEpoch(NOW);
    const made = await bench.accounts.register(person("Ada"), NOW, entryOf("one"));
    assert.ok(made !== "taken");
    assert.equal((await bench.accounts.findByName("ada"))?.epoch, made.epoch);
    assert.equal((await bench.register.list(made.user.id, NOW)).length, 1);
  },

  ...addressPromises,
  ...importPromises,

  "lists everybody once, by id": async ({ accounts }) => {
    const names = Array.from({ length: 12 }, (_, at) => `user${at}`);
    for (const name of names) await registered(accounts, person(name));
    const listed: User[] = [];
    for await (const user of accounts.list()) listed.push(user);
    assert.deepEqual(
      listed.map(({ username }) => username),
      names,
    );
    const ids = listed.map(({ id }) => id);
    assert.deepEqual(
      [...ids].sort((a, b) => a - b),
      ids,
    );
  },

  "never hands a password out with a user": async ({ accounts }) => {
    const user = await registered(accounts);
    const found = [
      user,
      await accounts.findById(user.id),
      await accounts.findVisitor(user.id, "one"),
    ];
    for await (const each of accounts.list()) found.push(each);
    assert.ok(found.length === 4 && JSON.stringify(found).includes("Ada"));
    assert.doesNotMatch(JSON.stringify(found), /bcrypt/);
  },
};
