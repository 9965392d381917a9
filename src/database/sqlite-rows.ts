import type { DatabaseSync, SQLInputValue, SQLOutputValue, StatementSync } from "node:sqlite";

/** A statement that is kept, with the names of its columns. */
export interface RowStatement {
  readonly statement: StatementSync;
  readonly names: readonly string[];
}

/**
 * Rows are fetched as arrays and made here: the driver's own objects are dictionaries, and every property of
 * those is looked for anew each time it is read. Of a page for a logged-in user that was a tenth.
 */
export const prepareRows = (reader: DatabaseSync, sql: string): RowStatement => {
  const statement = reader.prepare(sql);
  statement.setReturnArrays(true);
  return { statement, names: statement.columns().map(({ name }) => name) };
};

export const readRow = (
  { statement, names }: RowStatement,
  values: readonly SQLInputValue[],
): Row | undefined => {
  const found = statement.get(...values) as Values | undefined;
  return found && toRow(names, found);
};

export const readRows = (
  { statement, names }: RowStatement,
  values: readonly SQLInputValue[],
): Row[] => (statement.all(...values) as unknown as Values[]).map((found) => toRow(names, found));

type Row = Readonly<Record<string, SQLOutputValue>>;
type Values = readonly SQLOutputValue[];

const toRow = (names: readonly string[], values: Values): Row => {
  const row: Record<string, SQLOutputValue> = {};
  for (let at = 0; at < names.length; at += 1) row[names[at]!] = values[at]!;
  return row;
};
