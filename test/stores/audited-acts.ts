// Over 150 lines because it is one contract: all that the audit promises of acts is looked for here.
import assert from "node:assert/strict";
import type { AccountStore, NewUser } from "../../src/account/account-store.ts";
import type { Database } from "../../src/database/database.ts";
import type { AccountEvent } from "../../src/events/account-event.ts";
import type { EventSink } from "../../src/events/event-sink.ts";
import { databaseRegister } from "../../src/registers/database-register.ts";
import type { Register, RegisterEntry } from "../../src/sessions/register.ts";
import { databaseAccounts } from "../../src/stores/database-accounts.ts";
import { type Audit, databaseAudit } from "../../src/stores/database-audit.ts";
import type { Promises } from "../../src/testing/contract.ts";

const NOW = Date.UTC(2026, 2, 1, 12);
const VISITOR = { actor: "visitor", requestId: "r-1", address: "192.0.2.7" } as const;
const OPERATOR = { actor: "administrator", operator: "grace" } as const;

export interface AuditBench {
  readonly database: Database;
  readonly accounts: AccountStore;
  readonly register: Register;
  readonly audit: Audit;
  /** What was told, in order. */
  readonly told: AccountEvent[];
}

export const auditBench = (database: Database): AuditBench => {
  const told: AccountEvent[] = [];
  const sink: EventSink = {
    digestOf: (sid) => `digest of ${sid}`,
    tell: (event) => told.push(event),
  };
  return {
    database,
    accounts: databaseAccounts(database, { sink }),
    register: databaseRegister(database, { sink }),
    audit: databaseAudit(database),
    told,
  };
};

const ADA: NewUser = {
  username: "Ada",
  usernameKey: "ada",
  email: undefined,
  password: "bcrypt_sha256$canary",
};

const entryOf = (sid: string, userId: number): RegisterEntry => ({
  sid,
  userId,
  epoch: 0,
  enteredAt: NOW,
  lastSeenAt: NOW,
  expiresAt: NOW + 90_000,
  userAgent: undefined,
  address: undefined,
});

const written = async ({ audit }: AuditBench): Promise<readonly AccountEvent[]> =>
  (await Array.fromAsync(audit.read({}))).map(({ event }) => event);

const EVE: NewUser = { ...ADA, username: "Eve", usernameKey: "eve" };

const registered = async ({ accounts }: AuditBench, user = ADA, sid = "one"): Promise<number> => {
  const note = { name: "registered", ...VISITOR } as const;
  const made = await accounts.register(user, NOW, entryOf(sid, 0), undefined, note);
  assert.ok(made !== "taken");
  return made.user.id;
};

