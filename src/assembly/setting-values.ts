import { z } from "zod";
import { LONGEST_SECONDS, parseDuration } from "../time/duration.ts";
import { isPostgresAddress, sqlitePathOf } from "./database-address.ts";
import { tlsFault } from "./tls-fault.ts";

// What each kind of setting may be, and what to write instead. Names are not known here: the library
// and the environment call the same thing differently.

type Check<Value> = (text: string) => { readonly value: Value } | { readonly advice: string };

/** Reads a text into a value. */
export type SettingValue<Value> = z.ZodType<Value, string>;

/**
 * @param missing what to say when there is nothing
 * @param other what to say when there is something else than a text
 */
export const text = (missing: string, other = "has to be a text"): z.ZodType<string, string> =>
  z.string({ error: ({ input }) => (input === undefined ? missing : other) });

const checked = <Value>(
  check: Check<Value>,
  missing = "is missing",
  other?: string,
): SettingValue<Value> =>
  text(missing, other).transform((text, context): Value => {
    const result = check(text);
    if ("value" in result) return result.value;
    context.addIssue({ code: "custom", message: result.advice });
    return z.NEVER;
  });

/** `https://app.example.org`; on http only in development. */
export const originValue = (isDevelopment: boolean): SettingValue<string> => {
  const example = "set it to the site's public origin, such as https://login.example.org";
  return checked<string>((text) => {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (!url || !/^https?:$/.test(url.protocol)) return { advice: `is no web address; ${example}` };
    if (url.href !== `${url.origin}/` || /\s/.test(text)) {
      return { advice: `has more than scheme, host and port; ${example}` };
    }
    if (url.protocol === "http:" && !isDevelopment) {
      return {
        advice: `is not https, and production needs https for safe cookies; ${example}, or say development on your own machine`,
      };
    }
    return { value: url.origin };
  }, `is missing; ${example}`);
};

/** Where pages are mounted; the root becomes the empty text, so that a path can follow. */
export const pathValue = (): SettingValue<string> =>
  checked<string>((text) =>
    text === "/" || /^(?:\/[A-Za-z0-9_~-]+)+$/.test(text)
      ? { value: text === "/" ? "" : text }
      : { advice: 'has to be "/" or a path such as "/account", without a slash at its end' },
  );

/** Seconds. */
export const durationValue = (): SettingValue<number> => {
  const advice = `has to be a whole number and a unit, such as 14d, 30m or 5s, up to ${LONGEST_SECONDS / 86_400}d`;
  return checked<number>(
    (text) => {
      const seconds = parseDuration(text);
      return seconds === undefined ? { advice } : { value: seconds };
    },
    "is missing",
    advice,
  );
};

const DATABASE =
  "has to be sqlite:PATH, such as sqlite:data/countersign.db, or postgres://user:password@host:5432/name, whose parts write %25 for %, %40 for @ and %2F for /";

/** The address of a database, as it is. */
export const databaseValue = (): SettingValue<string> =>
  checked<string>((text) => {
    if (sqlitePathOf(text) !== undefined) return { value: text };
    if (!isPostgresAddress(text)) return { advice: DATABASE };
    const advice = tlsFault(text);
    return advice === undefined ? { value: text } : { advice };
  }, "is missing; set it to sqlite:PATH, such as sqlite:data/site.db, or to postgres://user:password@host:5432/name");

const POOL = "has to be a whole number from 1 to 500";

/** How many connections to a database. */
export const poolValue = (): z.ZodType<number, number> => z.int(POOL).min(1, POOL).max(500, POOL);

/** In UTF-8 bytes. */
const SHORTEST_SECRET = 32;
const MOST_SECRETS = 5;

/** Words of examples. No random text in base 64 or hexadecimal has one by chance worth naming. */
const EXAMPLE = /change.?me|example|insecure|your.?secret|countersign.?secret/i;

/** Newest first: the first signs, all verify. Weak ones are refused in production. */
export const secretsValue = (isDevelopment: boolean): z.ZodType<string[], string[]> =>
  z
    .array(
      text(
        "holds an undefined secret; is its environment variable set? `countersign secret` prints one",
        "has to hold texts",
      ),
      {
        error: ({ input }) =>
          input === undefined
            ? "is missing; `countersign secret` prints one"
            : "has to be a list of secrets, newest first",
      },
    )
    .min(1, "needs a secret; `countersign secret` prints one")
    .max(MOST_SECRETS, `holds more than ${MOST_SECRETS} secrets; take the oldest out`)
    .superRefine((secrets, context) => {
      const fault = secretsFault(secrets, isDevelopment);
      // Which one, by its place: never its text.
      if (fault) context.addIssue({ code: "custom", message: fault });
    });

const secretsFault = (secrets: readonly string[], isDevelopment: boolean): string | undefined => {
  if (secrets.some((secret) => secret === "")) return "has an empty entry; take it out";
  if (secrets.some((secret) => secret !== secret.trim()))
    return "has blanks around a secret; take them out";
  if (new Set(secrets).size < secrets.length) return "has a secret twice; take one out";
  if (isDevelopment) return undefined;
  const make = "`countersign secret` prints a good one";
  if (secrets.some((secret) => Buffer.byteLength(secret) < SHORTEST_SECRET)) {
    return `has a secret of less than ${SHORTEST_SECRET} bytes; ${make}`;
  }
  return secrets.some(isGuessable) ? `has a secret that can be guessed; ${make}` : undefined;
};

const isGuessable = (secret: string): boolean =>
  new Set(secret).size < 8 || /^(.+)\1+$/s.test(secret) || EXAMPLE.test(secret);

/** A part that was put together by the caller. */
export const part = <Part>(
  advice: string,
  isPart: (value: unknown) => boolean,
): z.ZodType<Part, Part> => z.custom<Part>(isPart, advice);

export const isFunction = (value: unknown): boolean => typeof value === "function";
