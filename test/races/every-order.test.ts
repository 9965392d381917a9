import assert from "node:assert/strict";
import { test } from "node:test";
import { everyOrder, playAgain } from "./every-order.ts";
import type { Actor, Gate, Race, Step } from "./play-order.ts";

// What the races are played with, on races whose outcomes are known.

/** Two who each read a number and write it back, greater by one. */
const increments = (outcomes: Set<number>): Race => {
  let number = 0;
  const increment: Actor = async (gate) => {
    await gate("begin", "send", () => {});
    const read = await gate("read", "read", () => number);
    await gate("write", "write", async () => {
      number = read + 1;
    });
    await gate("end", "arrive", () => {});
  };
  return { actors: { one: increment, other: increment }, check: () => outcomes.add(number) };
};

test("plays each order of the steps once", async () => {
  const orders = new Set<string>();
  const count = await everyOrder(
    async () => ({
      actors: increments(new Set()).actors,
      check: (steps) => orders.add(steps.map(({ actor }) => actor).join()),
    }),
    { isReduced: false },
  );
  // Eight steps, four of which are one's own: 8 over 4.
  assert.deepEqual([count, orders.size], [70, 70]);
});

test("of orders that differ by what nobody can see it plays one, and finds all that can come of them", async () => {
  const [all, some] = [new Set<number>(), new Set<number>()];
  const count = await everyOrder(async () => increments(all), { isReduced: false });
  const reduced = await everyOrder(async () => increments(some), { isReduced: true });
  assert.deepEqual([...all].sort(), [1, 2]);
  assert.deepEqual([...some].sort(), [1, 2]);
  assert.ok(reduced < count / 3, `${reduced} of ${count}`);
});

test("tells the order in which something was wrong, which can be played again", async () => {
  const begin = async (): Promise<Race> => {
    const outcomes = new Set<number>();
    const { actors, check } = increments(outcomes);
    return {
      actors,
      check(steps) {
        check(steps);
        assert.ok(outcomes.has(2), "one was lost");
      },
    };
  };
  const lost = (error: Error): boolean =>
    error.message.startsWith("one was lost\nin this order:\n1. one: begin\n");
  const told = await everyOrder(begin, { isReduced: true }).catch((error: Error) => error);
  assert.ok(told instanceof Error && lost(told));
  const turns: string[] = JSON.parse(/\((.*)\)$/.exec(told.message)?.[1] ?? "[]");
  assert.equal(turns.length, 8);
  await assert.rejects(playAgain(begin, turns), lost);
  await playAgain(begin, ["one", "one", "one", "one"]);
});

test("tells the order in which an actor failed", async () => {
  const broken: Actor = async (gate) => {
    await gate("begin", "send", () => {});
    await gate("break", "write", () => {
      throw new Error("broken");
    });
  };
  const { other } = increments(new Set()).actors;
  assert.ok(other);
  const begin = async (): Promise<Race> => ({ actors: { broken, other }, check: () => {} });
  await assert.rejects(everyOrder(begin, { isReduced: true }), {
    message: /^broken\nin this order:\n1. broken: begin\n2. broken: break\n3. other: begin\n/,
  });
});

test("one who waits for ever is told, with the order", async () => {
  const stuck: Actor = async (gate: Gate) => {
    await gate("begin", "send", () => {});
    await new Promise(() => {});
  };
  const begin = async (): Promise<Race> => ({ actors: { stuck }, check: () => {} });
  await assert.rejects(everyOrder(begin, { isReduced: true, patience: 1 }), {
    message: /^Somebody waits for ever\.\nin this order:\n1. stuck: begin\n/,
  });
});

test("a race that has but one order, or differs by itself, is none", async () => {
  const alone: Actor = async (gate) => gate("begin", "send", () => {});
  await assert.rejects(
    everyOrder(async () => ({ actors: { alone }, check: () => {} }), { isReduced: false }),
    /but one order/,
  );
  let round = 0;
  const fickle = async (): Promise<Race> => {
    round += 1;
    const steps: readonly Step["name"][] = round > 1 ? ["a"] : ["a", "b"];
    const act: Actor = async (gate) => {
      for (const name of steps) await gate(name, "write", () => {});
    };
    return { actors: { one: act, other: act }, check: () => {} };
  };
  await assert.rejects(everyOrder(fickle, { isReduced: false }), /another way/);
});
