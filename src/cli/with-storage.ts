import type { Command } from "commander";
import { sqlitePathOf } from "../assembly/database-address.ts";
import { isDatabaseThere } from "../assembly/is-database-there.ts";
import { openStorage, type Storage } from "../assembly/open-storage.ts";
import { CountersignError } from "../errors/countersign-error.ts";
import { isOpenable, type SessionEngine } from "../sessions/session-engine.ts";
import { naming } from "../site/naming.ts";
import { siteEngine } from "../site/site-engine.ts";
import { siteHashers } from "../site/site-hashers.ts";
import { siteLog } from "../site/site-log.ts";
import type { EngineName } from "../site/variables-schema.ts";
import { djangoUsers } from "../stores/django-users.ts";
import type { LoginRecord } from "../users/user-store.ts";
import { settingsOf } from "./settings-options.ts";

/** The settings that say which storage that is. */
export const STORAGE: readonly string[] = ["COUNTERSIGN_DATABASE", "COUNTERSIGN_DJANGO"];

/** The settings that say what a new hash is like. */
export const HASHING: readonly string[] = ["COUNTERSIGN_HASHERS", "COUNTERSIGN_BCRYPT_COST"];

/** Opens the database for one act, and closes it whatever happens. Makes it if it is not there. */
export const withNewStorage = async <Result>(
  command: Command,
  act: (storage: Storage) => Promise<Result>,
): Promise<Result> => {
  const settings = settingsOf(command);
  const { database, isDjango, peppers, passwordPolicy, siteName, origin } = settings;
  const users = isDjango ? djangoUsers() : undefined;
  const storage = await openStorage(database, {
    ...siteHashers(settings),
    peppers,
    passwordPolicy,
    siteNames: [siteName, origin && new URL(origin).hostname].filter((name) => name !== undefined),
    users,
    recalls: false,
  }).catch(naming("COUNTERSIGN_DATABASE"));
  try {
    return await act(storage);
  } finally {
    await storage.close();
  }
};

/**
 * As `withNewStorage`, of a database that is there. A command that only looks, or tidies up, must not
 * make an empty one in the wrong folder and say that all is well with it.
 */
export const withStorage = async <Result>(
  command: Command,
  act: (storage: Storage) => Promise<Result>,
): Promise<Result> => {
  const { database } = settingsOf(command);
  const isThere = await isDatabaseThere(database).catch(naming("COUNTERSIGN_DATABASE"));
  if (isThere) return withNewStorage(command, act);
  const path = sqlitePathOf(database);
  throw new CountersignError(
    "command.failed",
    path === undefined
      ? "COUNTERSIGN_DATABASE: there are no tables of ours in it; set it to the database of your site, or make them with `countersign migrate`."
      : `COUNTERSIGN_DATABASE: there is no ${path}; set it to the database of your site, such as sqlite:data/countersign.db.`,
  );
};

/** Engines that keep nothing on the server: nothing of them is there to be tended. */
const IN_COOKIES: readonly EngineName[] = ["signed-cookie", "encrypted-cookie"];

/** As `withStorage`, with the engine if it keeps sessions on the server. */
export const withEngine = <Result>(
  command: Command,
  act: (storage: Storage, engine: SessionEngine | undefined) => Promise<Result>,
): Promise<Result> =>
  withStorage(command, async (storage) => {
    const settings = settingsOf(command);
    if (IN_COOKIES.includes(settings.engine)) return act(storage, undefined);
    const make = await siteEngine(settings, siteLog(settings));
    // Tending needs no secret: the commands work where the site's are not at hand.
    const needs = { secrets: [], clock: Date.now, isProduction: false, database: storage.database };
    const engine = make(needs);
    if (!isOpenable(engine)) return act(storage, engine);
    await engine.open();
    try {
      return await act(storage, engine);
    } finally {
      await engine.close();
    }
  });

/** The user of this name; throws `command.failed` if there is none. */
export const userNamed = async ({ accounts }: Storage, name: string): Promise<LoginRecord> => {
  const record = await accounts.findByName(name);
  if (record) return record;
  throw nobodyNamed(name);
};

export const nobodyNamed = (name: string): CountersignError =>
  new CountersignError(
    "command.failed",
    `There is no user ${JSON.stringify(name)}. \`countersign user list\` shows who there is.`,
  );
