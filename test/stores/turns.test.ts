import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { createTurns } from "../../src/stores/turns.ts";

test("those at one key come one after another, in their order, and others do not wait", async () => {
  const { take } = createTurns();
  const seen: string[] = [];
  const act = (name: string, turns: number) => async (): Promise<string> => {
    seen.push(`${name} in`);
    for (let left = turns; left > 0; left -= 1) await turn();
    seen.push(`${name} out`);
    return name;
  };
  const all = await Promise.all([
    take(["a", "n"], act("one", 3)),
    take(["a", "n"], act("two", 1)),
    take(["b", "n"], act("three", 1)),
    take(["c"], act("four", 0)),
  ]);
  assert.deepEqual(all, ["one", "two", "three", "four"]);
  assert.ok(seen.indexOf("four out") < seen.indexOf("one out"));
  const atNetwork = seen.filter((each) => !each.startsWith("four"));
  for (let at = 0; at < atNetwork.length; at += 2) {
    const [name] = atNetwork[at]!.split(" ");
    assert.deepEqual(atNetwork.slice(at, at + 2), [`${name} in`, `${name} out`]);
  }
});

test("one that fails lets the next one in", async () => {
  const { take } = createTurns();
  const failing = take(["a"], async () => {
    throw new TypeError("failed");
  });
  const next = take(["a"], async () => "in");
  await assert.rejects(failing, { name: "TypeError" });
  assert.equal(await next, "in");
});
