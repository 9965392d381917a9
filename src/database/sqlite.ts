import { closeSync, mkdirSync, openSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import { type Compilable, Kysely } from "kysely";
import { CountersignError } from "../errors/countersign-error.ts";
import type { Bindable, Database } from "./database.ts";
import { migrateToLatest } from "./migrate.ts";
import { sqliteDialect } from "./sqlite-dialect.ts";
import { prepareRows, type RowStatement, readRow, readRows } from "./sqlite-rows.ts";
import { isBusy, storageError, whileBusy } from "./storage-error.ts";
import type { Tables } from "./tables.ts";

const IN_MEMORY = ":memory:";

/**
 * Of the connection that reads, taken only as pages are read: with a million users those of some thousand visitors lie all
 * over the file, and each that is not at hand costs a page 2 µs. Not mapped into memory, which would do the same for any
 * number: a disk that fails would end the process by a signal, where now it is answered by 503.
 */
const READER_CACHE = "pragma cache_size = -64000";

/**
 * A SQLite database, with one connection that writes and one that reads: reads see only what was
 * committed, and wait for nobody.
 *
 * Throws `storage.unavailable` if the file can be neither opened nor made.
 */
export const openSqlite = async (path: string): Promise<Database> => {
  const writer = await open(path);
  const reader = path === IN_MEMORY ? writer : await open(path);
  if (reader !== writer) reader.exec(`pragma query_only = on; ${READER_CACHE}`);
  const kysely = new Kysely<Tables>({ dialect: sqliteDialect(writer) });

  return {
    kysely,
    dialect: "sqlite",
    transact: (act) => kysely.transaction().execute(act),
    isSynchronous: true,
    prepare: (query) => prepared(reader, query, readRow),
    prepareRows: (query) => prepared(reader, query, readRows),
    migrate: () => migrateToLatest(kysely, "sqlite"),
    async close() {
      if (reader !== writer) reader.close();
      await kysely.destroy();
    },
  };
};

const open = async (path: string): Promise<DatabaseSync> => {
  if (path !== IN_MEMORY) makePrivateFile(path);
  return whileBusy(() => {
    // No time-out of the driver's: it would hold the event loop for as long.
    const database = new DatabaseSync(path, { timeout: 0 });
    try {
      // FULL: what was answered is on the disk, whatever happens next.
      database.exec("pragma journal_mode = wal; pragma synchronous = full");
      database.exec("pragma journal_size_limit = 16777216");
      // 16 MB instead of 2: who is logged in stays at hand also where they are a hundred thousand.
      database.exec("pragma cache_size = -16000");
    } catch (error) {
      database.close();
      throw error;
    }
    return database;
  });
};

/** SQLite gives its other files the mode of the first, so it has to be there, and private, before. */
const makePrivateFile = (path: string): void => {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    closeSync(openSync(path, "a", 0o600));
  } catch (error) {
    throw new CountersignError(
      "storage.unavailable",
      `The database ${path} can be neither opened nor made: ${(error as NodeJS.ErrnoException).code}.`,
      { cause: error },
    );
  }
};

const prepared = <Values extends readonly Bindable[], Found>(
  reader: DatabaseSync,
  query: Compilable,
  read: (statement: RowStatement, values: readonly SQLInputValue[]) => unknown,
): ((...values: Values) => Found | Promise<Found>) => {
  const { sql } = query.compile();
  let statement: RowStatement | undefined;
  const get = (values: Values): Found => {
    // At the first call, because the tables may not be there before.
    statement ??= prepareRows(reader, sql);
    return read(statement, values) as Found;
  };
  return (...values) => {
    try {
      return get(values);
    } catch (error) {
      if (isBusy(error)) return whileBusy(() => get(values));
      throw storageError(error);
    }
  };
};
