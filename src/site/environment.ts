import { BlockList, isIP } from "node:net";
import { z } from "zod";
import {
  databaseValue,
  durationValue,
  originValue,
  secretsValue,
} from "../assembly/setting-values.ts";
import { issueLine, settingsError } from "../assembly/settings.ts";
import { CountersignError } from "../errors/countersign-error.ts";
import { variables } from "./variables.ts";

/** Everything the environment and the command line say, read and checked once. Spans in seconds. */
export interface SiteSettings {
  readonly isDevelopment: boolean;
  readonly host: string;
  readonly port: number;
  readonly origin: string | undefined;
  /** Not checked here: only who signs needs them. */
  readonly secrets: readonly string[] | undefined;
  /** Path of the SQLite file. */
  readonly database: string;
  readonly age: number;
  readonly idle: number | undefined;
  readonly absolute: number;
  readonly bcryptCost: number;
  readonly drainDelay: number;
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
  const result = schema(isDevelopment).safeParse(ours(environment), { reportInput: true });
  if (!result.success) throw settingsError(result.error);
  const read = result.data;
  return {
    isDevelopment,
    host: read.HOST,
    port: read.PORT,
    origin: read.COUNTERSIGN_ORIGIN,
    secrets: read.COUNTERSIGN_SECRET,
    database: read.COUNTERSIGN_DATABASE,
    age: read.COUNTERSIGN_SESSION_AGE,
    idle: read.COUNTERSIGN_SESSION_IDLE,
    absolute: read.COUNTERSIGN_SESSION_ABSOLUTE,
    bcryptCost: read.COUNTERSIGN_BCRYPT_COST,
    drainDelay: read.COUNTERSIGN_DRAIN_DELAY,
    logLevel: read.LOG_LEVEL,
  };
};

/** Everything that production would refuse, one line each, without values. */
export const productionFaults = (environment: Environment): readonly string[] => {
  const { NODE_ENV: mode, ...read } = ours(environment);
  const faults = mode === "development" ? ["NODE_ENV: is development; set it to production."] : [];
  const checks = schema(false).extend({
    COUNTERSIGN_ORIGIN: originValue(false),
    COUNTERSIGN_SECRET: z
      .string()
      .transform((text) => text.split(","))
      .pipe(secretsValue(false)),
  });
  const { error } = checks.safeParse(read, { reportInput: true });
  return [...faults, ...(error ? error.issues.map(issueLine) : [])];
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

const schema = (isDevelopment: boolean) =>
  z.strictObject({
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
    COUNTERSIGN_ENGINE: z
      .string()
      .refine((name) => name === "signed-cookie", {
        error: "names an engine that this version does not have; set it to signed-cookie",
      })
      .default("signed-cookie"),
    COUNTERSIGN_SESSION_AGE: durationValue().prefault("14d"),
    COUNTERSIGN_SESSION_IDLE: z
      .union([z.literal("off").transform(() => undefined), durationValue()], {
        error: "has to be off, or a whole number and a unit, such as 30m",
      })
      .prefault("off"),
    COUNTERSIGN_SESSION_ABSOLUTE: durationValue().prefault("90d"),
    COUNTERSIGN_BCRYPT_COST: wholeNumber(4, 15)
      .refine((cost) => isDevelopment || cost >= 10, {
        error:
          "is under 10, which is guessed through quickly and refused in production; 12 is usual",
      })
      .prefault("12"),
    COUNTERSIGN_TRUSTED_PROXIES: z
      .string()
      .refine(
        (text) => text === "none" || text.split(",").every((each) => isNetwork(each.trim())),
        {
          error:
            "has to be addresses or networks such as 10.0.0.0/8, comma separated, and not everybody",
        },
      )
      .default("none"),
    COUNTERSIGN_THROTTLE: z
      .enum(["on", "off"], "has to be on or off")
      .refine((value) => isDevelopment || value === "on", {
        error:
          "is off, which lets anybody guess without end and is refused in production; take it out",
      })
      .default("on"),
    COUNTERSIGN_DRAIN_DELAY: z
      .union([z.literal("0s").transform(() => 0), durationValue()])
      .refine((seconds) => seconds <= 8, {
        error: "has to be a span of at most 8s: all is over after 10s",
      })
      .prefault("0s"),
    LOG_LEVEL: z
      .enum(
        ["trace", "debug", "info", "warn", "error", "fatal", "silent"],
        "has to be trace, debug, info, warn, error, fatal or silent",
      )
      .default("info"),
  });

const wholeNumber = (lowest: number, highest: number): z.ZodType<number, string> =>
  z
    .string()
    .refine((text) => /^\d{1,6}$/.test(text) && Number(text) >= lowest && Number(text) <= highest, {
      error: `has to be a whole number from ${lowest} to ${highest}`,
    })
    .transform(Number);

const isLoopback = (host: string): boolean =>
  host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));

/** An address, or a network that is not the whole internet. */
const isNetwork = (text: string): boolean => {
  const [address = "", bits, ...rest] = text.split("/");
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  if (bits === undefined) return true;
  if (!/^\d{1,3}$/.test(bits) || Number(bits) === 0) return false;
  try {
    new BlockList().addSubnet(address, Number(bits), family === 6 ? "ipv6" : "ipv4");
    // An IPv4 address in IPv6 clothes: its network would not be the one that was meant.
    return !address.toLowerCase().startsWith("::ffff:");
  } catch {
    return false;
  }
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