/** What the audit promises of the acts of stores and registers, on each database. */
export const auditedActs: Promises<AuditBench> = {
  "each act writes its line, and tells the same once it is committed": async (bench) => {
    const { accounts, register, told } = bench;
    const id = await registered(bench);
    await accounts.logIn(entryOf("two", id), "one", { name: "loggedIn", ...VISITOR });
    const reason = "wrong password" as const;
    await accounts.noteFailure(id, NOW, { name: "loginFailed", reason, ...VISITOR });
    await accounts.noteFailure(undefined, NOW, {
      name: "loginFailed",
      reason: "unknown name",
      ...VISITOR,
    });
    await register.end("two", NOW, { name: "loggedOut", ...VISITOR });
    await register.enter(entryOf("three", id), undefined, { name: "loggedIn", ...VISITOR });
    await register.end("three", NOW, { name: "sessionEnded", ...OPERATOR });
    await register.raiseEpoch(id, NOW, { name: "sessionsEnded", ended: 2, ...VISITOR });
    await register.raiseEveryEpoch(NOW, { name: "sessionsEnded", ended: 9, ...OPERATOR });
    await accounts.changePassword(id, "next", NOW, { name: "passwordChanged", ...VISITOR });
    await accounts.disable(id, NOW, { name: "accountDisabled", ...OPERATOR });
    await accounts.enable(id, NOW, { name: "accountEnabled", ...OPERATOR });
    await accounts.remove(id, NOW, { name: "accountDeleted", ...OPERATOR });

    const visitor = { operator: undefined, ...VISITOR };
    const operator = { requestId: undefined, address: undefined, ...OPERATOR };
    const ada = { at: NOW, userId: id, username: "Ada", session: undefined };
    const nobody = { at: NOW, userId: undefined, username: undefined, session: undefined };
    const session = (sid: string) => ({ ...ada, session: `digest of ${sid}` });
    const lines = await written(bench);
    assert.deepEqual(lines, [
      { name: "registered", ...visitor, ...session("one") },
      { name: "loggedIn", ...visitor, ...session("two") },
      { name: "loginFailed", reason, ...visitor, ...ada },
      { name: "loginFailed", reason: "unknown name", ...visitor, ...nobody },
      { name: "loggedOut", ...visitor, ...session("two") },
      { name: "loggedIn", ...visitor, ...session("three") },
      { name: "sessionEnded", ...operator, ...session("three") },
      { name: "sessionsEnded", ended: 2, ...visitor, ...ada },
      { name: "sessionsEnded", ended: 9, ...operator, ...nobody },
      { name: "passwordChanged", ...visitor, ...ada },
      { name: "accountDisabled", ...operator, ...ada },
      { name: "accountEnabled", ...operator, ...ada },
      { name: "accountDeleted", ...operator, ...ada },
    ]);
    const defined = (event: AccountEvent) => JSON.parse(JSON.stringify(event));
    assert.deepEqual(told.map(defined), lines.map(defined));
    assert.doesNotMatch(JSON.stringify(told), /canary/);
  },

  "an act that found nothing to do, or was not noted, leaves no line": async (bench) => {
    const { accounts, register, told } = bench;
    const id = await registered(bench);
    const nobody = id + 98;
    assert.equal(await registered(bench).catch(() => "failed"), "failed", "the name is taken");
    assert.equal(
      await accounts.disable(nobody, NOW, { name: "accountDisabled", ...OPERATOR }),
      false,
    );
    assert.equal(
      await accounts.enable(nobody, NOW, { name: "accountEnabled", ...OPERATOR }),
      false,
    );
    assert.equal(
      await accounts.remove(nobody, NOW, { name: "accountDeleted", ...OPERATOR }),
      false,
    );
    const changed = { name: "passwordChanged", ...VISITOR } as const;
    assert.equal(await accounts.changePassword(nobody, "next", NOW, changed), undefined);
    const loggedIn = { name: "loggedIn", ...VISITOR } as const;
    assert.equal(await accounts.logIn(entryOf("two", nobody), undefined, loggedIn), undefined);
    assert.equal(await register.end("nothing", NOW, { name: "loggedOut", ...VISITOR }), false);
    assert.equal(await register.end("one", NOW), true);
    assert.deepEqual(
      (await written(bench)).map(({ name }) => name),
      ["registered"],
    );
    assert.equal(told.length, 1);
  },

  "act and line are both there or neither: a line that cannot be written undoes the act": async (
    bench,
  ) => {
    const { accounts, register, database, told } = bench;
    const id = await registered(bench);
    const rename = (from: string, to: string) =>
      database.kysely.schema.alterTable(from).renameTo(to).execute();
    await rename("countersign_audit", "countersign_audit_away");
    const acts = [
      () => registered(bench, EVE, "two"),
      () => accounts.logIn(entryOf("two", id), "one", { name: "loggedIn", ...VISITOR }),
      () => register.end("one", NOW, { name: "loggedOut", ...VISITOR }),
      () => register.raiseEpoch(id, NOW, { name: "sessionsEnded", ended: 1, ...VISITOR }),
      () => accounts.disable(id, NOW, { name: "accountDisabled", ...OPERATOR }),
      () => accounts.changePassword(id, "next", NOW, { name: "passwordReset", ...VISITOR }),
      () => accounts.remove(id, NOW, { name: "accountDeleted", ...OPERATOR }),
      () =>
        accounts.noteFailure(id, NOW, {
          name: "loginFailed",
          reason: "wrong password",
          ...VISITOR,
        }),
    ];
    try {
      for (const act of acts) await assert.rejects(act(), /countersign_audit|storage|SQL/);
    } finally {
      await rename("countersign_audit_away", "countersign_audit");
    }
    const record = await accounts.findByName("ada");
    assert.deepEqual([record?.password, record?.isDisabled], [ADA.password, false]);
    assert.deepEqual(
      (await register.list(id, NOW)).map(({ sid }) => sid),
      ["one"],
    );
    assert.equal((await written(bench)).length, 1);
    assert.equal(told.length, 1, "and nobody was told of what did not happen");
  },

  "the line of an act that fails later is undone with it": async (bench) => {
    const { accounts } = bench;
    await registered(bench);
    const note = { name: "accountAdded", ...OPERATOR } as const;
    // Its session's id is taken.
    await assert.rejects(accounts.register(EVE, NOW, entryOf("one", 0), undefined, note));
    assert.deepEqual(
      (await written(bench)).map(({ name }) => name),
      ["registered"],
    );
  },

  "the audit is read by user, event and time, all of it or the newest, over many pages": async (
    bench,
  ) => {
    const { accounts, audit } = bench;
    const id = await registered(bench);
    const note = { name: "loginFailed", reason: "wrong password", ...VISITOR } as const;
    for (let at = 1; at <= 30; at += 1) {
      await accounts.noteFailure(at % 2 === 0 ? id : undefined, NOW + at, note);
    }
    const momentsOf = async (...asked: Parameters<Audit["read"]>) =>
      (await Array.fromAsync(audit.read(...asked))).map(({ event }) => event.at - NOW);
    assert.equal((await momentsOf({})).length, 31);
    assert.deepEqual(await momentsOf({}, 3), [28, 29, 30]);
    assert.deepEqual(await momentsOf({ userId: id }, 2), [28, 30]);
    assert.deepEqual(await momentsOf({ username: "Ada", since: NOW + 27 }), [28, 30]);
    assert.deepEqual(await momentsOf({ event: "registered" }), [0]);
    assert.deepEqual(await momentsOf({ event: "accountDeleted" }), []);
    assert.equal((await momentsOf({}, 500)).length, 31);
    assert.equal(await audit.sweep(NOW + 29, 10), 10);
    assert.equal(await audit.sweep(NOW + 29, 100), 19);
    assert.deepEqual(await momentsOf({}), [29, 30]);
  },
};
