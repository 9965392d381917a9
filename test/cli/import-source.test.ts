import assert from "node:assert/strict";
import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { test } from "node:test";
import { fileSource, keptInput } from "../../src/cli/import-source.ts";
import { temporaryFolder } from "../stories/temporary-folder.ts";

test("standard input can be read twice, out of a file that nobody finds", async (t) => {
  const folder = temporaryFolder(t);
  const rows = Array.from({ length: 20 }, (_, at) => `user${at},é\n`.repeat(1_000));
  const source = await keptInput(Readable.from(rows), folder);
  assert.deepEqual(readdirSync(folder), []);
  for (const _time of [1, 2]) assert.equal(await text(source.open()), rows.join(""));
  await source.close();
});

test("its first row says what it is, behind a byte order mark and blank lines as well", async (t) => {
  const folder = temporaryFolder(t);
  for (const [start, format] of [
    ['{"username":"ada"}', "jsonl"],
    ['\ufeff\r\n\n {"username":"ada"}', "jsonl"],
    ["username,email\n", "csv"],
    ['\ufeff"username"\n', "csv"],
    ["", "csv"],
  ] as const) {
    const source = await keptInput(Readable.from([start]), folder);
    assert.equal(source.format, format, start);
    await source.close();
  }
});

test("a file says it by its ending, and standard input that cannot be kept is refused", async (t) => {
  const folder = temporaryFolder(t);
  assert.throws(() => fileSource(folder), { code: "command.failed", message: /`user import -`/ });
  assert.throws(() => fileSource(join(folder, "no.csv")), { code: "command.failed" });
  const nowhere = join(folder, "nowhere");
  await assert.rejects(keptInput(Readable.from(["a"]), nowhere), {
    code: "command.failed",
    message: /cannot be kept in \S+nowhere \(ENOENT\)\. Nothing was imported\./,
  });
  mkdirSync(nowhere);
  await (await keptInput(Readable.from(["a"]), nowhere)).close();
});
