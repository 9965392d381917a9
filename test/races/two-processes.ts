import { randomBytes, randomUUID } from "node:crypto";
import type { TestContext } from "node:test";
import { sql } from "kysely";
import { createAccountLinks } from "../../src/account/account-links.ts";
import type { Parts } from "../../src/account/parts.ts";
import type { Database } from "../../src/database/database.ts";
import { bcryptSha256 } from "../../src/hashers/bcrypt-sha256.ts";
import { createPasswordChecker } from "../../src/passwords/password-checker.ts";
import { STANDARD_RULES } from "../../src/passwords/password-policy.ts";
import { databaseRegister } from "../../src/registers/database-register.ts";
import { isOpenable } from "../../src/sessions/session-engine.ts";
import { createSupersededTokens } from "../../src/sessions/superseded-tokens.ts";
import { databaseAccounts } from "../../src/stores/database-accounts.ts";
import { databaseCounters } from "../../src/stores/database-counters.ts";
import { type HandClock, handClock } from "../../src/testing/hand-clock.ts";
import { threadsAtHand } from "../../src/testing/threads-at-hand.ts";
import { createKnownDevices } from "../../src/throttle/known-devices.ts";
import { createNameDigest } from "../../src/throttle/name-digest.ts";
import { postgresDatabase } from "../database/postgres-server.ts";
import { temporaryDatabase, temporaryPath } from "../database/temporary-database.ts";
import { temporaryPostgres } from "../database/temporary-postgres.ts";
import { SECRET } from "../stories/people.ts";
import type { RacingEngine } from "./racing-engines.ts";

type Ending = Pick<TestContext, "after">;

/** Of two processes. */
export type Two<Part> = readonly [Part, Part];

/** Where a new and empty database is. */
export const newDatabases: Readonly<
  Record<"SQLite" | "PostgreSQL", (t: Ending) => Promise<string>>
> = {
  SQLite: async (t) => temporaryPath(t),
  PostgreSQL: postgresDatabase,
};

/** Opens it, for as long as the test lasts. */
export const openDatabase = async (t: Ending, address: string): Promise<Database> => {
  if (address.startsWith("postgres:")) return temporaryPostgres(t, address);
  const database = await temporaryDatabase(t, address);
  // Nobody pulls the plug here, and waiting for the disk is most of what a write takes.
  await sql`pragma synchronous = off`.execute(database.kysely);
  return database;
};

export interface TwoProcesses {
  readonly parts: Two<Parts>;
  readonly hand: HandClock;
}

const DAY = 86_400;

/** Everything that a site is made of, twice over one storage. */
export const twoProcesses = async (
  t: Ending,
  address: string,
  engineOf: RacingEngine,
): Promise<TwoProcesses> => {
  const hand = handClock();
  const makeEngine = engineOf(t);
  const open = async (): Promise<Parts> => {
    const database = await openDatabase(t, address);
    const engine = makeEngine({
      secrets: [SECRET],
      database,
      clock: hand.read,
      isProduction: false,
    });
    if (isOpenable(engine)) {
      await engine.open();
      t.after(() => engine.close());
    }
    const register = databaseRegister(database);
    const cookie = { name: "session", path: "/", secure: false };
    return {
      place: { origin: "http://localhost", path: "", hsts: "host", isAlone: true },
      door: {
        engine,
        register,
        isSynchronous: engine.isSynchronous && register.isSynchronous,
        lifeTime: { age: 14 * DAY, idle: undefined, absolute: 90 * DAY },
        cookie,
        saveEveryRequest: false,
        clock: hand.read,
        superseded: createSupersededTokens(),
        seen: { note() {} },
        newId: () => randomBytes(16).toString("base64url"),
      },
      accounts: databaseAccounts(database),
      register,
      passwords: createPasswordChecker([bcryptSha256({ cost: 4 })], threadsAtHand()),
      policy: async () => ({
        ...STANDARD_RULES,
        common: new Set(),
        siteWords: new Set(),
        canHash: () => true,
      }),
      mail: undefined,
      links: createAccountLinks([SECRET], { reset: 3_600, confirmation: DAY }),
      alarm: { noteBlocked() {} },
      throttle: {
        counters: databaseCounters(database),
        devices: createKnownDevices([SECRET], { ...cookie, name: "device" }, hand.read),
        digestOf: createNameDigest(SECRET),
      },
      clock: hand.read,
      log: { debug() {}, info() {}, warn() {}, error() {}, isLevelEnabled: () => false },
      newRequestId: randomUUID,
      digestOf: (id) => id,
      isTrustedProxy: () => false,
      ailment: async () => undefined,
    };
  };
  return { parts: [await open(), await open()], hand };
};
