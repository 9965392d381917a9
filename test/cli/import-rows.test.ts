import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { test } from "node:test";
import type { ImportRow } from "../../src/account/imported-user.ts";
import { rowsOf } from "../../src/cli/import-rows.ts";

const rowsIn = async (...chunks: readonly (string | Buffer)[]): Promise<readonly ImportRow[]> => {
  const file = new PassThrough();
  for (const chunk of chunks) file.write(chunk);
  file.end();
  return Array.fromAsync(rowsOf(file, "jsonl"));
};

test("JSON lines end at a line feed and nowhere else, with or without the last one", async () => {
  const ada = { username: "ada", email: "a\u2028b" };
  const text = `${JSON.stringify(ada)}\r\n\r\n{"username":"bób"}`;
  const cut = Buffer.from(text).indexOf("ó") + 1;
  const rows = [
    { line: 1, fields: ada },
    { line: 3, fields: { username: "bób" } },
  ];
  assert.deepEqual(await rowsIn(text), rows);
  assert.deepEqual(await rowsIn(`${text}\n`), rows);
  const halves = [Buffer.from(text).subarray(0, cut), Buffer.from(text).subarray(cut)];
  assert.deepEqual(await rowsIn(...halves), rows, "a letter in two pieces");
});

test("an object in which a name stands twice is no row: one of them would win without a word", async () => {
  const bad = [
    '{"username":"ada","hash":"a","hash":"b"}',
    '{"disabled":1,"disabled":2}',
    "[]",
    "7",
  ];
  const good = { username: 'a"b\\', hash: "hash", disabled: true, createdAt: null };
  assert.deepEqual(await rowsIn([...bad, JSON.stringify(good)].join("\n")), [
    ...bad.map((_, at) => ({ line: at + 1, fields: undefined })),
    { line: 5, fields: good },
  ]);
});

test("a line without an end is no row, and is not read to it", async () => {
  const array = `[${'{"username":"ada"},'.repeat(10_000)}]`;
  await assert.rejects(rowsIn('{"username":"bob"}\n', array), {
    code: "command.failed",
    message: /^Line 2 is longer than 65536 characters: .* Nothing was imported\.$/,
  });
});
