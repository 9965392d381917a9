import { randomBytes } from "node:crypto";
import { after, type TestContext } from "node:test";
import type { Database } from "../../src/database/database.ts";
import { signedCookie } from "../../src/engines/signed-cookie.ts";
import { databaseRegister } from "../../src/registers/database-register.ts";
import type { LifeTime } from "../../src/sessions/life-time.ts";
import type { SessionDoor } from "../../src/sessions/session-door.ts";
import type { SessionEngine } from "../../src/sessions/session-engine.ts";
import { createSupersededTokens } from "../../src/sessions/superseded-tokens.ts";
import { type HandClock, handClock } from "../../src/testing/hand-clock.ts";
import { temporaryDatabase } from "../database/temporary-database.ts";

const DAY = 86_400;

export interface DoorAtHand extends SessionDoor {
  readonly hand: HandClock;
  readonly engine: SessionEngine;
}

export interface DoorChanges {
  /** Newest first. */
  readonly secrets?: readonly string[];
  readonly lifeTime?: Partial<LifeTime>;
  readonly saveEveryRequest?: boolean;
  readonly cookieName?: string;
  /** Another process at the same door shares its database and its clock. */
  readonly database?: Database;
  readonly hand?: HandClock;
  /** Does the engine answer by a promise, as one across a network does? */
  readonly isFar?: boolean;
}

/** For a door that all tests of a file share. */
export const wholeFile: Pick<TestContext, "after"> = {
  after: (act) => after(act as () => unknown),
};

export const SECRETS: readonly string[] = ["Zk3vX9qLr8TnW2yHs6BdGf4Jm7Pc1Ra5"];

/** A door with the default engine and a real register, and a clock in the hand of the test. */
export const doorAtHand = async (
  t: Pick<TestContext, "after">,
  changes: DoorChanges = {},
): Promise<DoorAtHand> => {
  const database = changes.database ?? (await temporaryDatabase(t, ":memory:"));
  const hand = changes.hand ?? handClock();
  const engine = signedCookie()({ secrets: changes.secrets ?? SECRETS });
  const register = databaseRegister(database);
  const isFar = changes.isFar ?? false;
  return {
    hand,
    clock: hand.read,
    engine: isFar ? { ...engine, load: async (token) => engine.load(token) } : engine,
    register: isFar
      ? { ...register, standing: async (sid, userId) => register.standing(sid, userId) }
      : register,
    isSynchronous: !isFar,
    lifeTime: { age: 14 * DAY, idle: undefined, absolute: 90 * DAY, ...changes.lifeTime },
    cookie: { name: changes.cookieName ?? "session", path: "/", secure: false },
    saveEveryRequest: changes.saveEveryRequest ?? false,
    superseded: createSupersededTokens(),
    seen: { note() {} },
    newId: () => randomBytes(16).toString("base64url"),
  };
};
