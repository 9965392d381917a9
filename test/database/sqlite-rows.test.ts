import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { prepareRows, readRow, readRows } from "../../src/database/sqlite-rows.ts";

const COUNTED = `select value as number, 'row ' || value as name, null as missing
  from json_each('[1,2,3]') where value > ?`;

test("rows have the names of their columns, and the values as SQLite has them", () => {
  const database = new DatabaseSync(":memory:");
  const counted = prepareRows(database, COUNTED);
  assert.deepEqual(readRow(counted, [1]), { number: 2, name: "row 2", missing: null });
  assert.deepEqual(readRows(counted, [1]), [
    { number: 2, name: "row 2", missing: null },
    { number: 3, name: "row 3", missing: null },
  ]);
  database.close();
});

test("where there is no row there is none", () => {
  const database = new DatabaseSync(":memory:");
  const counted = prepareRows(database, COUNTED);
  assert.equal(readRow(counted, [3]), undefined);
  assert.deepEqual(readRows(counted, [3]), []);
  database.close();
});
