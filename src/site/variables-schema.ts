// Over 150 lines because it is one table: a reader looks for every variable here.

import { isIP } from "node:net";
import { z } from "zod";
import type { Hsts } from "../account/parts.ts";
import { isSiteName } from "../assembly/page-settings.ts";
import { POLICIES } from "../assembly/password-policy.ts";
import {
  databaseValue,
  durationValue,
  originValue,
  secretsValue,
  text,
} from "../assembly/setting-values.ts";
import { isCookieDomain, isCookieName } from "../cookies/set-cookie.ts";
import { senderFault } from "../mailers/sender.ts";
import { smtpFault } from "../mailers/smtp-address.ts";
import { isColour } from "../pages/accent.ts";
import { isNetwork } from "../requests/trusted-proxies.ts";
import { HASHERS_HERE, type HasherName } from "./site-hashers.ts";

export const ENGINES = [
  "signed-cookie",
  "encrypted-cookie",
  "database",
  "cache",
  "layered",
  "file",
  "memory",
] as const;

const LANGUAGES = ["auto", "en", "de"] as const;

export type Language = (typeof LANGUAGES)[number];

export type EngineName = (typeof ENGINES)[number];

/** What the variables say, by their own names. Spans in seconds. */
export interface VariableValues {
  readonly NODE_ENV?: string | undefined;
  readonly HOST: string;
  readonly PORT: number;
  readonly COUNTERSIGN_ORIGIN?: string | undefined;
  readonly COUNTERSIGN_SECRET?: readonly string[] | undefined;
  /** Its address. */
  readonly COUNTERSIGN_DATABASE: string;
  readonly COUNTERSIGN_DATABASE_POOL: number;
  readonly COUNTERSIGN_COOKIE_NAME?: string | undefined;
  readonly COUNTERSIGN_COOKIE_DOMAIN?: string | undefined;
  readonly COUNTERSIGN_DJANGO: "on" | "off";
  readonly COUNTERSIGN_ENGINE: EngineName;
  readonly COUNTERSIGN_CACHE?: string | undefined;
  readonly COUNTERSIGN_SESSION_FOLDER?: string | undefined;
  readonly COUNTERSIGN_SESSION_AGE: number;
  readonly COUNTERSIGN_SESSION_IDLE?: number | undefined;
  readonly COUNTERSIGN_SESSION_ABSOLUTE: number;
  readonly COUNTERSIGN_SESSION_LIMIT?: number | undefined;
  readonly COUNTERSIGN_HASHERS: readonly HasherName[];
  readonly COUNTERSIGN_BCRYPT_COST: number;
  readonly COUNTERSIGN_PEPPER?: readonly string[] | undefined;
  readonly COUNTERSIGN_PASSWORD_POLICY: (typeof POLICIES)[number];
  /** Addresses and networks. */
  readonly COUNTERSIGN_TRUSTED_PROXIES: readonly string[];
  /** Its address. */
  readonly COUNTERSIGN_MAIL?: string | undefined;
  readonly COUNTERSIGN_MAIL_FROM?: string | undefined;
  readonly COUNTERSIGN_RESET_AGE: number;
  readonly COUNTERSIGN_THROTTLE: "on" | "off";
  readonly COUNTERSIGN_HSTS: Hsts;
  /** 0 for one a core. */
  readonly COUNTERSIGN_WORKERS: number;
  readonly COUNTERSIGN_DRAIN_DELAY: number;
  readonly COUNTERSIGN_AUDIT_AGE?: number | undefined;
  readonly COUNTERSIGN_LANGUAGE: Language;
  readonly COUNTERSIGN_NAME?: string | undefined;
  readonly COUNTERSIGN_ACCENT?: string | undefined;
  /** The path of a file. */
  readonly COUNTERSIGN_LOGO?: string | undefined;
  readonly LOG_LEVEL: string;
}

/** Reads every variable into a value, or refuses it with what to write instead. */
export const variablesSchema = (isDevelopment: boolean): z.ZodType<VariableValues> =>
  z
    .strictObject(variableShape(isDevelopment))
    .superRefine(refuseStrangeEngine)
    .superRefine(refusePepperOfDjango)
    .superRefine(requireCache)
    .superRefine(refuseForgetfulWorkers);

/** As production would have it: what development may leave out is required. */
export const productionSchema = (): z.ZodType<unknown> =>
  z
    .strictObject({
      ...variableShape(false),
      COUNTERSIGN_ORIGIN: text(
        "is missing; set it to the site's public origin, such as https://login.example.org",
      ).pipe(originValue(false)),
      COUNTERSIGN_SECRET: text("is missing; `countersign secret` prints one to set it to")
        .transform((text) => text.split(","))
        .pipe(secretsValue(false)),
    })
    .superRefine(refuseStrangeEngine)
    .superRefine(refusePepperOfDjango)
    .superRefine(requireCache)
    .superRefine(refuseForgetfulWorkers);

