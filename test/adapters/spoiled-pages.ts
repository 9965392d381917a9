import { readFileSync, writeFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";

/** Overwrites a SQLite database that others have open, so that they can read nothing in it. */
export const spoilPages = (database: string): { mend(): void } => {
  const writer = new DatabaseSync(database);
  // A commit by somebody else, after which nobody trusts the pages that they have in memory.
  const commit = (): void => {
    const row = writer.prepare("pragma user_version").get();
    writer.exec(`pragma user_version = ${Number(row?.["user_version"]) + 1}`);
  };
  const write = (bytes: Uint8Array): void => writeFileSync(database, bytes, { flag: "r+" });
  commit();
  writer.exec("pragma wal_checkpoint(truncate)");
  const whole = readFileSync(database);
  write(Buffer.alloc(whole.length, "spoiled "));
  return {
    mend() {
      write(whole);
      commit();
      writer.close();
    },
  };
};
