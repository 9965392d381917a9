import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { walks } from "./walks.ts";

const EXAMPLES = fileURLToPath(new URL("../../examples", import.meta.url));

test("every example is walked", () => {
  const programs = readdirSync(EXAMPLES).filter((name) => name.endsWith(".ts"));
  assert.deepEqual(Object.keys(walks).sort(), programs.sort());
});

for (const [name, walk] of Object.entries(walks)) {
  test(`the example ${name} does what it says`, (t) => walk(t, join(EXAMPLES, name)));
}
