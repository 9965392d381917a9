import { createHmac, hkdfSync, randomBytes, randomUUID } from "node:crypto";
import type { Log } from "../account/log.ts";
import type { Parts, Place } from "../account/parts.ts";
import { checkCookieAttributes } from "../cookies/set-cookie.ts";
import type { Database } from "../database/database.ts";
import { signedCookie } from "../engines/signed-cookie.ts";
import { CountersignError } from "../errors/countersign-error.ts";
import type { Frame } from "../pages/layout.ts";
import { english } from "../pages/words.ts";
import { createAnswers } from "../routes/answers.ts";
import type { Countersign } from "../routes/countersign.ts";
import { createFailure } from "../routes/failure.ts";
import type { RouteContext } from "../routes/visit.ts";
import { isOpenable, type SessionEngine } from "../sessions/session-engine.ts";
import type { Clock } from "../time/clock.ts";
import { openStorage } from "./open-storage.ts";
import { type CheckedSettings, checkSettings, type Settings } from "./settings.ts";

/**
 * Login and sessions, out of settings that are all checked here and now. Synchronous, and opens
 * nothing; takes nothing from the environment.
 *
 * Throws `settings.invalid`, in one line that names the setting and says what to write instead.
 */
export const countersign = (settings: Settings): Countersign => {
  const checked = checkSettings(settings);
  const { origin, path } = checked;
  // What can be wrong in a cookie's name is found here too, before anything is opened.
  const cookie = cookieOf(checked);
  let opened: Promise<Opened> | undefined;
  let context: RouteContext | undefined;
  let closing: Promise<void> | undefined;

  const openOnce = (): Promise<Opened> => {
    if (closing)
      return Promise.reject(new CountersignError("storage.unavailable", "It was closed."));
    opened ??= open(checked, cookie).catch((error) => {
      // So that the next request tries again, once the disk is back.
      opened = undefined;
      checked.log?.error({ err: error }, "the storage could not be opened");
      throw error;
    });
    return opened;
  };

  return Object.freeze({
    origin,
    path: path || "/",
    get context() {
      return context;
    },
    async ready() {
      ({ context } = await openOnce());
    },
    close() {
      closing ??= Promise.resolve(opened).then((each) => each?.close());
      return closing;
    },
  });
};

interface Opened {
  readonly context: RouteContext;
  close(): Promise<void>;
}

type Cookie = Parts["door"]["cookie"];

const open = async (settings: CheckedSettings, cookie: Cookie): Promise<Opened> => {
  const storage = await openStorage(settings.database, settings.hashers);
  const { accounts, register, passwords, policy, database } = storage;
  const clock = settings.clock ?? Date.now;
  const engine = await openEngine(settings, database, clock).catch(async (error) => {
    await storage.close();
    throw error;
  });
  const place: Place = { origin: settings.origin, path: settings.path, isAlone: settings.alone };
  const parts: Parts = Object.freeze({
    place,
    door: {
      engine,
      register,
      isSynchronous: engine.isSynchronous && database.isSynchronous,
      lifeTime: { age: settings.age, idle: settings.idle, absolute: settings.absolute },
      cookie,
      saveEveryRequest: settings.saveEveryRequest,
      clock,
      newId: () => randomBytes(16).toString("base64url"),
    },
    accounts,
    register,
    passwords,
    policy,
    clock,
    log: settings.log ?? SILENT,
    newRequestId: randomUUID,
    digestOf: createDigest(settings.secrets[0]!),
    async ailment() {
      // Any read will do: it answers, or says that the storage does not.
      const asking = [accounts.findById(0), (async () => engine.load(NOBODY))()];
      const fault = await Promise.all(asking).catch((error: unknown) => error);
      return fault instanceof Error ? "storage.unavailable" : undefined;
    },
  });
  const frame: Frame = { path: settings.path, words: english };
  const answers = createAnswers(place, frame);
  const failure = createFailure(parts.log, answers.problem);
  return {
    context: { parts, frame, answers, failure },
    async close() {
      if (isOpenable(engine)) await engine.close();
      await storage.close();
    },
  };
};

/** A token of the right shape that opens nothing. */
const NOBODY = `${"0".repeat(22)}.${"0".repeat(43)}`;

const openEngine = async (
  { engine: factory = signedCookie(), secrets, development }: CheckedSettings,
  database: Database,
  clock: Clock,
): Promise<SessionEngine> => {
  const engine = factory({ secrets, database, clock, isProduction: !development });
  if (isOpenable(engine)) await engine.open();
  return engine;
};

const cookieOf = (settings: CheckedSettings): Cookie => {
  const secure = settings.origin.startsWith("https:");
  const domain = settings.cookieDomain;
  const usual = !secure ? "session" : domain === undefined ? "__Host-session" : "__Secure-session";
  return checkCookieAttributes({ name: settings.cookieName ?? usual, path: "/", secure, domain });
};

/** Under a key of its own by HKDF (RFC 5869), so that a log says nothing that a signature would. */
const createDigest = (secret: string): ((sessionId: string) => string) => {
  const key = Buffer.from(hkdfSync("sha256", secret, "", "countersign.log", 32));
  return (sessionId) => createHmac("sha256", key).update(sessionId).digest("hex").slice(0, 16);
};

const SILENT: Log = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  isLevelEnabled: () => false,
};
