// Over 150 lines because it is one record: every variable of the site, as the program has it.

import { isIP } from "node:net";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import type { Hsts } from "../account/parts.ts";
import { sqlitePathOf } from "../assembly/database-address.ts";
import { issueLine, settingsError } from "../assembly/settings.ts";
import { CountersignError } from "../errors/countersign-error.ts";
import { logoFault } from "./site-brand.ts";
import type { HasherName } from "./site-hashers.ts";
import { variables } from "./variables.ts";
import {
  type EngineName,
  type Language,
  productionSchema,
  variablesSchema,
} from "./variables-schema.ts";

/** Everything the environment and the command line say, read and checked once. Spans in seconds. */
export interface SiteSettings {
  readonly isDevelopment: boolean;
  readonly host: string;
  readonly port: number;
  readonly origin: string | undefined;
  /** Not checked here: only who signs needs them. */
  readonly secrets: readonly string[] | undefined;
  /** Its address. */
  readonly database: string;
  /** How many connections to a PostgreSQL, of all workers together. */
  readonly databasePool: number;
  /** Whether they go together, and with the origin, is found where the cookie is made. */
  readonly cookieName: string | undefined;
  readonly cookieDomain: string | undefined;
  /** Are users and sessions shared with a Django site? */
  readonly isDjango: boolean;
  readonly engine: EngineName;
  /** The address of a Redis or Valkey; undefined where no engine needs one. */
  readonly cache: string | undefined;
  /** Where the engine `file` keeps sessions. */
  readonly sessionFolder: string;
  readonly age: number;
  readonly idle: number | undefined;
  readonly absolute: number;
  /** How many sessions a user may have; undefined for any number. */
  readonly sessionLimit: number | undefined;
  /** The first makes. */
  readonly hashers: readonly HasherName[];
  readonly bcryptCost: number;
  /** Newest first. */
  readonly peppers: readonly string[] | undefined;
  readonly passwordPolicy: "standard" | "nist";
  /** Addresses and networks of the proxies in front, whose word counts. */
  readonly trustedProxies: readonly string[];
  /** The address of the server that sends mails; undefined if none is set. */
  readonly mail: string | undefined;
  readonly mailFrom: string | undefined;
  readonly resetAge: number;
  /** Are guessing and registering limited? */
  readonly isThrottled: boolean;
  readonly hsts: Hsts;
  /** How many processes serve: from 1 on. */
  readonly workers: number;
  readonly drainDelay: number;
  /** How long lines of the audit are kept; undefined for ever. */
  readonly auditAge: number | undefined;
  readonly language: Language;
  /** What the site is called; undefined for our own name. */
  readonly siteName: string | undefined;
  readonly accent: string | undefined;
  /** The path of a picture; undefined for ours. */
  readonly logo: string | undefined;
  readonly logLevel: string;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the settings; the command line, where it speaks, stands for the variable of the same name.
 * Throws `settings.invalid`, in one line that names the setting and says what to write.
 *
 * @param isAsked was `--development` given? NODE_ENV overrides it
 */
export const readEnvironment = (environment: Environment, isAsked: boolean): SiteSettings => {
  const mode = environment["NODE_ENV"] || undefined;
  const isDevelopment = mode === undefined ? isAsked : mode === "development";
  const result = variablesSchema(isDevelopment).safeParse(ours(environment));
  if (!result.success) throw settingsError(result.error);
  const read = result.data;
  return {
    isDevelopment,
    host: read.HOST,
    port: read.PORT,
    origin: read.COUNTERSIGN_ORIGIN,
    secrets: read.COUNTERSIGN_SECRET,
    database: read.COUNTERSIGN_DATABASE,
    databasePool: read.COUNTERSIGN_DATABASE_POOL,
    cookieName: read.COUNTERSIGN_COOKIE_NAME,
    cookieDomain: read.COUNTERSIGN_COOKIE_DOMAIN,
    isDjango: read.COUNTERSIGN_DJANGO === "on",
    engine: read.COUNTERSIGN_ENGINE,
    cache: read.COUNTERSIGN_CACHE,
    sessionFolder: read.COUNTERSIGN_SESSION_FOLDER ?? sessionFolderOf(read.COUNTERSIGN_DATABASE),
    age: read.COUNTERSIGN_SESSION_AGE,
    idle: read.COUNTERSIGN_SESSION_IDLE,
    absolute: read.COUNTERSIGN_SESSION_ABSOLUTE,
    sessionLimit: read.COUNTERSIGN_SESSION_LIMIT,
    hashers: read.COUNTERSIGN_HASHERS,
    bcryptCost: read.COUNTERSIGN_BCRYPT_COST,
    peppers: read.COUNTERSIGN_PEPPER,
    passwordPolicy: read.COUNTERSIGN_PASSWORD_POLICY,
    trustedProxies: read.COUNTERSIGN_TRUSTED_PROXIES,
    mail: read.COUNTERSIGN_MAIL,
    mailFrom: read.COUNTERSIGN_MAIL_FROM,
    resetAge: read.COUNTERSIGN_RESET_AGE,
    isThrottled: read.COUNTERSIGN_THROTTLE === "on",
    hsts: read.COUNTERSIGN_HSTS,
    workers: read.COUNTERSIGN_WORKERS || availableParallelism(),
    drainDelay: read.COUNTERSIGN_DRAIN_DELAY,
    auditAge: read.COUNTERSIGN_AUDIT_AGE,
    language: read.COUNTERSIGN_LANGUAGE,
    siteName: read.COUNTERSIGN_NAME,
    accent: read.COUNTERSIGN_ACCENT,
    logo: read.COUNTERSIGN_LOGO,
    logLevel: read.LOG_LEVEL,
  };
};

/** Where the engine `file` keeps sessions, if nobody says where: beside the database. */
export const sessionFolderOf = (database: string): string => join(dataFolder(database), "sessions");

/** Where files of ours go that have no place of their own: beside a SQLite database, else `data/`. */
export const dataFolder = (database: string): string => {
  const path = sqlitePathOf(database);
  return path === undefined ? "data" : dirname(path);
};

/** Everything that production would refuse, one line each, without values. */
export const productionFaults = (environment: Environment): readonly string[] => {
  const { NODE_ENV: mode, ...read } = ours(environment);
  const faults = mode === "development" ? ["NODE_ENV: is development; set it to production."] : [];
  const { error } = productionSchema().safeParse(read);
  const logo = read["COUNTERSIGN_LOGO"];
  const noLogo = logo === undefined ? undefined : logoFault(logo);
  return [
    ...faults,
    ...(error ? error.issues.map(issueLine) : []),
    ...(noLogo === undefined ? [] : [noLogo]),
  ];
};

/** Ours by name, and all that claim to be: one that is misspelt would otherwise be silently ignored. */
const ours = (environment: Environment): Record<string, string> => {
  const known = new Set(variables.map((variable) => variable.name));
  return Object.fromEntries(
    Object.entries(environment).filter(
      (entry): entry is [string, string] =>
        // An empty variable is one that was not set, as shells and compose files write it.
        entry[1] !== undefined &&
        entry[1] !== "" &&
        (known.has(entry[0]) || /^COUNTERSIGN_/i.test(entry[0])),
    ),
  );
};

/** The public origin: as set, or in development where it listens. */
export const originOf = ({ isDevelopment, origin, host, port }: SiteSettings): string => {
  if (origin !== undefined) return origin;
  if (isDevelopment) return `http://${isIP(host) === 6 ? `[${host}]` : host}:${port}`;
  throw new CountersignError(
    "settings.invalid",
    "COUNTERSIGN_ORIGIN: is missing; set it to the site's public origin, such as https://login.example.org.",
  );
};
