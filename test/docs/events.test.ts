import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { EVENT_NAMES } from "../../src/events/account-event.ts";
import { LOG_EVENTS } from "../../src/events/log-event.ts";
import { ROOT } from "./guide-blocks.ts";

const REFERENCE = readFileSync(join(ROOT, "docs/reference/events.md"), "utf8");

/** The cells of the rows below a heading. */
const rowsBelow = (heading: string): readonly (readonly string[])[] => {
  const section = REFERENCE.split(`## ${heading}\n`)[1]?.split("\n## ")[0] ?? "";
  const rows = section.split("\n").filter((line) => line.startsWith("| `"));
  return rows.map((row) =>
    row
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
};

const namesBelow = (heading: string): readonly string[] =>
  rowsBelow(heading).map(([name = ""]) => name.replaceAll("`", ""));

const sources = readdirSync(join(ROOT, "src"), { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts"))
  .map((name) => readFileSync(join(ROOT, "src", name), "utf8"))
  .join("\n");

test("the events of the reference are those of the code, in its order (T312)", () => {
  assert.deepEqual(namesBelow("Events"), EVENT_NAMES);
});

test("the log's other lines in the reference are those of the code, and each is written somewhere (T312)", () => {
  assert.deepEqual(namesBelow("Other lines of the log"), LOG_EVENTS);
  for (const name of LOG_EVENTS) {
    assert.ok(new RegExp(`(?:event|name)(?::| =)[^;\\n]*"${name}"`).test(sources), name);
  }
});

test("each line of the log says its event (T299)", () => {
  const calls = [...sources.matchAll(/\blog\??\.(?:debug|info|warn|error|fatal)\(\s*([^\n]*)/g)];
  assert.ok(calls.length > 20);
  for (const [, given = ""] of calls) {
    // The type demands it; pino's own, in the site, does not.
    assert.match(given, /^(?:\{? ?event\b|\{ event:|fields\b|lineOf\(|error\b|\{$|: )/, given);
  }
});
