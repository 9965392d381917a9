import { CountersignError, isCountersignError } from "../errors/countersign-error.ts";

/**
 * Throws an error on, with the setting before it to which the part that failed belongs: whoever
 * starts the site knows the setting and not the part.
 */
export const naming =
  (setting: string) =>
  (error: unknown): never => {
    const isUnnamed =
      isCountersignError(error, "storage.unavailable") && !error.message.startsWith("COUNTERSIGN_");
    if (!isUnnamed) throw error;
    // Not with itself as its cause: a log would say everything twice.
    const options = error.cause === undefined ? {} : { cause: error.cause };
    throw new CountersignError(error.code, `${setting}: ${error.message}`, options);
  };
