import assert from "node:assert/strict";
import { test } from "node:test";
import { sweepInBatches } from "../../src/sessions/sweep-in-batches.ts";

/** A storage with so many expired rows, and the batches in which they were asked for. */
const storageOf = (rows: number, work: () => void = () => {}) => {
  const batches: number[] = [];
  let left = rows;
  return {
    batches,
    sweep: async (_now: number, limit: number) => {
      batches.push(limit);
      work();
      const deleted = Math.min(left, limit);
      left -= deleted;
      return deleted;
    },
  };
};

/** Holds the processor for so many milliseconds, as a slow storage would hold its writers. */
const hold = (milliseconds: number) => () => {
  for (const end = performance.now() + milliseconds; performance.now() < end; );
};

test("sweeps everything, tells how far it is, and stops by itself", async () => {
  for (const rows of [0, 1, 16, 17, 5_000]) {
    const { sweep } = storageOf(rows);
    const told: number[] = [];
    assert.equal(await sweepInBatches(sweep, 1, (deleted) => told.push(deleted)), rows);
    assert.equal(told.at(-1), rows);
    assert.deepEqual(
      [...told].sort((a, b) => a - b),
      told,
    );
  }
});

test("takes larger batches where they are quick, up to a bound", async () => {
  const { sweep, batches } = storageOf(20_000);
  await sweepInBatches(sweep, 1);
  assert.equal(batches[0], 16);
  assert.ok(Math.max(...batches) > 16);
  assert.ok(Math.max(...batches) <= 1_024);
});

test("keeps batches small where they are slow, so that nobody waits long for their turn", async () => {
  const { sweep, batches } = storageOf(200, hold(12));
  await sweepInBatches(sweep, 1);
  assert.deepEqual(new Set(batches), new Set([16]));
});

test("gives way to others between batches", async () => {
  const { sweep } = storageOf(100, hold(12));
  let turns = 0;
  const other = setInterval(() => {
    turns += 1;
  }, 0);
  await sweepInBatches(sweep, 1);
  clearInterval(other);
  assert.ok(turns >= 5, `${turns}`);
});

test("a storage that fails ends it with its error", async () => {
  const failing = async () => {
    throw new Error("disk");
  };
  await assert.rejects(sweepInBatches(failing, 1), /disk/);
});
