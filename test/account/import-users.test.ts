import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import {
  checkImport,
  type ImportParts,
  type ImportTelling,
  writeImport,
} from "../../src/account/import-users.ts";
import type { ImportFault, ImportRow } from "../../src/account/imported-user.ts";
import { openSeenTexts } from "../../src/database/seen-texts.ts";
import { databaseAccounts } from "../../src/stores/database-accounts.ts";
import { temporaryDatabase } from "../database/temporary-database.ts";

const NOW = Date.UTC(2026, 2, 1, 12);

const rows = async function* (names: Iterable<string>): AsyncIterable<ImportRow> {
  let line = 0;
  for (const username of names) {
    line += 1;
    yield { line, fields: { username } };
  }
};

const many = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, at) => `user${at}`);

const scene = async (t: TestContext) => {
  const accounts = databaseAccounts(await temporaryDatabase(t));
  const parts: ImportParts = {
    accounts,
    recognises: () => true,
    now: NOW,
    note: { name: "accountImported", actor: "administrator" },
  };
  const faults: ImportFault[] = [];
  const told: number[] = [];
  const telling: ImportTelling = {
    fault: async (fault) => {
      faults.push(fault);
    },
    progress: (count) => told.push(count),
  };
  const check = async (names: Iterable<string>) => {
    const seen = openSeenTexts();
    const counts = await checkImport(rows(names), parts, seen, telling);
    seen.close();
    return counts;
  };
  return {
    ...{ faults, told, check },
    write: (names: Iterable<string>, isStopped = () => false) =>
      writeImport(rows(names), parts, telling, isStopped),
    count: async () => (await Array.fromAsync(accounts.list())).length,
  };
};

test("finds a name again however many rows lie in between, and writes nothing", async (t) => {
  const { check, faults, told, count } = await scene(t);
  const counts = await check([...many(1_200), "USER7", "user1199"]);
  assert.deepEqual(counts, { read: 1_202, fresh: 1_200, there: 0, faulty: 2 });
  assert.deepEqual(faults, [
    { line: 1_201, field: "username", code: "username.twice", other: 8 },
    { line: 1_202, field: "username", code: "username.twice", other: 1_200 },
  ]);
  assert.deepEqual(told, [500, 1_000, 1_202]);
  assert.equal(await count(), 0);
});

test("stops between two batches, and goes on with who is missing", async (t) => {
  const { check, write, told, count } = await scene(t);
  const names = many(1_200);
  const stopped = await write(names, () => told.length === 2);
  assert.deepEqual(stopped, { imported: 1_000, there: 0, fault: undefined });
  assert.equal(await count(), 1_000);
  assert.deepEqual(await check(names), { read: 1_200, fresh: 200, there: 1_000, faulty: 0 });
  assert.deepEqual(await write(names), { imported: 200, there: 1_000, fault: undefined });
  assert.deepEqual(await write(names), { imported: 0, there: 1_200, fault: undefined });
});

test("a row that is another than when it was checked ends it, and its batch is not written", async (t) => {
  const { write, count } = await scene(t);
  const changed = [...many(700), "no name"];
  assert.deepEqual(await write(changed), {
    ...{ imported: 500, there: 0 },
    fault: { line: 701, field: "username", code: "username.invalid" },
  });
  assert.equal(await count(), 500);
});
