import assert from "node:assert/strict";
import { test } from "node:test";
import { isBusy, storageError, whileBusy } from "../../src/database/storage-error.ts";

/** What node:sqlite throws: the extended result code of https://sqlite.org/rescode.html. */
const sqliteError = (errcode: number): Error => Object.assign(new Error("SQLite"), { errcode });

test("calls the storage unavailable where the world is broken, and keeps the cause", () => {
  // BUSY, BUSY_SNAPSHOT, LOCKED, NOMEM, READONLY, IOERR_WRITE, CORRUPT, FULL, CANTOPEN, NOTADB
  for (const code of [5, 5 | (2 << 8), 6, 7, 8, 10 | (3 << 8), 11, 13, 14, 26]) {
    const cause = sqliteError(code);
    const error = storageError(cause) as Error & { code: string };
    assert.equal(error.code, "storage.unavailable", `${code}`);
    assert.equal(error.cause, cause);
  }
});

test("leaves an error of ours alone: a broken statement, a constraint, anything else", () => {
  for (const error of [
    sqliteError(1),
    sqliteError(19 | (8 << 8)),
    new Error("other"),
    "text",
    null,
  ]) {
    assert.equal(storageError(error), error);
  }
});

test("knows a database at which somebody else is writing", () => {
  for (const code of [5, 5 | (2 << 8), 6]) assert.equal(isBusy(sqliteError(code)), true);
  for (const error of [sqliteError(13), sqliteError(1), new Error("busy"), undefined]) {
    assert.equal(isBusy(error), false);
  }
});

test("asks a busy database again until it answers", async () => {
  let asked = 0;
  const answer = await whileBusy(() => {
    asked += 1;
    if (asked < 3) throw sqliteError(5);
    return "answer";
  });
  assert.deepEqual([answer, asked], ["answer", 3]);
});

test("asks once more at most when patience has run out, then says that it is unavailable", async () => {
  let asked = 0;
  const ask = whileBusy(() => {
    asked += 1;
    throw sqliteError(5);
  }, performance.now() - 5_001);
  await assert.rejects(ask, { code: "storage.unavailable" });
  assert.equal(asked, 1);
});

test("asks only once where waiting does not help", async () => {
  for (const [code, expected] of [
    [13, "storage.unavailable"],
    [19, undefined],
  ] as const) {
    let asked = 0;
    const ask = whileBusy(() => {
      asked += 1;
      throw sqliteError(code);
    });
    await assert.rejects(ask, (error: { code?: string }) => error.code === expected);
    assert.equal(asked, 1);
  }
});
