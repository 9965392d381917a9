// Over 150 lines because it is one table: a reader looks for every setting here.

import { z } from "zod";
import type { Hsts } from "../account/parts.ts";
import { CountersignError } from "../errors/countersign-error.ts";
import { EVENT_NAMES } from "../events/account-event.ts";
import type { EventHooks } from "../events/event-hooks.ts";
import { ATTACK_NAMES } from "../events/login-attack.ts";
import type { Mailer } from "../mails/mail.ts";
import type { PasswordHasher } from "../passwords/password-hasher.ts";
import type { ForeignUsers } from "../stores/foreign-users.ts";
import type { Duration } from "../time/duration.ts";
import {
  type CheckedPageSettings,
  checkLanguage,
  type PageSettings,
  pageShape,
} from "./page-settings.ts";
import { type PasswordPolicySetting, passwordPolicyValue } from "./password-policy.ts";
import {
  type CheckedSessionSettings,
  checkDialect,
  type SessionSettings,
  sessionShape,
} from "./session-settings.ts";
import {
  databaseValue,
  durationValue,
  originValue,
  part,
  pathValue,
  poolValue,
  secretsValue,
} from "./setting-values.ts";

/** What `countersign()` takes. Production unless `development: true`. */
export interface Settings extends SessionSettings, PageSettings {
  /** The public origin: decides `Secure`, the cookie's name, the origin check and links. https in production. */
  readonly origin: string;
  /** Where the pages are mounted; `/` if left out. */
  readonly path?: string;
  /** `sqlite:PATH`, or `postgres://user:password@host:port/name`. */
  readonly database: string;
  /** How many connections to a PostgreSQL at most, 1 to 500; 20 if left out. Several processes share what it has. */
  readonly databasePool?: number;
  /** The first makes, all verify, and every refusal costs what the dearest does; `[bcryptSha256()]` if left out. */
  readonly hashers?: readonly PasswordHasher[];
  /** Verify hashes that came from elsewhere as well, whose cost is no refusal's; none if left out. */
  readonly importHashers?: readonly PasswordHasher[];
  /** Enter every hash and are in no database: newest first, at most five of 32 bytes or more; none if left out. */
  readonly peppers?: readonly string[];
  /** What a new password must be; `standard` if left out. */
  readonly passwordPolicy?: PasswordPolicySetting;
  /** How many threads compute password hashes; one a core if left out. Several processes share the cores. */
  readonly hashThreads?: number;
  /** Whose users these are, if not ours: `djangoUsers()`, in the same database. */
  readonly users?: ForeignUsers;
  /** How mails are sent: `smtpMail(…)`. Left out, none are, and nobody resets a forgotten password. */
  readonly mail?: Mailer;
  /** How long the link to a new password is good; `1h` if left out. */
  readonly resetAge?: Duration;
  /** Limits on guessing and registering; `true` if left out. `false`, for load tests, only in development. */
  readonly throttle?: boolean;
  /** For whom browsers are to remember https (HSTS): `host`, if left out, or `subdomains` of it as well. */
  readonly hsts?: Hsts;
  /** Is the whole origin ours? Then a logout clears what pages stored in the browser. */
  readonly alone?: boolean;
  /** Functions that are told of events, such as `{ registered(event) { … } }`. */
  readonly on?: EventHooks;
}

/** Settings after every check, as parts are chosen from them. */
export interface CheckedSettings extends CheckedSessionSettings, CheckedPageSettings {
  readonly origin: string;
  /** Without a slash at its end: the root is the empty text. */
  readonly path: string;
  /** Its address. */
  readonly database: string;
  readonly databasePool?: number | undefined;
  readonly hashers?: readonly PasswordHasher[] | undefined;
  readonly importHashers?: readonly PasswordHasher[] | undefined;
  /** Newest first. */
  readonly peppers?: readonly string[] | undefined;
  readonly passwordPolicy: PasswordPolicySetting;
  readonly hashThreads?: number | undefined;
  readonly users?: ForeignUsers | undefined;
  readonly mail?: Mailer | undefined;
  /** In seconds. */
  readonly resetAge: number;
  readonly throttle: boolean;
  readonly hsts: Hsts;
  readonly alone: boolean;
  readonly on?: EventHooks | undefined;
}

const isHasher = (value: unknown): boolean =>
  typeof value === "object" && value !== null && "algorithm" in value && "verify" in value;

