import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

// A contract that nothing can break promises nothing.

const FILE = fileURLToPath(new URL("./faulty-engine.ts", import.meta.url));

interface Outcome {
  readonly kept: number;
  /** The titles of the promises that were broken. */
  readonly broken: readonly string[];
}

const { NODE_TEST_CONTEXT: _, ...env } = process.env;
const { stdout } = spawnSync(process.execPath, ["--test-reporter=tap", FILE], {
  env,
  encoding: "utf8",
});

/** Of the suites that begin with the engine's name. */
const outcomeOf = (fault: string): Outcome => {
  const suites = stdout.split(/^# Subtest: /m).filter((each) => each.startsWith(`${fault}: `));
  const text = suites.join("");
  return {
    kept: text.match(/^ +ok \d+ - /gm)?.length ?? 0,
    broken: [...text.matchAll(/^ +not ok \d+ - (.*)$/gm)].map(([, title = ""]) => title),
  };
};

const EXPECTED: Readonly<Record<string, RegExp>> = {
  "revives what was dropped": /is not revived by a request that loaded it before/,
  "writes the whole session over what others wrote": /that each set their own key/,
  "looks only at the id of a token": /with one letter altered/,
  "throws for a token that it does not know": /never an error/,
  "forgets when a session was saved": /a save starts the seconds anew/,
  "drops nothing": /nothing is left on the server of what was flushed/,
  "keeps the old token of a cycled session": /the old token is dead once a session was cycled/,
};

test("a sound engine breaks no promise", () => {
  const { kept, broken } = outcomeOf("none");
  assert.deepEqual(broken, []);
  assert.ok(kept > 60, `${kept} were kept`);
});

for (const [fault, title] of Object.entries(EXPECTED)) {
  test(`catches an engine that ${fault}`, () => {
    const { kept, broken } = outcomeOf(fault);
    assert.ok(
      broken.some((each) => title.test(each)),
      broken.join("\n"),
    );
    assert.ok(kept > broken.length, "one fault, and not everything broken");
  });
}
