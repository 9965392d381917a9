import type { Compilable, Kysely, Selectable, Transaction } from "kysely";
import type { EndsTable, Tables } from "./tables.ts";

/** What stores and registers ask of a database. */
export interface Database {
  /** For writing, a statement at a time. */
  readonly kysely: Kysely<Tables>;

  readonly dialect: "sqlite" | "postgres";

  /** One act that is done whole or not at all. It may be done again: it does nothing else. */
  transact<Result>(act: (transaction: Transaction<Tables>) => Promise<Result>): Promise<Result>;

  /** Do prepared reads answer at once? */
  readonly isSynchronous: boolean;

  /**
   * A read that is compiled once. The values given to each call take the places of the values in the
   * query, in the order in which they stand in its text. Reads only what was committed.
   */
  prepare<Values extends readonly Bindable[], Row>(
    query: Compilable<Row>,
  ): PreparedRead<Values, Row>;

  /** As `prepare`, for all rows. */
  prepareRows<Values extends readonly Bindable[], Row>(
    query: Compilable<Row>,
  ): PreparedRows<Values, Row>;

  /**
   * Where the database tells of ends (PostgreSQL): a connection on which to read them, in the order
   * in which they were committed. Rejects while there is none to be had.
   *
   * @param told is called when there is something new, or the connection is lost
   */
  followEnds?(told: () => void): Promise<EndsConnection>;

  /** Brings the tables up to date; the names of the migrations that were applied. */
  migrate(): Promise<readonly string[]>;

  close(): Promise<void>;
}

export interface EndsConnection {
  /** At most `limit` lines from a number on. Rejects if the connection is lost. */
  read(from: number, limit: number): Promise<readonly EndLine[]>;
  close(): Promise<void>;
}

/** A line of `countersign_ends`. */
export type EndLine = Selectable<EndsTable>;

export type Bindable = string | number | null;

/** Throws or rejects with `storage.unavailable`. */
export type PreparedRows<Values extends readonly Bindable[], Row> = (
  ...values: Values
) => readonly Row[] | Promise<readonly Row[]>;

/** The first row, or undefined. Throws or rejects with `storage.unavailable`. */
export type PreparedRead<Values extends readonly Bindable[], Row> = (
  ...values: Values
) => Row | undefined | Promise<Row | undefined>;
