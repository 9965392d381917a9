// Over 150 lines because it is one list: what becomes of an address, and of who gave it.
import assert from "node:assert/strict";
import type { AccountStore, EmailProof, NewUser } from "../account/account-store.ts";
import type { User } from "../users/user.ts";
import { usernameKey } from "../users/username-key.ts";
import type { Promises } from "./contract.ts";

/** Stores of several processes over one storage; the same one twice where there can be no other. */
interface Bench {
  readonly accounts: AccountStore;
  readonly there: AccountStore;
  disable(userId: number): Promise<unknown>;
}

const NOW = Date.UTC(2026, 2, 1, 12);
const ADDRESS = "Ada@example.org";

const registered = async (
  accounts: AccountStore,
  username: string,
  email: string | null = ADDRESS,
): Promise<User> => {
  const own = { email: email ?? undefined, password: `bcrypt_sha256$${username}` };
  const user: NewUser = { username, usernameKey: usernameKey(username), ...own };
  const made = await accounts.register(user, NOW);
  assert.ok(made !== "taken");
  return made.user;
};

const proofOf = (user: User, changes: Partial<EmailProof> = {}): EmailProof => ({
  id: user.id,
  email: user.email ?? "",
  verified: `bcrypt_sha256$${user.username}`,
  before: user.email,
  ...changes,
});

const namesOf = async (accounts: AccountStore, text: string): Promise<readonly string[]> =>
  (await accounts.findForgetful(text)).map(({ user }) => user.username);

