import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { CountersignError } from "../errors/countersign-error.ts";
import { dataFolder, type SiteSettings } from "./environment.ts";

/** A secret of 256 random bits, as text. */
export const newSecret = (): string => randomBytes(32).toString("base64url");

/**
 * The secrets as set. Production without one does not start, and nobody who shares sessions with
 * Django; development makes one once, which outlives a restart so that nobody is logged out by it.
 */
export const secretsOf = (settings: SiteSettings): readonly string[] => {
  if (settings.secrets) return settings.secrets;
  if (settings.isDjango) {
    throw new CountersignError(
      "settings.invalid",
      "COUNTERSIGN_SECRET: is missing; with COUNTERSIGN_DJANGO=on set it to the Django site's SECRET_KEY.",
    );
  }
  if (settings.isDevelopment) return [developmentSecret(settings)];
  throw new CountersignError(
    "settings.invalid",
    "COUNTERSIGN_SECRET: is missing; `countersign secret` prints one to set it to.",
  );
};

export const developmentSecretFile = ({ database }: SiteSettings): string =>
  join(dataFolder(database), "development-secret");

const developmentSecret = (settings: SiteSettings): string =>
  // Users who are gone with the process need no secret that outlives it.
  settings.database === "sqlite::memory:" ? newSecret() : madeOnce(developmentSecretFile(settings));

const madeOnce = (file: string): string => {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new CountersignError(
      "settings.invalid",
      `COUNTERSIGN_DATABASE: the folder ${dirname(file)} can be neither used nor made (${(error as NodeJS.ErrnoException).code}).`,
      { cause: error },
    );
  }
  try {
    // Fails if it is there, so that of two processes that start at once one makes it.
    writeFileSync(file, `${newSecret()}\n`, { mode: 0o600, flag: "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  return readFileSync(file, "utf8").trim();
};
