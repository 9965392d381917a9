import { CountersignError, isCountersignError } from "../errors/countersign-error.ts";

/**
 * Throws an error on, with the setting before it to which the part that failed belongs: whoever
 * starts the site knows the setting and not the part.
 */
export const naming =
  (setting: string) =>
  (error: unknown): never => {
    if (!isCountersignError(error)) throw error;
    const message =
      error.code === "settings.invalid" ? inTheirWords(error.message) : named(setting, error);
    if (message === error.message) throw error;
    // Not with itself as its cause: a log would say everything twice.
    const options = error.cause === undefined ? {} : { cause: error.cause };
    throw new CountersignError(error.code, message, options);
  };

const named = (setting: string, { code, message }: CountersignError): string =>
  code === "storage.unavailable" && !message.startsWith("COUNTERSIGN_")
    ? `${setting}: ${message}`
    : message;

const VARIABLES: Readonly<Record<string, string>> = {
  secrets: "COUNTERSIGN_SECRET",
  database: "COUNTERSIGN_DATABASE",
  hashers: "COUNTERSIGN_HASHERS",
  peppers: "COUNTERSIGN_PEPPER",
  mail: "COUNTERSIGN_MAIL",
  cookieName: "COUNTERSIGN_COOKIE_NAME",
  cookieDomain: "COUNTERSIGN_COOKIE_DOMAIN",
};

/** What the library says of a setting of its own, by the environment's name for it. */
export const inTheirWords = (message: string): string =>
  message.replace(/^(\w+):/, (_start, name: string) => `${VARIABLES[name] ?? name}:`);
