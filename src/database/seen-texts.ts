import { DatabaseSync } from "node:sqlite";
import type { SeenTexts } from "../account/import-users.ts";
import { storageError } from "./storage-error.ts";

/**
 * Texts remembered in a private database of SQLite's own making, which is gone with the process: it
 * keeps a few in memory and all others in a file that it has already deleted.
 */
export const openSeenTexts = (): SeenTexts & { close(): void } => {
  const database = new DatabaseSync("");
  database.exec("pragma journal_mode = off; pragma synchronous = off; pragma cache_size = -16000");
  database.exec("create table seen (text text primary key, line integer not null) without rowid");
  // One transaction without end: nothing of it is ever kept.
  database.exec("begin");
  const add = database.prepare("insert into seen values (?, ?) on conflict do nothing");
  const find = database.prepare("select line from seen where text = ?");
  return {
    seen(text, line) {
      try {
        if (add.run(text, line).changes === 1) return undefined;
        return Number(find.get(text)?.["line"]);
      } catch (error) {
        throw storageError(error);
      }
    },
    close: () => database.close(),
  };
};