const requireCache = (
  { COUNTERSIGN_ENGINE: engine, COUNTERSIGN_CACHE: cache }: EngineAndCache,
  context: z.RefinementCtx,
): void => {
  if (cache !== undefined || (engine !== "cache" && engine !== "layered")) return;
  const message = `is missing, and the engine ${engine} needs it; set it to the address of a Redis or Valkey, such as redis://127.0.0.1:6379/0`;
  context.addIssue({ code: "custom", path: ["COUNTERSIGN_CACHE"], message });
};

type EngineAndCache = Pick<VariableValues, "COUNTERSIGN_ENGINE" | "COUNTERSIGN_CACHE">;

/** What one process keeps in its own memory, the others never see. Of 0, too: a small machine is no test of a large one. */
const refuseForgetfulWorkers = (
  {
    COUNTERSIGN_WORKERS: workers,
    COUNTERSIGN_ENGINE: engine,
    COUNTERSIGN_DATABASE: database,
  }: KeptInMemory,
  context: z.RefinementCtx,
): void => {
  const isForgetful = engine === "memory" || database === "sqlite::memory:";
  if (workers === 1 || !isForgetful) return;
  const setting =
    engine === "memory" ? "COUNTERSIGN_ENGINE=memory" : `COUNTERSIGN_DATABASE=${database}`;
  const message = `has to be 1 with ${setting}, which each process would have for itself; set it to 1, or keep that elsewhere`;
  context.addIssue({ code: "custom", path: ["COUNTERSIGN_WORKERS"], message });
};

type KeptInMemory = Pick<
  VariableValues,
  "COUNTERSIGN_WORKERS" | "COUNTERSIGN_ENGINE" | "COUNTERSIGN_DATABASE"
>;

/** Django reads the sessions of two of its own engines, and none of the others that we have. */
const refuseStrangeEngine = (
  { COUNTERSIGN_DJANGO: django, COUNTERSIGN_ENGINE: engine }: StrangeEngine,
  context: z.RefinementCtx,
): void => {
  if (django === "off" || engine === "signed-cookie" || engine === "database") return;
  const message =
    "names an engine that Django does not have; with COUNTERSIGN_DJANGO=on set it to signed-cookie or database";
  context.addIssue({ code: "custom", path: ["COUNTERSIGN_ENGINE"], message });
};

type StrangeEngine = Pick<VariableValues, "COUNTERSIGN_DJANGO" | "COUNTERSIGN_ENGINE">;

/** Django could verify nothing that is hashed with one. */
const refusePepperOfDjango = (
  { COUNTERSIGN_DJANGO: django, COUNTERSIGN_PEPPER: pepper }: PepperOfDjango,
  context: z.RefinementCtx,
): void => {
  if (django === "off" || pepper === undefined) return;
  const message =
    "is set, and Django could verify nothing that is hashed with it; take it out, or COUNTERSIGN_DJANGO";
  context.addIssue({ code: "custom", path: ["COUNTERSIGN_PEPPER"], message });
};

type PepperOfDjango = Pick<VariableValues, "COUNTERSIGN_DJANGO" | "COUNTERSIGN_PEPPER">;

