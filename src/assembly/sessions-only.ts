import { z } from "zod";
import { createSummedLog } from "../account/summed-log.ts";
import type { CookieAttributes } from "../cookies/set-cookie.ts";
import type { Problem } from "../errors/problem.ts";
import { english } from "../pages/english.ts";
import type { Asked } from "../routes/asked.ts";
import { createFailure } from "../routes/failure.ts";
import { problemText } from "../routes/problem-text.ts";
import type { SessionContext } from "../routes/session-context.ts";
import type { SessionsOnly } from "../routes/sessions-only.ts";
import { noRegister } from "../sessions/no-register.ts";
import type { Register } from "../sessions/register.ts";
import type { Migrated } from "./open-migrated.ts";
import { type Opened, openOnce } from "./open-once.ts";
import { cookieOf, createDigest, openSessionParts, SILENT } from "./session-parts.ts";
import {
  type CheckedSessionSettings,
  checkDatabase,
  checkDialect,
  type SessionSettings,
  sessionShape,
} from "./session-settings.ts";
import { databaseValue, part, poolValue } from "./setting-values.ts";
import { checkedBy } from "./settings.ts";

/** What `sessionsOnly()` takes. Production, and so https, unless `development: true`. */
export interface SessionsOnlySettings extends SessionSettings {
  /** `sqlite:PATH` or `postgres://…`, for the engine `database()` and for a register in it; none if left out. */
  readonly database?: string;
  /** How many connections to a PostgreSQL at most, 1 to 500; 20 if left out. */
  readonly databasePool?: number;
  /**
   * Who is logged in. The one in `database` if left out; without a database none, and then nobody
   * can be logged in, because nobody could be logged out for good.
   */
  readonly register?: Register;
}

/**
 * Sessions and nothing of ours beside them, for a host with users and pages of its own: mounted by
 * the same `sessions(…)` of every adapter, logged in to by `logInAs`. Loads neither a database (unless one is set)
 * nor hashers. Synchronous, and opens nothing.
 *
 * Throws `settings.invalid`, in one line that names the setting and says what to write instead.
 */
export const sessionsOnly = (settings: SessionsOnlySettings): SessionsOnly => {
  const checked = checkedBy(schema(settings?.development === true), settings);
  checkDialect(checked.engine);
  checkDatabase(checked.engine, checked.database);
  const cookie = cookieOf(checked, !checked.development);
  return openOnce(() => open(checked, cookie), checked.log);
};

const schema = (isDevelopment: boolean) =>
  z.strictObject({
    ...sessionShape(isDevelopment),
    database: databaseValue().optional(),
    databasePool: poolValue().optional(),
    register: part<Register>(
      "has to be a register, such as memoryRegister()",
      (value) => typeof value === "object" && value !== null && "standing" in value,
    ).optional(),
  });

interface CheckedSessionsOnly extends CheckedSessionSettings {
  readonly database?: string | undefined;
  readonly databasePool?: number | undefined;
  readonly register?: Register | undefined;
}

const open = async (
  settings: CheckedSessionsOnly,
  cookie: CookieAttributes,
): Promise<Opened<SessionContext>> => {
  const storage =
    settings.database === undefined ? undefined : await openDatabase(settings.database, settings);
  const register = settings.register ?? storage?.register ?? noRegister;
  const log = createSummedLog(settings.log ?? SILENT, settings.clock);
  const sessions = await openSessionParts(
    { ...settings, log },
    cookie,
    register,
    storage?.database,
  ).catch(async (error) => {
    await storage?.close();
    throw error;
  });
  const { parts } = sessions;
  return {
    context: { parts, failure: createFailure(parts.log, answerProblem) },
    async close() {
      await sessions.close();
      await storage?.close();
      log.settle();
    },
  };
};

/** Read only when there is a database: Kysely is a third of everything that would be loaded. */
const openDatabase = async (
  address: string,
  { sessionLimit, databasePool, secrets }: CheckedSessionsOnly,
): Promise<Migrated> => {
  const { openMigrated } = await import("./open-migrated.ts");
  const sink = { digestOf: createDigest(secrets[0]!), tell: () => {} };
  return openMigrated(address, { sessionLimit, databasePool, sink });
};

/** There are no pages here to show a problem on. */
const answerProblem = (asked: Asked, problem: Problem): Response =>
  new Response(problemText(english, asked, problem), {
    status: problem.status,
    headers: {
      "Content-Type": "application/problem+json; charset=utf-8",
      "Cache-Control": "no-store",
      "Request-Id": asked.requestId,
      ...(problem.retryAfter === undefined ? {} : { "Retry-After": String(problem.retryAfter) }),
    },
  });
