import { z } from "zod";
import type { Log } from "../account/log.ts";
import type { EngineFactory } from "../engines/engine-needs.ts";
import { CountersignError } from "../errors/countersign-error.ts";
import type { PasswordHasher } from "../passwords/password-hasher.ts";
import type { Clock } from "../time/clock.ts";
import type { Duration } from "../time/duration.ts";
import {
  databaseValue,
  durationValue,
  originValue,
  pathValue,
  secretsValue,
} from "./setting-values.ts";

/** What `countersign()` takes. Production unless `development: true`. */
export interface Settings {
  /** The public origin: decides `Secure`, the cookie's name, the origin check and links. https in production. */
  readonly origin: string;
  /** Where the pages are mounted; `/` if left out. */
  readonly path?: string;
  /** Newest first: the first signs, all verify; at most five, in production of 32 bytes or more. */
  readonly secrets: readonly string[];
  /** `sqlite:PATH`. */
  readonly database: string;
  /** The first makes, all verify; `[bcryptSha256()]` if left out. */
  readonly hashers?: readonly PasswordHasher[];
  /** Where sessions are kept; `signedCookie()` if left out. */
  readonly engine?: EngineFactory;
  /** How long a session lives from its last save; `14d` if left out. */
  readonly age?: Duration;
  /** Ends a session that is not used for so long; off if left out. */
  readonly idle?: Duration;
  /** The longest life from the login, whatever else is said; `90d` if left out, at most `400d`. */
  readonly absolute?: Duration;
  /** Saves a session on each answer and not only when it changed; `false` if left out. */
  readonly saveEveryRequest?: boolean;
  /** `__Host-session` on https and `session` on http if left out. */
  readonly cookieName?: string;
  /** Gives up `__Host-`: every host below this domain can then read and plant the cookie. */
  readonly cookieDomain?: string;
  /** Lifts what production refuses: http, weak secrets, cheap hashes. */
  readonly development?: boolean;
  /** A pino logger, or anything of its shape; silent if left out. */
  readonly log?: Log;
  /** For tests; the system's if left out. */
  readonly clock?: Clock;
  /** Is the whole origin ours? Then a logout clears what pages stored in the browser. */
  readonly alone?: boolean;
}

/** Settings after every check, as parts are chosen from them. */
export interface CheckedSettings {
  readonly origin: string;
  /** Without a slash at its end: the root is the empty text. */
  readonly path: string;
  readonly secrets: readonly string[];
  /** Path of the SQLite file. */
  readonly database: string;
  readonly hashers?: readonly PasswordHasher[] | undefined;
  readonly engine?: EngineFactory | undefined;
  /** Spans in seconds. */
  readonly age: number;
  readonly idle?: number | undefined;
  readonly absolute: number;
  readonly saveEveryRequest: boolean;
  readonly development: boolean;
  readonly cookieName?: string | undefined;
  readonly cookieDomain?: string | undefined;
  readonly log?: Log | undefined;
  readonly clock?: Clock | undefined;
  readonly alone: boolean;
}

const part = <Part>(what: string, isPart: (value: unknown) => boolean) =>
  z.custom<Part>(isPart, what);
const isFunction = (value: unknown): boolean => typeof value === "function";
const isHasher = (value: unknown): boolean =>
  typeof value === "object" && value !== null && "algorithm" in value && "verify" in value;

const schema = (isDevelopment: boolean) =>
  z.strictObject({
    origin: originValue(isDevelopment),
    path: pathValue().prefault("/"),
    secrets: secretsValue(isDevelopment),
    database: databaseValue(),
    hashers: z
      .array(part<PasswordHasher>("has to hold hashers, such as bcryptSha256()", isHasher))
      .min(1, "needs a hasher, such as bcryptSha256()")
      .refine((hashers) => isDevelopment || !hashers[0]?.weakness, {
        error: ({ input }) =>
          `begins with a hasher too weak for production: ${(input as PasswordHasher[])[0]?.weakness}`,
      })
      .optional(),
    engine: part<EngineFactory>(
      "has to be an engine, such as signedCookie()",
      isFunction,
    ).optional(),
    age: durationValue().prefault("14d"),
    idle: durationValue().optional(),
    absolute: durationValue().prefault("90d"),
    saveEveryRequest: z.boolean("has to be true or false").default(false),
    cookieName: z.string("has to be a text").optional(),
    cookieDomain: z.string("has to be a text").optional(),
    development: z.boolean("has to be true or false").default(false),
    log: part<Log>(
      "has to be a logger of pino's shape",
      (value) => typeof value === "object",
    ).optional(),
    clock: part<Clock>("has to be a function", isFunction).optional(),
    alone: z.boolean("has to be true or false").default(false),
  });

/** Throws `settings.invalid`, in one line that names the setting and says what to write instead. */
export const checkSettings = (settings: Settings): CheckedSettings => {
  const result = schema(settings?.development === true).safeParse(settings);
  if (result.success) return result.data;
  throw settingsError(result.error);
};

/** The first fault found. */
export const settingsError = (error: z.ZodError): CountersignError =>
  new CountersignError("settings.invalid", error.issues.map(issueLine)[0] ?? "");

/** One fault in one line: which setting, and what to write. Never the value, which may be a secret. */
export const issueLine = (issue: z.core.$ZodIssue): string => {
  if (issue.code === "unrecognized_keys") {
    return `${issue.keys[0]}: is no setting; take it out or mend its name.`;
  }
  const name = issue.path[0] === undefined ? "settings" : String(issue.path[0]);
  return `${name}: ${issue.message}.`;
};
