import type { ImportedUser } from "../../src/account/imported-user.ts";
import type { Database } from "../../src/database/database.ts";
import { databaseShelf, sweepShelf } from "../../src/engines/database-shelf.ts";
import { databaseRegister } from "../../src/registers/database-register.ts";
import type { RegisterEntry } from "../../src/sessions/register.ts";
import { noChange } from "../../src/sessions/session-change.ts";
import { databaseAccounts } from "../../src/stores/database-accounts.ts";
import { databaseAudit } from "../../src/stores/database-audit.ts";
import { databaseCounters } from "../../src/stores/database-counters.ts";
import { accountCounter, networkCounter } from "../../src/throttle/counter-of.ts";

export type Acts = Readonly<Record<string, () => unknown>>;

const NOW = Date.UTC(2026, 2, 1, 12);
const BY = { actor: "visitor" } as const;

const entryOf = (sid: string, userId: number): RegisterEntry => ({
  ...{ sid, userId, epoch: 0, enteredAt: NOW, lastSeenAt: NOW, expiresAt: NOW + 90_000 },
  ...{ userAgent: undefined, address: undefined },
});

const IMPORTED: ImportedUser = {
  ...{ username: "New", usernameKey: "new", email: "new@example.org", emailKey: "new@example.org" },
  ...{ emailVerifiedAt: NOW, password: "!", createdAt: NOW, lastLoginAt: NOW },
  disabledAt: undefined,
};

/**
 * Whatever visitors and administrators have a database do, once each, in an order in which each finds something
 * to do. For one in which users 1 to 9 are called `user1` and so on and have the hash `!`.
 */
export const everyAct = (database: Database): Acts => {
  const accounts = databaseAccounts(database, { sessionLimit: 3 });
  const register = databaseRegister(database, { sessionLimit: 3 });
  const audit = databaseAudit(database);
  const counters = databaseCounters(database, 1);
  const shelf = databaseShelf(database);
  const counted = [accountCounter(1), networkCounter("192.0.2.1")];
  const digest = "digest";
  const stored = { data: new Map(), marks: {}, savedAt: NOW, expiresAt: NOW + 1, digest };
  const change = { change: noChange(), savedAt: NOW, expiresAt: NOW + 2 };
  return {
    "a user by id": () => accounts.findById(1),
    "a login by id": () => accounts.findRecord(1),
    "a login by name": () => accounts.findByName("user1"),
    "a login by address": () => accounts.findByName("user1@example.org"),
    "a forgotten password, by name": () => accounts.findForgetful("user1"),
    "a forgotten password, by address": () => accounts.findForgetful("user1@example.org"),
    "who visits": () => accounts.findVisitor(1, "sid1"),
    registering: () =>
      accounts.register(
        { username: "Ada", usernameKey: "ada", email: "ada@example.org", password: "!" },
        NOW,
        entryOf("registered", 0),
        "sid2",
        { name: "registered", ...BY },
      ),
    "logging in": () =>
      accounts.logIn(entryOf("logged-in", 1), "sid1", { name: "loggedIn", ...BY }),
    "a login that failed": () =>
      accounts.noteFailure(1, NOW, { name: "loginFailed", reason: "wrong password", ...BY }),
    "another hash": () => accounts.replacePassword(1, "!", "!!"),
    "verifying an address": () =>
      accounts.verifyEmail(
        { id: 2, email: "b@example.org", verified: "!", before: "user2@example.org" },
        NOW,
        { name: "emailChanged", ...BY },
      ),
    "changing one's own password": () =>
      accounts.changeOwnPassword(
        {
          ...{ id: 3, verified: "!", next: "!!", proves: "user3@example.org" },
          goesOn: { sid: "sid3", as: entryOf("goes-on", 3) },
        },
        NOW,
        { name: "passwordChanged", ...BY },
      ),
    "changing somebody's password": () =>
      accounts.changePassword(4, "!!", NOW, { name: "passwordChanged", ...BY }),
    disabling: () => accounts.disable(5, NOW, { name: "accountDisabled", ...BY }),
    enabling: () => accounts.enable(5, NOW, { name: "accountEnabled", ...BY }),
    importing: () => accounts.importUsers([IMPORTED], NOW, { name: "accountImported", ...BY }),
    "one page of all users": () => accounts.list()[Symbol.asyncIterator]().next(),
    unblocking: () => accounts.unblock(6, NOW, { name: "accountUnblocked", ...BY }),
    deleting: () => accounts.remove(6, NOW, { name: "accountDeleted", ...BY }),

    "entering a login": () => register.enter(entryOf("entered", 7), "sid7"),
    "adopting a login": () => register.adopt(entryOf("adopted", 7)),
    "how a session stands": () => register.standing("entered", 7),
    "a session that was replaced": () => register.replacedAt("sid7"),
    "another id": () => register.cycle("entered", entryOf("cycled", 7), NOW),
    "ending what has another id by now": () =>
      register.end("entered", NOW, { name: "loggedOut", ...BY }),
    "writing down who was seen": () => register.touch(["sid8", "sid9"], NOW),
    "one's sessions": () => register.list(8, NOW),
    "one page of everybody's sessions": () => register.listAll(NOW)[Symbol.asyncIterator]().next(),
    "the pages behind it": async () => {
      let count = 0;
      for await (const _ of register.listAll(NOW)) {
        count += 1;
        if (count > 600) return;
      }
    },
    "ending one's sessions": () =>
      register.raiseEpoch(8, NOW, { name: "sessionsEnded", ended: 1, ...BY }),
    "ending everybody's sessions": () => register.raiseEveryEpoch(NOW),
    "sweeping logins": () => register.sweep(NOW, 10),

    "may one guess": () => counters.waitFor(counted, NOW),
    "counting a guess": async () => {
      const made = await counters.count(counted, NOW);
      if ("isClosed" in made) throw new Error("nobody has guessed yet");
      await counters.takeBack(made);
    },
    "guessing right": async () => {
      const made = await counters.count(counted, NOW);
      await counters.settle([accountCounter(1).key], "isClosed" in made ? [] : made);
    },
    "how often was guessed": () => counters.failuresOf("user:1"),
    "sweeping counts": () => counters.sweep(NOW, 10),

    "the newest line of the audit": () => audit.newest(),
    "following the audit": () => audit.readBehind(50, [], 10),
    "following the audit, past gaps": () => audit.readBehind(50, [7, 8], 10),
    "the audit of a user": () => Array.fromAsync(audit.read({ userId: 1 })),
    "the last of a user's audit": () => Array.fromAsync(audit.read({ userId: 1 }, 5)),
    "the audit since": () => Array.fromAsync(audit.read({ since: NOW + 1 })),
    "the last of the audit since": () => Array.fromAsync(audit.read({ since: NOW + 1 }, 5)),
    "the audit of a name that is gone": () => Array.fromAsync(audit.read({ username: "user1" })),
    "one kind of event": () => audit.read({ event: "loggedIn" })[Symbol.asyncIterator]().next(),
    "sweeping the audit": () => audit.sweep(NOW, 10),

    "a session's data": () => shelf.read("data1"),
    "new data": () => shelf.insert("data-new", stored),
    "changing data": () => shelf.change("data-new", change),
    "data under another id": () => shelf.move("data-new", { id: "data-moved", digest }, change),
    "data that goes": () => shelf.remove("data-moved"),
    "sweeping data": () => sweepShelf(database)(NOW, 10),
  };
};
