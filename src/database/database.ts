import type { Compilable, Kysely, Transaction } from "kysely";
import type { Tables } from "./tables.ts";

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

  /** Brings the tables up to date; the names of the migrations that were applied. */
  migrate(): Promise<readonly string[]>;

  close(): Promise<void>;
}

export type Bindable = string | number | null;

/** The first row, or undefined. Throws or rejects with `storage.unavailable`. */
export type PreparedRead<Values extends readonly Bindable[], Row> = (
  ...values: Values
) => Row | undefined | Promise<Row | undefined>;
