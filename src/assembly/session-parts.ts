import { createHmac, hkdfSync, randomBytes, randomUUID } from "node:crypto";
import type { Log } from "../account/log.ts";
import { type CookieAttributes, checkCookieAttributes } from "../cookies/set-cookie.ts";
import type { Database } from "../database/database.ts";
import { signedCookie } from "../engines/signed-cookie.ts";
import { CountersignError } from "../errors/countersign-error.ts";
import { trustedProxies } from "../requests/trusted-proxies.ts";
import type { SessionContext } from "../routes/session-context.ts";
import type { PasswordBond } from "../sessions/password-bond.ts";
import type { Register } from "../sessions/register.ts";
import { createSeenSessions } from "../sessions/seen-sessions.ts";
import { isOpenable, type SessionEngine } from "../sessions/session-engine.ts";
import { createSupersededTokens } from "../sessions/superseded-tokens.ts";
import type { Clock } from "../time/clock.ts";
import type { CheckedSessionSettings } from "./session-settings.ts";

/** Everything that sessions need, with users beside them or without. */
export interface SessionParts {
  readonly parts: SessionContext["parts"];
  readonly clock: Clock;
  /** Rejects with `storage.unavailable` if sessions cannot be reached. */
  reach(): Promise<void>;
  close(): Promise<void>;
}

/**
 * The engine, opened, and the door around it.
 *
 * @param cookie checked before anything was opened
 */
export const openSessionParts = async (
  settings: CheckedSessionSettings,
  cookie: CookieAttributes,
  register: Register,
  database: Database | undefined,
  bond?: PasswordBond,
): Promise<SessionParts> => {
  const clock = settings.clock ?? Date.now;
  const engine = await openEngine(settings, clock, database);
  const log = settings.log ?? SILENT;
  const seen = createSeenSessions(register, clock, (error) =>
    log.debug(
      { event: "usesNotWritten", err: error },
      "last uses of sessions could not be written down",
    ),
  );
  const { age, idle, absolute, saveEveryRequest, secrets } = settings;
  return {
    clock,
    parts: {
      door: {
        engine,
        register,
        isSynchronous: engine.isSynchronous && register.isSynchronous,
        lifeTime: { age, idle, absolute },
        cookie,
        saveEveryRequest,
        bond,
        clock,
        superseded: createSupersededTokens(),
        seen,
        newId,
      },
      log,
      newRequestId: randomUUID,
      digestOf: createDigest(secrets[0]!),
      isTrustedProxy: trustedProxies(settings.trustedProxies),
    },
    async reach() {
      await engine.load(NOBODY);
    },
    async close() {
      await seen.close();
      if (isOpenable(engine)) await engine.close();
    },
  };
};

/** Never with a hyphen before it: on a command line it would be taken for an option. */
const newId = (): string => {
  const id = randomBytes(16).toString("base64url");
  return id.startsWith("-") ? newId() : id;
};

/** A token of the right shape that opens nothing. */
const NOBODY = `${"0".repeat(22)}.${"0".repeat(43)}`;

const openEngine = async (
  { engine: factory = signedCookie(), secrets, development }: CheckedSessionSettings,
  clock: Clock,
  database: Database | undefined,
): Promise<SessionEngine> => {
  const engine = factory({ secrets, database, clock, isProduction: !development });
  if (!isEngine(engine)) {
    throw new CountersignError(
      "settings.invalid",
      "engine: does not make an engine; it has to be called, as in memory(), or to return load, save and drop.",
    );
  }
  if (isOpenable(engine)) await engine.open();
  return engine;
};

const isEngine = (made: Partial<SessionEngine> | undefined): boolean =>
  [made?.load, made?.save, made?.drop].every((act) => typeof act === "function");

/** Throws `settings.invalid` for a name or a domain that would break out of the line. */
export const cookieOf = (
  { cookieName, cookieDomain: domain, engine }: CheckedSessionSettings,
  secure: boolean,
): CookieAttributes => {
  const prefix = !secure ? "" : domain === undefined ? "__Host-" : "__Secure-";
  // Django's own name: one cookie for both.
  const usual = engine?.dialect === "django" ? "sessionid" : `${prefix}session`;
  return checkCookieAttributes({ name: cookieName ?? usual, path: "/", secure, domain });
};

/** Under a key of its own by HKDF (RFC 5869), so that a log says nothing that a signature would. */
export const createDigest = (secret: string): ((sessionId: string) => string) => {
  const key = Buffer.from(hkdfSync("sha256", secret, "", "countersign.log", 32));
  return (sessionId) => createHmac("sha256", key).update(sessionId).digest("hex").slice(0, 16);
};

export const SILENT: Log = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  isLevelEnabled: () => false,
};
