import type { Command } from "commander";
import { openStorage, type Storage } from "../assembly/open-storage.ts";
import { CountersignError } from "../errors/countersign-error.ts";
import { bcryptSha256 } from "../hashers/bcrypt-sha256.ts";
import type { LoginRecord } from "../users/user-store.ts";
import { settingsOf } from "./settings-options.ts";

/** Opens the database for one act, and closes it whatever happens. */
export const withStorage = async <Result>(
  command: Command,
  act: (storage: Storage) => Promise<Result>,
): Promise<Result> => {
  const { database, bcryptCost } = settingsOf(command);
  const storage = await openStorage(database, [bcryptSha256({ cost: bcryptCost })]);
  try {
    return await act(storage);
  } finally {
    await storage.close();
  }
};

/** The user of this name; throws `command.failed` if there is none. */
export const userNamed = async ({ accounts }: Storage, name: string): Promise<LoginRecord> => {
  const record = await accounts.findByName(name);
  if (record) return record;
  throw new CountersignError(
    "command.failed",
    `There is no user ${JSON.stringify(name)}. \`countersign user list\` shows who there is.`,
  );
};
