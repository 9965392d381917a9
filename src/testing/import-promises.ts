// Over 150 lines because it is one list: who is known again, who is taken, who is new.
import assert from "node:assert/strict";
import type { AccountStore } from "../account/account-store.ts";
import type { ImportedUser } from "../account/imported-user.ts";
import { emailKey } from "../users/email-key.ts";
import type { User } from "../users/user.ts";
import { usernameKey } from "../users/username-key.ts";
import type { Promises } from "./contract.ts";

/** Stores of several processes over one storage; the same one twice where there can be no other. */
interface Bench {
  readonly accounts: AccountStore;
  readonly there: AccountStore;
}

const NOW = Date.UTC(2026, 2, 1, 12);
const THEN = Date.UTC(2020, 5, 1);

const imported = (username: string, changes: Partial<ImportedUser> = {}): ImportedUser => {
  const email = "email" in changes ? changes.email : `${username}@example.org`;
  return {
    username,
    usernameKey: usernameKey(username),
    email,
    emailKey: email === undefined ? undefined : emailKey(email),
    emailVerifiedAt: THEN + 1,
    password: `bcrypt_sha256$${username}`,
    createdAt: THEN,
    lastLoginAt: THEN + 2,
    disabledAt: undefined,
    ...changes,
  };
};

const names = async (accounts: AccountStore): Promise<readonly string[]> => {
  const users: User[] = await Array.fromAsync(accounts.list());
  return users.map(({ username }) => username);
};

/** What a store of users promises of those who come from elsewhere. */
export const importPromises: Promises<Bench> = {
  "imports users with their hashes, dates and proven addresses, and knows them again": async ({
    accounts,
    there,
  }) => {
    const ada = imported("Ada");
    const bare = imported("bob", {
      ...{ email: undefined, emailVerifiedAt: undefined, password: undefined },
      ...{ createdAt: undefined, lastLoginAt: undefined, disabledAt: NOW - 5 },
    });
    assert.deepEqual(await accounts.acquaintances([ada, bare]), ["new", "new"]);
    assert.deepEqual(await names(accounts), [], "asking writes nothing");
    assert.deepEqual(await accounts.importUsers([ada, bare], NOW), ["new", "new"]);
    const record = await there.findByName("ADA@example.org");
    assert.deepEqual(record, {
      user: {
        id: record?.user.id,
        ...{ username: "Ada", email: "Ada@example.org" },
        ...{ emailVerifiedAt: THEN + 1, createdAt: THEN, lastLoginAt: THEN + 2 },
      },
      password: "bcrypt_sha256$Ada",
      isDisabled: false,
      epoch: 0,
      deviceEpoch: 0,
    });
    const bob = await there.findByName("bob");
    assert.match(bob?.password ?? "", /^![\w-]{40}$/, "nobody's password, and no two alike");
    assert.deepEqual([bob?.isDisabled, bob?.user.createdAt], [true, NOW]);
    assert.deepEqual(await there.importUsers([bare, ada, imported("eve")], NOW + 1), [
      ...["there", "there", "new"],
    ]);
    assert.deepEqual(await names(there), ["Ada", "bob", "eve"]);
  },

  "imports nobody of a batch in which one is taken": async ({ accounts, there }) => {
    await accounts.importUsers([imported("Ada")], NOW);
    const changes: readonly Partial<ImportedUser>[] = [
      { username: "ada" },
      { createdAt: THEN + 1 },
      { password: "bcrypt_sha256$other" },
      { password: undefined },
      { email: "other@example.org" },
      { emailVerifiedAt: undefined },
      { disabledAt: NOW },
    ];
    for (const change of changes) {
      const known = await there.importUsers([imported("bob"), imported("Ada", change)], NOW);
      assert.deepEqual(known, ["new", "username.taken"], JSON.stringify(change));
    }
    const same = { email: "ADA@example.org", password: undefined };
    assert.deepEqual(await there.importUsers([imported("bob"), imported("eve", same)], NOW), [
      ...["new", "email.taken"],
    ]);
    const unproven = imported("eve", { ...same, emailVerifiedAt: undefined });
    assert.deepEqual(await there.acquaintances([unproven]), ["new"], "whoever has proven nothing");
    assert.deepEqual(await names(there), ["Ada"]);
  },

  "knows a user again who has logged in and changed things since, and leaves them": async ({
    accounts,
    there,
  }) => {
    await accounts.importUsers([imported("Ada")], NOW);
    const { id } = (await accounts.findByName("ada"))!.user;
    await accounts.replacePassword(id, "bcrypt_sha256$Ada", "bcrypt_sha256$upgraded");
    assert.deepEqual(await there.acquaintances([imported("Ada")]), ["username.taken"]);
    const login = { sid: "one", enteredAt: NOW, lastSeenAt: NOW, expiresAt: NOW + 90_000 };
    const from = { userAgent: undefined, address: undefined };
    await accounts.logIn({ ...login, ...from, userId: id, epoch: 0 }, undefined);
    assert.deepEqual(await there.importUsers([imported("Ada")], NOW + 1), ["there"]);
    assert.equal((await there.findByName("ada"))?.password, "bcrypt_sha256$upgraded");
  },

  "knows a user again whose password was changed since, and who has not logged in": async ({
    accounts,
    there,
  }) => {
    await accounts.importUsers([imported("Ada")], NOW);
    const { id } = (await accounts.findByName("ada"))!.user;
    await accounts.changePassword(id, "bcrypt_sha256$reset", NOW);
    assert.deepEqual(await there.importUsers([imported("Ada")], NOW + 1), ["there"]);
    assert.equal((await there.findByName("ada"))?.password, "bcrypt_sha256$reset");
  },

  "takes nobody who has registered here for somebody of that name from elsewhere": async ({
    accounts,
    there,
  }) => {
    const note = { name: "accountImported", actor: "administrator", operator: "root" } as const;
    const undated = { createdAt: undefined, lastLoginAt: undefined };
    const [ada, bob] = [imported("ada", undated), imported("bob", undated)];
    const { username, usernameKey: key } = bob;
    const stranger = { username, usernameKey: key, email: undefined, password: "bcrypt_sha256$x" };
    const login = { enteredAt: NOW, lastSeenAt: NOW, expiresAt: NOW + 90_000 };
    const from = { userAgent: undefined, address: undefined };
    await accounts.register(stranger, NOW, { ...login, ...from, sid: "one" });
    await accounts.importUsers([ada], NOW, note);
    const { id } = (await accounts.findByName("ada"))!.user;
    await accounts.logIn({ ...login, ...from, sid: "two", userId: id, epoch: 0 }, undefined);
    await accounts.replacePassword(id, ada.password!, "bcrypt_sha256$upgraded");
    assert.deepEqual(await there.acquaintances([ada, bob]), ["there", "username.taken"]);
  },

  "imports one user once, if two import at the same moment": async ({ accounts, there }) => {
    const users = ["ada", "bob", "eve"].map((name) => imported(name));
    const known = await Promise.all([
      accounts.importUsers(users, NOW),
      there.importUsers(users.toReversed(), NOW),
    ]);
    assert.equal(known.flat().filter((each) => each === "new").length, 3);
    assert.equal(known.flat().filter((each) => each === "there").length, 3);
    assert.deepEqual([...(await names(accounts))].sort(), ["ada", "bob", "eve"]);
  },
};
