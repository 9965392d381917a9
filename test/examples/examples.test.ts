import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { walks } from "./walks.ts";

const EXAMPLES = fileURLToPath(new URL("../../examples", import.meta.url));

test("every example is walked", () => {
  assert.deepEqual(Object.keys(walks).sort(), readdirSync(EXAMPLES).sort());
});

for (const [name, walk] of Object.entries(walks)) {
  test(`the example ${name} does what it says`, (t) => walk(t, join(EXAMPLES, name)));
}
