import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { english } from "../../src/pages/words.ts";
import { Session } from "../../src/sessions/session.ts";
import { variables } from "../../src/site/variables.ts";
import { guides, ROOT } from "./guide-blocks.ts";

const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");
const REFERENCE = read("docs/reference/sessions.md");

/** What stands in back quotes in the first column of the tables below a heading. */
const firstColumn = (heading: string): readonly string[] => {
  const section = REFERENCE.split(`## ${heading}\n`)[1]?.split("\n## ")[0] ?? "";
  const cells = [...section.matchAll(/^\| (`.+?) \| /gm)].map(([, cell = ""]) => cell);
  return cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name));
};

const names = (heading: string): readonly string[] => {
  const plain = firstColumn(heading).map((name) => name.replace(/\(.*$/, ""));
  return [...new Set(plain)].sort();
};

/** Of an interface, as it is written. */
const fieldsOf = (path: string, name: string): readonly string[] => {
  const body = read(path)
    .split(new RegExp(`interface ${name} [^{]*\\{\n`))[1]
    ?.split("\n}")[0];
  return [...(body ?? "").matchAll(/^ {2}readonly (\w+)/gm)].map(([, field = ""]) => field);
};

test("every member of Session is in the reference, and nothing else", () => {
  const { prototype } = Session;
  const members = Object.getOwnPropertyNames(prototype).filter((name) => name !== "constructor");
  assert.ok(Symbol.iterator in prototype);
  assert.deepEqual(names("Members"), [...members, "[Symbol.iterator]"].sort());
});

test("every setting is in the reference, and nothing else", () => {
  const settings = [
    ...fieldsOf("src/assembly/session-settings.ts", "SessionSettings"),
    ...fieldsOf("src/assembly/sessions-only.ts", "SessionsOnlySettings"),
    ...fieldsOf("src/assembly/settings.ts", "Settings"),
  ];
  assert.ok(settings.length > 15);
  assert.deepEqual(names("Settings"), [...new Set(settings)].sort());
});

test("every engine that can be imported is in the reference, and nothing else", () => {
  const { exports } = JSON.parse(read("package.json")) as { exports: Record<string, string> };
  const doors = Object.keys(exports).filter((door) => door.startsWith("./engines/"));
  const section = REFERENCE.split("## Engines\n")[1]?.split("\n## ")[0] ?? "";
  const rows = [...section.matchAll(/\| `(\w+)\(.*?\)` \| `countersign(\/engines\/[\w-]+)` \|/g)];
  assert.deepEqual(rows.map(([, , door]) => `.${door}`).sort(), doors.sort());
  for (const [, name = "", door = ""] of rows) {
    assert.match(read(`src${door}.ts`), new RegExp(`export const ${name} =`), name);
  }
});

test("every code that is thrown or answered is in the reference, and nothing else", () => {
  const thrown = read("src/errors/error-code.ts").matchAll(/^ {2}\| "([\w.-]+)"/gm);
  assert.deepEqual(names("What is thrown"), [...thrown].map(([, code = ""]) => code).sort());
  const answered = [...Object.keys(english.problems), ...Object.keys(english.fields)];
  assert.deepEqual(names("What is answered"), answered.sort());
});

test("every variable of the environment that a page names is one of the site's", () => {
  const known = variables.map(({ name }) => name);
  for (const { path, markdown } of guides()) {
    for (const [name] of markdown.matchAll(/\bCOUNTERSIGN_[A-Z_]+/g)) {
      assert.ok(known.includes(name), `${path}: ${name}`);
    }
  }
});