const variableShape = (isDevelopment: boolean) => ({
  NODE_ENV: z.string().optional(),
  HOST: z
    .string()
    .refine((host) => !isDevelopment || isLoopback(host), {
      error:
        "is not a loopback address, and development listens on none other; use 127.0.0.1, or set up production",
    })
    .default("127.0.0.1"),
  PORT: wholeNumber(0, 65_535).prefault("8000"),
  COUNTERSIGN_ORIGIN: originValue(isDevelopment).optional(),
  COUNTERSIGN_SECRET: z
    .string()
    .transform((text) => text.split(","))
    .optional(),
  COUNTERSIGN_DATABASE: databaseValue().prefault("sqlite:data/countersign.db"),
  COUNTERSIGN_DATABASE_POOL: wholeNumber(1, 500).prefault("20"),
  COUNTERSIGN_ENGINE: z
    .enum(ENGINES, `names no engine; set it to one of ${ENGINES.join(", ")}`)
    .default("signed-cookie"),
  COUNTERSIGN_CACHE: z
    .string()
    .refine(isCacheAddress, {
      error: "has to be the address of a Redis or Valkey, such as redis://127.0.0.1:6379/0",
    })
    .optional(),
  COUNTERSIGN_SESSION_FOLDER: z
    .string()
    .refine((path) => !path.includes("\0"), { error: "has to be the path of a folder" })
    .optional(),
  COUNTERSIGN_COOKIE_NAME: z
    .string()
    .refine(isCookieName, "has to be of letters, digits and hyphens, such as session")
    .optional(),
  COUNTERSIGN_COOKIE_DOMAIN: z
    .string()
    .refine(isCookieDomain, "has to be a host name, such as example.org")
    .optional(),
  COUNTERSIGN_DJANGO: z.enum(["on", "off"], "has to be on or off").default("off"),
  COUNTERSIGN_SESSION_AGE: durationValue().prefault("14d"),
  COUNTERSIGN_SESSION_IDLE: offOrSpan("off"),
  COUNTERSIGN_SESSION_ABSOLUTE: durationValue().prefault("90d"),
  COUNTERSIGN_SESSION_LIMIT: z
    .union([z.literal("off").transform(() => undefined), wholeNumber(1, 100_000)], {
      error: "has to be off, or a whole number from 1 on",
    })
    .prefault("off"),
  COUNTERSIGN_HASHERS: z
    .string()
    .transform((text) => text.split(",").map((each) => each.trim()))
    .refine((names) => names.every(isHasherName) && new Set(names).size === names.length, {
      error: `has to name hashers, each once: ${HASHERS_HERE.join(", ")}`,
    })
    .transform((names) => names as HasherName[])
    .prefault("bcrypt_sha256"),
  COUNTERSIGN_BCRYPT_COST: wholeNumber(4, 15)
    .refine((cost) => isDevelopment || cost >= 10, {
      error: "is under 10, which is guessed through quickly and refused in production; 12 is usual",
    })
    .prefault("12"),
  COUNTERSIGN_PEPPER: z
    .string()
    .transform((text) => text.split(","))
    .pipe(secretsValue(isDevelopment))
    .optional(),
  COUNTERSIGN_PASSWORD_POLICY: z
    .enum(POLICIES, `has to be one of ${POLICIES.join(", ")}`)
    .default("standard"),
  COUNTERSIGN_TRUSTED_PROXIES: z
    .string()
    .transform((text) => (text === "none" ? [] : text.split(",").map((each) => each.trim())))
    .refine((networks) => networks.every(isNetwork), {
      error:
        "has to be addresses or networks such as 10.0.0.0/8, comma separated, and not everybody",
    })
    .prefault("none"),
  COUNTERSIGN_THROTTLE: z
    .enum(["on", "off"], "has to be on or off")
    .refine((value) => isDevelopment || value === "on", {
      error:
        "is off, which lets anybody guess without end and is refused in production; take it out",
    })
    .default("on"),
  COUNTERSIGN_HSTS: z.enum(["host", "subdomains"], "has to be host or subdomains").default("host"),
  COUNTERSIGN_AUDIT_AGE: offOrSpan("400d"),
  COUNTERSIGN_MAIL: z
    .string()
    .refine((address) => smtpFault(address) === undefined, { error: smtpFault("") ?? "" })
    .optional(),
  COUNTERSIGN_MAIL_FROM: z
    .string()
    .refine((from) => senderFault(from) === undefined, { error: senderFault("") ?? "" })
    .optional(),
  COUNTERSIGN_RESET_AGE: durationValue().prefault("1h"),
  COUNTERSIGN_WORKERS: wholeNumber(0, 256).prefault("1"),
  COUNTERSIGN_DRAIN_DELAY: z
    .union([z.literal("0s").transform(() => 0), durationValue()])
    .refine((seconds) => seconds <= 8, {
      error: "has to be a span of at most 8s: all is over after 10s",
    })
    .prefault("0s"),
  COUNTERSIGN_LANGUAGE: z
    .enum(LANGUAGES, `has to be one of ${LANGUAGES.join(", ")}`)
    .default("auto"),
  COUNTERSIGN_NAME: z
    .string()
    .refine(isSiteName, "has to be a name of 1 to 60 characters")
    .optional(),
  COUNTERSIGN_ACCENT: z
    .string()
    .refine(isColour, "has to be a colour in hexadecimal digits, such as #1d5c56")
    .optional(),
  COUNTERSIGN_LOGO: z
    .string()
    .refine((path) => !path.includes("\0"), { error: "has to be the path of a file" })
    .optional(),
  LOG_LEVEL: z
    .enum(
      ["trace", "debug", "info", "warn", "error", "fatal", "silent"],
      "has to be trace, debug, info, warn, error, fatal or silent",
    )
    .default("info"),
});

const offOrSpan = (usual: string) =>
  z
    .union([z.literal("off").transform(() => undefined), durationValue()], {
      error: "has to be off, or a whole number and a unit, such as 30m",
    })
    .prefault(usual);

const wholeNumber = (lowest: number, highest: number): z.ZodType<number, string> =>
  z
    .string()
    .refine((text) => /^\d{1,6}$/.test(text) && Number(text) >= lowest && Number(text) <= highest, {
      error: `has to be a whole number from ${lowest} to ${highest}`,
    })
    .transform(Number);

const isHasherName = (name: string): boolean => (HASHERS_HERE as readonly string[]).includes(name);

const isCacheAddress = (text: string): boolean =>
  URL.canParse(text) && /^(?:redis|rediss|valkey|valkeys):$/.test(new URL(text).protocol);

const isLoopback = (host: string): boolean =>
  host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));
