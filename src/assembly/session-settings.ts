import { z } from "zod";
import type { Log } from "../account/log.ts";
import type { EngineFactory } from "../engines/engine-needs.ts";
import { CountersignError } from "../errors/countersign-error.ts";
import { isNetwork } from "../requests/trusted-proxies.ts";
import type { ForeignUsers } from "../stores/foreign-users.ts";
import type { Clock } from "../time/clock.ts";
import type { Duration } from "../time/duration.ts";
import { durationValue, isFunction, part, secretsValue, text } from "./setting-values.ts";

/** What sessions take, with users beside them or without. Production unless `development: true`. */
export interface SessionSettings {
  /** Newest first: the first signs, all verify; at most five, in production of 32 bytes or more. */
  readonly secrets: readonly string[];
  /** Where sessions are kept; `signedCookie()` if left out. */
  readonly engine?: EngineFactory;
  /** How long a session lives from its last save; `14d` if left out. */
  readonly age?: Duration;
  /** Ends a session that is not used for so long; off if left out. */
  readonly idle?: Duration;
  /** The longest life from the login, whatever else is said; `90d` if left out, at most `400d`. */
  readonly absolute?: Duration;
  /** How many sessions a user may have: a login beyond it ends the oldest. Any number if left out. */
  readonly sessionLimit?: number;
  /** Saves a session on each answer and not only when it changed; `false` if left out. */
  readonly saveEveryRequest?: boolean;
  /** `__Host-session` on https and `session` on http if left out; in Django's dialect `sessionid`. */
  readonly cookieName?: string;
  /** Gives up `__Host-`: every host below this domain can then read and plant the cookie. */
  readonly cookieDomain?: string;
  /**
   * Proxies in front whose `X-Forwarded-For` counts: addresses or networks, such as `10.0.0.0/8`. None if left
   * out: then a visitor is whoever connects.
   */
  readonly trustedProxies?: readonly string[];
  /** Lifts what production refuses: http, weak secrets, cheap hashes, no limits on guessing. */
  readonly development?: boolean;
  /** A pino logger, or anything of its shape; silent if left out. */
  readonly log?: Log;
  /** For tests; the system's if left out. */
  readonly clock?: Clock;
}

/** Those settings after every check. */
export interface CheckedSessionSettings {
  readonly secrets: readonly string[];
  readonly engine?: EngineFactory | undefined;
  /** Spans in seconds. */
  readonly age: number;
  readonly idle?: number | undefined;
  readonly absolute: number;
  readonly sessionLimit?: number | undefined;
  readonly saveEveryRequest: boolean;
  readonly cookieName?: string | undefined;
  readonly cookieDomain?: string | undefined;
  readonly trustedProxies: readonly string[];
  readonly development: boolean;
  readonly log?: Log | undefined;
  readonly clock?: Clock | undefined;
}

/** A check for each of them. */
export type SessionShape = {
  readonly [Name in keyof CheckedSessionSettings]-?: z.ZodType<CheckedSessionSettings[Name]>;
};

export const sessionShape = (isDevelopment: boolean): SessionShape => ({
  secrets: secretsValue(isDevelopment),
  engine: part<EngineFactory>("has to be an engine, such as signedCookie()", isFunction).optional(),
  age: durationValue().prefault("14d"),
  idle: durationValue().optional(),
  absolute: durationValue().prefault("90d"),
  sessionLimit: z
    .int("has to be a whole number from 1 on")
    .min(1, "has to be a whole number from 1 on")
    .optional(),
  saveEveryRequest: z.boolean("has to be true or false").default(false),
  cookieName: z.string("has to be a text").optional(),
  cookieDomain: z.string("has to be a text").optional(),
  trustedProxies: z
    .array(
      text("has to hold texts").refine(
        isNetwork,
        "has to hold addresses or networks such as 10.0.0.0/8, and not everybody",
      ),
      "has to be a list of addresses or networks",
    )
    .default([]),
  development: z.boolean("has to be true or false").default(false),
  log: part<Log>(
    "has to be a logger of pino's shape",
    (value) => typeof (value as Log | null)?.isLevelEnabled === "function",
  ).optional(),
  clock: part<Clock>("has to be a function", isFunction).optional(),
});

/** Throws `settings.invalid` for an engine that keeps sessions in a database where there is none. */
export const checkDatabase = (
  engine: EngineFactory | undefined,
  database: string | undefined,
): void => {
  if (!engine?.needsDatabase || database !== undefined) return;
  throw new CountersignError(
    "settings.invalid",
    "engine: keeps sessions in a database, and none is set; set database, such as sqlite:data/site.db.",
  );
};

/** Throws `settings.invalid` for sessions that are shared with a system whose users are not. */
export const checkDialect = (engine: EngineFactory | undefined, users?: ForeignUsers): void => {
  if (engine?.dialect === undefined || engine.dialect === users?.dialect) return;
  throw new CountersignError(
    "settings.invalid",
    "engine: shares Django's sessions, which are those of Django's users; set users of countersign() to djangoUsers(), or take django out.",
  );
};
