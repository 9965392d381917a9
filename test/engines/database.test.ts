import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "kysely";
import { database } from "../../src/engines/database.ts";
import { temporaryDatabase } from "../database/temporary-database.ts";
import { saveNew, savingOf } from "./saving.ts";

// What every engine promises is in contract.test.ts.

const contents = {
  id: "A".repeat(22),
  data: new Map([["x", 1]]),
  marks: {},
  savedAt: Date.UTC(2026, 2, 1, 12),
};

test("answers at once on SQLite", async (t) => {
  const needs = { database: await temporaryDatabase(t), secrets: [], clock: Date.now };
  const engine = database()(needs);
  const token = await saveNew(engine, contents);
  assert.equal(engine.isSynchronous, true);
  assert.equal(engine.load(token) instanceof Promise, false);
});

test("a row that was spoilt is no session, and nobody's error", async (t) => {
  const opened = await temporaryDatabase(t);
  const engine = database()({ database: opened, secrets: [], clock: Date.now });
  const token = await saveNew(engine, contents);
  assert.ok("contents" in (await engine.load(token)));
  const spoil = (column: "data" | "marks", text: string) =>
    opened.kysely
      .updateTable("countersign_session_data")
      .set({ data: "{}", marks: "{}", [column]: text })
      .execute();
  for (const text of ["{broken", "null", "[]", "7", '"text"', ""]) {
    for (const column of ["data", "marks"] as const) {
      await spoil(column, text);
      assert.partialDeepStrictEqual(
        await engine.load(token),
        { refused: "unknown" },
        `${column} ${text}`,
      );
      const kept = { id: contents.id, token };
      assert.equal(await engine.save({ ...savingOf(contents), kept }), undefined);
    }
  }
  await spoil("data", "{}");
  assert.ok("contents" in (await engine.load(token)));
});

test("finds a session by its key, and what has expired by its time: no walk through the table", async (t) => {
  const { kysely } = await temporaryDatabase(t);
  const planOf = async (where: string): Promise<string> => {
    const text = `explain query plan select data from countersign_session_data where ${where}`;
    const { rows } = await sql.raw<{ readonly detail: string }>(text).execute(kysely);
    return rows.map(({ detail }) => detail).join();
  };
  assert.match(await planOf("id = 'x'"), /^SEARCH .*\(id=\?\)$/);
  assert.match(await planOf("expires_at < 1"), /^SEARCH .*expires_at<\?/);
  assert.match(await planOf("digest = 'x'"), /^SCAN /);
});