/** What a store of users promises of their addresses. */
export const addressPromises: Promises<Bench> = {
  "finds a user by an address once it is verified, however it is typed": async ({
    accounts,
    there,
  }) => {
    const user = await registered(accounts, "Ada");
    assert.equal(await accounts.findByName(ADDRESS), undefined);
    assert.equal(await accounts.verifyEmail(proofOf(user), NOW + 1), "verified");
    for (const typed of [ADDRESS, "ada@EXAMPLE.org"]) {
      const record = await there.findByName(typed);
      assert.deepEqual(record?.user, { ...user, emailVerifiedAt: NOW + 1 });
    }
    for (const other of ["ada@example.or", "ada@example.org ", "%@example.org", "@"]) {
      assert.equal(await there.findByName(other), undefined, other);
    }
  },

  "verifies an address for one of two who gave it, also at the same moment": async ({
    accounts,
    there,
  }) => {
    const ada = await registered(accounts, "Ada");
    const eve = await registered(accounts, "Eve", "ada@example.org");
    const answers = await Promise.all([
      accounts.verifyEmail(proofOf(ada), NOW),
      there.verifyEmail(proofOf(eve), NOW),
    ]);
    assert.deepEqual([...answers].sort(), ["taken", "verified"]);
    const winner = answers[0] === "verified" ? "Ada" : "Eve";
    assert.equal((await accounts.findByName(ADDRESS))?.user.username, winner);
  },

  "verifies once: a proof is spent with the user as they were": async ({ accounts }) => {
    const user = await registered(accounts, "Ada");
    const stale = [
      await accounts.verifyEmail(proofOf(user, { verified: "an older hash" }), NOW),
      await accounts.verifyEmail(proofOf(user, { before: "other@example.org" }), NOW),
      await accounts.verifyEmail(proofOf(user, { before: undefined }), NOW),
      await accounts.verifyEmail(proofOf(user, { id: user.id + 98 }), NOW),
    ];
    assert.deepEqual(new Set(stale), new Set(["stale"]));
    assert.equal(await accounts.findByName(ADDRESS), undefined);
    assert.equal(await accounts.verifyEmail(proofOf(user), NOW), "verified");
    assert.equal(await accounts.verifyEmail(proofOf(user), NOW), "stale");
  },

  "changes an address by proving the new one; the old one is nobody's from then on": async ({
    accounts,
    there,
  }) => {
    const user = await registered(accounts, "Ada");
    await accounts.verifyEmail(proofOf(user), NOW);
    const next = "lovelace@example.org";
    assert.equal(await there.verifyEmail(proofOf(user, { email: next }), NOW + 5), "verified");
    assert.equal(await accounts.findByName(ADDRESS), undefined);
    const record = await accounts.findByName(next);
    assert.deepEqual(record?.user, { ...user, email: next, emailVerifiedAt: NOW + 5 });
    const eve = await registered(accounts, "Eve", ADDRESS);
    assert.equal(await accounts.verifyEmail(proofOf(eve), NOW), "verified");
    // Another proof of the time before it is spent as well.
    const spent = proofOf(user, { email: "other@example.org" });
    assert.equal(await accounts.verifyEmail(spent, NOW), "stale");
  },

  "gives an address to somebody who had none": async ({ accounts }) => {
    const user = await registered(accounts, "Ada", null);
    assert.equal(user.email, undefined);
    const proof = proofOf(user, { email: ADDRESS });
    assert.equal(await accounts.verifyEmail(proof, NOW), "verified");
    assert.equal((await accounts.findByName(ADDRESS))?.user.id, user.id);
  },

  "verifies nothing of a user who is disabled": async ({ accounts, disable }) => {
    const user = await registered(accounts, "Ada");
    await disable(user.id);
    assert.equal(await accounts.verifyEmail(proofOf(user), NOW), "stale");
    assert.equal(await accounts.findByName(ADDRESS), undefined);
  },

  "finds who may have forgotten a password: by name, by verified address, else who never proved it":
    async ({ accounts }) => {
      const ada = await registered(accounts, "Ada");
      for (const name of ["Eve", "Bob", "Cid", "Dan", "Fay"]) {
        await registered(accounts, name, "ada@example.org");
      }
      assert.deepEqual(await namesOf(accounts, "ADA"), ["Ada"]);
      assert.deepEqual(await namesOf(accounts, "nobody"), []);
      assert.deepEqual(await namesOf(accounts, "nobody@example.org"), []);
      const firstFive = ["Ada", "Eve", "Bob", "Cid", "Dan"];
      assert.deepEqual(await namesOf(accounts, "ada@example.org"), firstFive);
      await accounts.verifyEmail(proofOf(ada), NOW);
      assert.deepEqual(await namesOf(accounts, "ADA@example.org"), ["Ada"]);
    },

  "reads a user by id with what a login has to know": async ({ accounts, there }) => {
    const { id } = await registered(accounts, "Ada");
    assert.deepEqual(await there.findRecord(id), await accounts.findByName("Ada"));
    assert.equal(await there.findRecord(id + 98), undefined);
  },

  "verifies the address by the way to which a new password was sent, unless it is somebody else's":
    async ({ accounts }) => {
      const ada = await registered(accounts, "Ada");
      const eve = await registered(accounts, "Eve");
      const change = ({ id, username }: User, proves: string) =>
        accounts.changeOwnPassword(
          { id, verified: `bcrypt_sha256$${username}`, next: `${username} next`, proves },
          NOW + 5,
        );
      assert.ok(await change(ada, ADDRESS));
      assert.equal((await accounts.findById(ada.id))?.emailVerifiedAt, NOW + 5);
      assert.ok(await change(eve, ADDRESS), "the password is changed all the same");
      assert.equal((await accounts.findById(eve.id))?.emailVerifiedAt, undefined);
      assert.equal((await accounts.findByName("eve"))?.password, "Eve next");
    },

  "of a new address and a password by way of the old one, at the same moment, takes one": async ({
    accounts,
    there,
  }) => {
    const ada = await registered(accounts, "Ada");
    await accounts.verifyEmail(proofOf(ada), NOW);
    const [verified, next] = ["bcrypt_sha256$Ada", "next"];
    const [moved, changed] = await Promise.all([
      accounts.verifyEmail(proofOf(ada, { email: "lovelace@example.org" }), NOW + 5),
      there.changeOwnPassword({ id: ada.id, verified, next, proves: ADDRESS }, NOW + 5),
    ]);
    assert.equal(moved, changed === undefined ? "verified" : "stale");
    const record = await accounts.findByName("ada");
    assert.equal(record?.password, changed === undefined ? verified : next);
    assert.equal(record?.user.email, changed === undefined ? "lovelace@example.org" : ADDRESS);
  },

  "sets no password by way of an address that is the user's no more": async ({ accounts }) => {
    const ada = await registered(accounts, "Ada");
    const change = (proves: string) => {
      const [verified, next] = ["bcrypt_sha256$Ada", "next"];
      return accounts.changeOwnPassword({ id: ada.id, verified, next, proves }, NOW + 5);
    };
    assert.equal(await change("older@example.org"), undefined);
    const record = await accounts.findByName("ada");
    assert.equal(record?.password, "bcrypt_sha256$Ada");
    assert.equal(record?.user.emailVerifiedAt, undefined);
    assert.ok(await change(ADDRESS));
  },
};
