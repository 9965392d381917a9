import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { createSidTable } from "../../src/registers/sid-table.ts";

/** Few words, so that keys differ in one of them only, and more than the smallest table has cells. */
const KEY = fc
  .tuple(
    fc.constantFrom(0, 1, 0xffff_ffff),
    fc.constantFrom(0, 1),
    fc.constantFrom(0, 0x8000_0000),
    fc.nat(15),
  )
  .map((words) => Uint32Array.from(words));
const STEP = fc.oneof(
  { weight: 9, arbitrary: fc.record({ key: KEY, until: fc.integer({ min: 1, max: 100 }) }) },
  { weight: 1, arbitrary: fc.record({ forget: fc.integer({ min: 1, max: 100 }) }) },
);

test("holds exactly what a map would, however it grows and is emptied", () => {
  fc.assert(
    fc.property(fc.array(STEP, { maxLength: 200, size: "max" }), fc.array(KEY), (steps, keys) => {
      const table = createSidTable();
      const model = new Map<string, number>();
      for (const step of steps) {
        if ("forget" in step) {
          table.forget(step.forget);
          for (const [key, until] of model) if (until < step.forget) model.delete(key);
        } else {
          table.add(step.key, step.until);
          model.set(String(step.key), Math.max(step.until, model.get(String(step.key)) ?? 0));
          assert.equal(table.has(step.key), true);
        }
        assert.equal(table.size, model.size);
        for (const key of keys) assert.equal(table.has(key), model.has(String(key)), String(key));
      }
    }),
  );
});

test("remembers until the last moment that fits into 32 bits", () => {
  const table = createSidTable();
  const [early, last] = [Uint32Array.of(1, 2, 3, 4), Uint32Array.of(1, 2, 3, 5)];
  table.add(early, 0xffff_fffe);
  table.add(last, 0xffff_ffff);
  table.forget(0xffff_ffff);
  assert.deepEqual([table.has(early), table.has(last)], [false, true]);
});

test("keeps room for a crowd that is all to be remembered until the very moment", () => {
  const table = createSidTable();
  table.add(Uint32Array.of(0, 0, 0, 0), 4);
  for (let each = 1; each <= 1_000; each += 1) table.add(Uint32Array.of(each, 0, 0, 0), 5);
  table.forget(5);
  assert.equal(table.size, 1_000);
  for (let each = 0; each <= 1_001; each += 1) {
    assert.equal(table.has(Uint32Array.of(each, 0, 0, 0)), each > 0 && each < 1_001);
  }
});
