import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const PAGE = readFileSync(join(ROOT, "docs/internals/django-behaviours.md"), "utf8");

/** How many behaviours of Django's own tests there are. */
const ALL = 194;

const sourcesBelow = (folder: string): readonly string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter(
      (file) => file.endsWith(".ts") && !file.startsWith("docs") && !file.includes("node_modules"),
    )
    .map((file) => readFileSync(join(ROOT, folder, file), "utf8"));

const SOURCES = [...sourcesBelow("test"), ...sourcesBelow("src/testing")].join("\n");

/** `1, 2` and `6 to 14`, and nothing else. */
const numbersIn = (text: string): readonly number[] =>
  text.split(",").flatMap((part) => {
    const [, first, last = first] = /^\s*(\d+)(?: to (\d+))?\s*$/.exec(part) ?? [];
    if (first === undefined) return [];
    return Array.from({ length: Number(last) - Number(first) + 1 }, (_, at) => Number(first) + at);
  });

const named = new Set(
  [...SOURCES.matchAll(/"[^"\n]*\(([^()"\n]*\d[^()"\n]*)\)"/g)].flatMap(([, numbers = ""]) =>
    numbersIn(numbers),
  ),
);

const rowsBelow = (heading: string): readonly (readonly string[])[] =>
  (PAGE.split(`## ${heading}\n`)[1]?.split("\n## ")[0] ?? "")
    .split("\n")
    .filter((line) => /^\| \d/.test(line))
    .map((line) => line.split("|").map((cell) => cell.trim()))
    .map((cells) => cells.slice(1, -1));

const held = rowsBelow("Held by a test that names no number");
const notOurs = rowsBelow("Not ours, and why");
const numbersOf = (rows: readonly (readonly string[])[]): readonly number[] =>
  rows.flatMap(([numbers = ""]) => numbersIn(numbers));

test("each of Django's behaviours is named by a test, or said to be held or not to be ours (T066)", () => {
  const found = new Set([...named, ...numbersOf(held), ...numbersOf(notOurs)]);
  const missing = Array.from({ length: ALL }, (_, at) => at + 1).filter((at) => !found.has(at));
  assert.deepEqual(missing, []);
  assert.ok(named.size > 80, `${named.size}`);
});

test("no behaviour is held by a test and yet said not to be ours", () => {
  const ours = new Set([...named, ...numbersOf(held)]);
  assert.deepEqual(
    numbersOf(notOurs).filter((number) => ours.has(number)),
    [],
  );
});

test("the tests that the page names are there", () => {
  for (const [numbers, , ...cells] of [...held, ...notOurs]) {
    for (const [, title = ""] of cells.join().matchAll(/\*([^*]+)\*/g)) {
      assert.ok(SOURCES.includes(`"${title}"`), `${numbers}: ${title}`);
    }
  }
  assert.ok(held.every((cells) => /\*[^*]+\*/.test(cells[2] ?? "")));
});
