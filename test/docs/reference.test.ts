import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { english } from "../../src/pages/english.ts";
import { routeTable } from "../../src/routes/route-table.ts";
import { Session } from "../../src/sessions/session.ts";
import { REFUSALS } from "../../src/site/refusals.ts";
import { variables } from "../../src/site/variables.ts";
import { WARNINGS } from "../../src/site/warnings.ts";
import { guides, ROOT } from "./guide-blocks.ts";

const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");
const REFERENCE = read("docs/reference/sessions.md");
const LIBRARY = read("docs/reference/library.md");

const sectionOf = (page: string, heading: string): string =>
  page.split(`## ${heading}\n`)[1]?.split("\n## ")[0] ?? "";

/** What stands in back quotes. */
const quotedIn = (text: string): readonly string[] =>
  [...text.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name);

/** What stands in back quotes in the first column of the tables below a heading. */
const firstColumn = (page: string, heading: string): readonly string[] => {
  const rows = [...sectionOf(page, heading).matchAll(/^\| (`.+?) \| /gm)];
  return rows.flatMap(([, cell = ""]) => quotedIn(cell));
};

const names = (heading: string, page = REFERENCE): readonly string[] => {
  const plain = firstColumn(page, heading).map((name) => name.replace(/\(.*$/, ""));
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
    ...fieldsOf("src/assembly/page-settings.ts", "PageSettings"),
    ...fieldsOf("src/assembly/settings.ts", "Settings"),
  ];
  assert.ok(settings.length > 15);
  assert.deepEqual(names("Settings"), [...new Set(settings)].sort());
});

test("every engine that can be imported is in the reference, and nothing else", () => {
  const { exports } = JSON.parse(read("package.json")) as { exports: Record<string, string> };
  const doors = Object.keys(exports).filter((door) => door.startsWith("./engines/"));
  const section = sectionOf(REFERENCE, "Engines");
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

test("every finding of countersign check is in its reference, word for word, and nothing else", () => {
  const page = read("docs/reference/checks.md");
  const rows = [...page.matchAll(/^\| `(countersign\..+?)` \| (.*) \| (.*) \| (.*) \| (.*) \|$/gm)];
  const settingsOf = (settings: readonly string[] | undefined): string =>
    settings?.map((name) => `\`${name}\``).join(", ") ?? "any other";
  assert.deepEqual(
    rows.map((row) => row.slice(1)),
    [
      ...REFUSALS.map((each) => [
        each.id,
        settingsOf(each.settings),
        each.what,
        each.why,
        each.instead,
      ]),
      ...WARNINGS.map((each) => [
        each.id,
        settingsOf([each.setting]),
        each.what,
        each.why,
        each.instead,
      ]),
    ],
  );
});

/** The names that a file of ours exports: functions and classes, then types. */
const exportsOf = (path: string): readonly [readonly string[], readonly string[]] => {
  const source = read(path);
  const listed = [...source.matchAll(/^export (type )?\{([^}]*)\}/gm)].flatMap(
    ([, type = "", list = ""]) => list.split(",").map((name) => type + name.trim()),
  );
  const own = [...source.matchAll(/^export (?:const|class) (\w+)/gm)];
  assert.ok(listed.length + own.length > 0, path);
  const given = [...listed, ...own.map(([, name = ""]) => name)].filter((name) => /\w$/.test(name));
  const isType = (name: string): boolean => name.startsWith("type ");
  const types = given.filter(isType).map((name) => name.replace(/^(?:type )+/, ""));
  return [given.filter((name) => !isType(name)).sort(), types.sort()];
};

test("every name that can be imported is in the reference of the library, and nothing else", () => {
  const { exports } = JSON.parse(read("package.json")) as { exports: Record<string, string> };
  const doors = Object.entries(exports).filter(
    ([door]) => !/^\.\/(?:engines|package)\b/.test(door),
  );
  const rows = [
    ...sectionOf(LIBRARY, "Doors").matchAll(/^\| `countersign(.*?)` \| (.*) \| (.*) \|$/gm),
  ];
  assert.deepEqual(
    rows.map(([, door = "", functions = "", types = ""]) => [
      `.${door}`,
      [[...quotedIn(functions)].sort(), [...quotedIn(types)].sort()],
    ]),
    doors.map(([door, file]) => [door, exportsOf(file)]),
  );
});

test("the library's reference names what countersign returns, a user's fields, and what is there for tests", () => {
  const members = ["src/routes/countersign.ts", "src/routes/sessions-only.ts"].flatMap((path) =>
    [...(read(path).split("\n}")[0] ?? "").matchAll(/^ {2}(?:readonly )?(\w+)(?:\(\)|:)/gm)].map(
      ([, name = ""]) => name,
    ),
  );
  assert.deepEqual(names("What countersign returns", LIBRARY), [...new Set(members)].sort());
  assert.deepEqual(names("A user", LIBRARY), [...fieldsOf("src/users/user.ts", "User")].sort());
  assert.deepEqual(names("For tests", LIBRARY), exportsOf("src/testing.ts")[0]);
});

test("the library's reference names every path of ours, and which methods it has", () => {
  const rows = [...sectionOf(LIBRARY, "Our pages").matchAll(/^\| `(.+?)` \|(.*)\|(.*)\|$/gm)];
  const isFile = (path: string): boolean => path.startsWith("/assets/");
  assert.deepEqual(
    rows.map(([, path = "", get = "", post = ""]) => [path, get.trim() !== "", post.trim() !== ""]),
    [...routeTable]
      .filter(([path]) => !isFile(path))
      .map(([path, { GET, POST }]) => [path, GET !== undefined, POST !== undefined]),
  );
});

test("every variable of the environment that a page names is one of the site's", () => {
  const known = variables.map(({ name }) => name);
  for (const { path, markdown } of guides()) {
    for (const [name] of markdown.matchAll(/\bCOUNTERSIGN_[A-Z_]+/g)) {
      assert.ok(known.includes(name), `${path}: ${name}`);
    }
  }
});
