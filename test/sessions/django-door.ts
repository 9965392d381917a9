import { randomBytes } from "node:crypto";
import type { TestContext } from "node:test";
import type { AccountStore } from "../../src/account/account-store.ts";
import type { CookieAttributes } from "../../src/cookies/set-cookie.ts";
import type { Database } from "../../src/database/database.ts";
import { database as databaseEngine } from "../../src/engines/database.ts";
import { DJANGO_PURPOSE, signedCookie } from "../../src/engines/signed-cookie.ts";
import { databaseRegister } from "../../src/registers/database-register.ts";
import { closeSession } from "../../src/sessions/close-session.ts";
import { enterUser, newEntry, replacedBy } from "../../src/sessions/enter-user.ts";
import type { JsonValue } from "../../src/sessions/json-value.ts";
import type { LifeTime } from "../../src/sessions/life-time.ts";
import type { Session } from "../../src/sessions/session.ts";
import type { SessionDoor } from "../../src/sessions/session-door.ts";
import type { SessionEngine } from "../../src/sessions/session-engine.ts";
import { createSupersededTokens } from "../../src/sessions/superseded-tokens.ts";
import { createSignedJson } from "../../src/signing/signed-json.ts";
import type { Secret } from "../../src/signing/signer.ts";
import { djangoBond } from "../../src/stores/django-bond.ts";
import { djangoUsers } from "../../src/stores/django-users.ts";
import { type HandClock, handClock } from "../../src/testing/hand-clock.ts";
import { tokenOf } from "../../src/testing/test-browser.ts";
import {
  addDjangoUser,
  type DjangoUser,
  makeDjangoTables,
} from "../database/django-site-tables.ts";
import { temporaryDatabase } from "../database/temporary-database.ts";

/** A door that shares sessions and users with a Django site. */
export interface DjangoDoor extends SessionDoor {
  readonly hand: HandClock;
  readonly engine: SessionEngine;
  readonly database: Database;
  readonly accounts: AccountStore;
}

export interface DjangoDoorChanges {
  /** Newest first. */
  readonly secrets?: readonly Secret[];
  readonly engine?: "signed-cookie" | "database";
  /** In milliseconds. */
  readonly now?: number;
  readonly users?: readonly DjangoUser[];
  readonly cookie?: Partial<CookieAttributes>;
  readonly lifeTime?: Partial<LifeTime>;
  readonly saveEveryRequest?: boolean;
}

export const SECRET = "Zk3vX9qLr8TnW2yHs6BdGf4Jm7Pc1Ra5";
export const ADA_HASH = "bcrypt_sha256$ada";
const ADA: DjangoUser = { id: 7, username: "ada", password: ADA_HASH };
const DAY = 86_400;

export const djangoDoor = async (
  t: Pick<TestContext, "after">,
  changes: DjangoDoorChanges = {},
): Promise<DjangoDoor> => {
  const database = await temporaryDatabase(t, ":memory:");
  await makeDjangoTables(database);
  for (const user of changes.users ?? [ADA]) await addDjangoUser(database, user);
  const hand = handClock(changes.now);
  const secrets = changes.secrets ?? [SECRET];
  const factory = changes.engine === "database" ? databaseEngine : signedCookie;
  return {
    hand,
    clock: hand.read,
    database,
    accounts: djangoUsers().accounts(database),
    engine: factory({ django: true })({ secrets, database, clock: hand.read }),
    register: databaseRegister(database, { tiedTo: "auth_user" }),
    bond: djangoBond(secrets),
    isSynchronous: true,
    lifeTime: { age: 14 * DAY, idle: undefined, absolute: 90 * DAY, ...changes.lifeTime },
    cookie: { name: "sessionid", path: "/", secure: false, ...changes.cookie },
    saveEveryRequest: changes.saveEveryRequest ?? false,
    superseded: createSupersededTokens(),
    seen: { note() {} },
    newId: () => randomBytes(16).toString("base64url"),
  };
};

/** A cookie as Django's engine `signed_cookies` writes it. */
export const djangoCookie = (value: unknown, seconds: number, secret: Secret = SECRET): string =>
  createSignedJson([secret], DJANGO_PURPOSE).sign(value, seconds);

/** What Django would have put there at a login. */
export const djangoLogin = (
  userId: number = 7,
  password: string = ADA_HASH,
  secret: Secret = SECRET,
): Record<string, JsonValue> => ({
  _auth_user_id: String(userId),
  _auth_user_backend: "django.contrib.auth.backends.ModelBackend",
  ...Object.fromEntries(djangoBond([secret]).tie(password)),
});

/** What the acts of logging in do, without checking a password. */
export const logInHere = async (
  { accounts }: DjangoDoor,
  session: Session,
  userId: number,
  password: string,
): Promise<void> => {
  const entry = { ...newEntry(session), userId, epoch: 0 };
  if (!(await accounts.logIn(entry, replacedBy(session)))) throw new Error("no such user");
  enterUser(session, entry, password);
};

/** Closes it, and reads what the answer's cookie holds: nothing once it is deleted, undefined if none was set. */
export const payloadAfter = async (
  session: Session,
  secret: Secret = SECRET,
): Promise<Record<string, JsonValue> | undefined> => {
  const { setCookie } = await closeSession(session, 200);
  if (setCookie === undefined) return undefined;
  if (/; Max-Age=0(;|$)/.test(setCookie)) return {};
  return payloadOf(tokenOf(setCookie), secret);
};

/** What Django would find in a cookie. */
export const payloadOf = (token: string, secret: Secret = SECRET): Record<string, JsonValue> => {
  const read = createSignedJson([secret], DJANGO_PURPOSE).unsign(token);
  if ("refused" in read) throw new Error(read.refused);
  return read.value as Record<string, JsonValue>;
};

/** The payload without what is ours alone. */
export const withoutOurs = ({
  _sid: _,
  _epoch: __,
  _login: ___,
  _used: ____,
  ...theirs
}: Record<string, JsonValue>): Record<string, JsonValue> => theirs;