const hasherPart = () =>
  part<PasswordHasher>("has to hold hashers, such as bcryptSha256()", isHasher);

const isForeignUsers = (value: unknown): boolean =>
  typeof value === "object" && value !== null && "dialect" in value && "accounts" in value;

const HOOK_NAMES: readonly string[] = [...EVENT_NAMES, ...ATTACK_NAMES];

const areHooks = (value: unknown): boolean =>
  typeof value === "object" &&
  value !== null &&
  Object.entries(value).every(
    ([name, hook]) =>
      HOOK_NAMES.includes(name) && (hook === undefined || typeof hook === "function"),
  );

const isMailer = (value: unknown): boolean =>
  typeof value === "object" && value !== null && "open" in value && "send" in value;

const THREADS = "has to be a whole number from 1 to 256";

const schema = (isDevelopment: boolean) =>
  z.strictObject({
    ...sessionShape(isDevelopment),
    ...pageShape,
    origin: originValue(isDevelopment),
    path: pathValue().prefault("/"),
    database: databaseValue(),
    databasePool: poolValue().optional(),
    hashers: z
      .array(hasherPart())
      .min(1, "needs a hasher, such as bcryptSha256()")
      .refine((hashers) => isDevelopment || !hashers[0]?.weakness, {
        error: ({ input }) =>
          `begins with a hasher too weak for production: ${(input as PasswordHasher[])[0]?.weakness}`,
      })
      .optional(),
    importHashers: z.array(hasherPart()).optional(),
    peppers: secretsValue(isDevelopment).optional(),
    passwordPolicy: passwordPolicyValue().default("standard"),
    hashThreads: z.int(THREADS).min(1, THREADS).max(256, THREADS).optional(),
    users: part<ForeignUsers>(
      "has to be a store, such as djangoUsers()",
      isForeignUsers,
    ).optional(),
    mail: part<Mailer>("has to be a mailer, such as smtpMail()", isMailer).optional(),
    resetAge: durationValue().prefault("1h"),
    throttle: z
      .boolean("has to be true or false")
      .refine(
        (throttle) => isDevelopment || throttle,
        "is false, which lets anybody guess without end and is refused in production; take it out",
      )
      .default(true),
    hsts: z.enum(["host", "subdomains"], "has to be host or subdomains").default("host"),
    alone: z.boolean("has to be true or false").default(false),
    on: part<EventHooks>(
      `has to be an object of functions by the names of events: ${HOOK_NAMES.join(", ")}`,
      areHooks,
    ).optional(),
  });

/** Throws `settings.invalid`, in one line that names the setting and says what to write instead. */
export const checkSettings = (settings: Settings): CheckedSettings => {
  const checked = checkedBy(schema(settings?.development === true), settings);
  checkDialect(checked.engine, checked.users);
  checkPeppers(checked);
  checkLanguage(checked);
  return checked;
};

/** Another system knows nothing of our pepper: of a hash with one it could verify nobody. */
const checkPeppers = ({ peppers, users }: CheckedSettings): void => {
  if (!peppers || !users) return;
  throw new CountersignError(
    "settings.invalid",
    "peppers: Django could not verify what is hashed with one; take it out, or users.",
  );
};

/** Throws `settings.invalid` for the first fault that a schema finds. */
export const checkedBy = <Checked>(schema: z.ZodType<Checked>, settings: unknown): Checked => {
  const result = schema.safeParse(settings);
  if (result.success) return result.data;
  throw settingsError(result.error);
};

/** The first fault found. */
export const settingsError = (error: z.ZodError): CountersignError =>
  new CountersignError("settings.invalid", error.issues.map(issueLine)[0] ?? "");

/** One fault in one line: which setting, and what to write. Never the value, which may be a secret. */
export const issueLine = (issue: z.core.$ZodIssue): string => {
  if (issue.code === "unrecognized_keys") {
    const [outer] = issue.path;
    return outer === undefined
      ? `${issue.keys[0]}: is no setting; take it out or mend its name.`
      : `${String(outer)}: has no ${issue.keys[0]}; take it out or mend its name.`;
  }
  if (issue.path[0] === undefined && issue.code === "invalid_type") {
    return "settings: are missing; hand in an object, such as { origin, secrets, database }.";
  }
  const name = issue.path[0] === undefined ? "settings" : String(issue.path[0]);
  return `${name}: ${issue.message}.`;
};
