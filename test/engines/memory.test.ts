import assert from "node:assert/strict";
import { test } from "node:test";
import { memory } from "../../src/engines/memory.ts";
import { handClock } from "../../src/testing/hand-clock.ts";
import { saveNew } from "./saving.ts";

const contentsOf = (id: string, savedAt: number) => ({
  id: id.padEnd(22, "A"),
  data: new Map([["x", 1]]),
  marks: {},
  savedAt,
});

test("a full one refuses new sessions, and forgets nobody for them", async () => {
  const { read } = handClock();
  const engine = memory({ most: 2 })({ clock: read, isProduction: false });
  const tokens = [];
  for (const id of ["a", "b"]) tokens.push(await saveNew(engine, contentsOf(id, read())));
  await assert.rejects(saveNew(engine, contentsOf("c", read())), { code: "storage.unavailable" });
  for (const token of tokens) assert.ok("contents" in (await engine.load(token)));
});

test("a full one makes room of what has expired", async () => {
  const { read, advance } = handClock();
  const engine = memory({ most: 2 })({ clock: read, isProduction: false });
  for (const id of ["a", "b"]) await saveNew(engine, contentsOf(id, read()));
  advance(15 * 86_400);
  const token = await saveNew(engine, contentsOf("c", read()));
  assert.ok("contents" in (await engine.load(token)));
});

test("a full one looks for what has expired once a second, and not for each of a flood", async () => {
  const { read, advance } = handClock();
  const engine = memory({ most: 1 })({ clock: read, isProduction: false });
  await saveNew(engine, contentsOf("a", read()));
  advance(14 * 86_400);
  const refused = { code: "storage.unavailable" };
  await assert.rejects(saveNew(engine, contentsOf("b", read())), refused);
  advance(0.5);
  await assert.rejects(saveNew(engine, contentsOf("b", read())), refused);
  advance(0.5);
  assert.ok("contents" in (await engine.load(await saveNew(engine, contentsOf("b", read())))));
});

test("takes a bound from 1 on, and no other", () => {
  for (const most of [1, 100_000]) assert.equal(typeof memory({ most }), "function");
  for (const most of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
    assert.throws(() => memory({ most }), { code: "settings.invalid", message: /most/ });
  }
});
