import type { DatabaseSync, SQLInputValue } from "node:sqlite";
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from "kysely";
import { storageError, whileBusy } from "./storage-error.ts";
import { createTurnstile } from "./turnstile.ts";

/** Kysely over the runtime's own SQLite: one connection that writes, one transaction at a time. */
export const sqliteDialect = (writer: DatabaseSync): Dialect => ({
  createAdapter: () => new TransactionalAdapter(),
  createDriver: () => createDriver(writer),
  createIntrospector: (db) => new SqliteIntrospector(db),
  createQueryCompiler: () => new SqliteQueryCompiler(),
});

/** SQLite can roll a `create table` back, so that half of a migration never stays behind. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

interface SqliteConnection extends DatabaseConnection {
  /** When its turn was asked for: patience with a busy database counts from there. */
  since: number;
}

const createDriver = (writer: DatabaseSync): Driver => {
  const turnstile = createTurnstile();
  const connection = createConnection(writer);
  // Statements, because what `exec` throws has no result code in Deno, and "busy" is told by that.
  // A transaction that reads first and writes later would fail at once if somebody wrote in between.
  const begin = writer.prepare("begin immediate");
  const commit = writer.prepare("commit");
  const rollback = writer.prepare("rollback");

  return {
    init: async () => {},
    async acquireConnection() {
      const since = performance.now();
      await turnstile.enter();
      connection.since = since;
      return connection;
    },
    beginTransaction: () => whileBusy(() => void begin.run(), connection.since),
    commitTransaction: async () => run(() => void commit.run()),
    // A full disk has rolled back already, and then there is nothing to roll back.
    rollbackTransaction: async () => {
      if (writer.isTransaction) run(() => void rollback.run());
    },
    releaseConnection: async () => turnstile.leave(),
    destroy: async () => writer.close(),
  };
};

const run = <Result>(act: () => Result): Result => {
  try {
    return act();
  } catch (error) {
    throw storageError(error);
  }
};

const createConnection = (writer: DatabaseSync): SqliteConnection => ({
  since: 0,
  executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    // Inside a transaction the lock is ours; outside of one, others may hold it for a moment.
    return whileBusy(() => execute<Row>(writer, query), this.since);
  },
  // biome-ignore lint/correctness/useYield: Kysely asks for a generator; large reads go by pages here.
  async *streamQuery<Row>(): AsyncIterableIterator<QueryResult<Row>> {
    throw new TypeError("Rows are read by pages, not streamed.");
  },
});

const execute = <Row>(writer: DatabaseSync, query: CompiledQuery): QueryResult<Row> => {
  const statement = writer.prepare(query.sql);
  const values = query.parameters as readonly SQLInputValue[];
  if (statement.columns().length > 0) return { rows: statement.all(...values) as Row[] };
  const { changes, lastInsertRowid } = statement.run(...values);
  return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) };
};
