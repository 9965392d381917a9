import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { promisify } from "node:util";

// In a process of its own, which has forgotten nothing before and in which nobody else takes turns.
const SCRIPT = `
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { keepTickShape } from "./src/site/keep-tick-shape.ts";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc");
const COUNT = 200_000;
const ticks = () => new Promise((resolve) => {
  const began = process.cpuUsage();
  let left = COUNT;
  const next = () => {
    left -= 1;
    if (left > 0) return process.nextTick(next);
    const { user, system } = process.cpuUsage(began);
    resolve((user + system) / COUNT);
  };
  process.nextTick(next);
});
const least = async () => Math.min(await ticks(), await ticks(), await ticks());
await keepTickShape();
await ticks();
const before = await least();
for (let time = 0; time < 3; time += 1) collect({ type: "major" });
await ticks();
console.log(JSON.stringify({ before, after: await least() }));
`;

test("a nextTick is as cheap after full collections as it was before", async () => {
  const args = ["--input-type=module-typescript", "--eval", SCRIPT];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  const { before, after } = JSON.parse(stdout) as Record<string, number>;
  // Five times as dear, once its shape is forgotten.
  assert.ok(after! < before! * 2.5, `${after} µs after ${before}`);
});
