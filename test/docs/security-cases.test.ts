import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { ROOT } from "./guide-blocks.ts";

const PAGE = readFileSync(join(ROOT, "docs/internals/security-cases.md"), "utf8");

interface Row {
  readonly number: string;
  readonly phrase: string;
  /** From the root. */
  readonly files: readonly string[];
}

const rows: readonly Row[] = PAGE.split("\n")
  .filter((line) => /^\| T\d{3} \|/.test(line))
  .map((line) => {
    const [, number = "", phrase = "", held = ""] = line.split("|").map((cell) => cell.trim());
    const files = [...held.matchAll(/\]\(\.\.\/\.\.\/([^)]+)\)/g)].map(([, file = ""]) => file);
    assert.ok(files.length > 0 || held === "nothing", line);
    return { number, phrase, files };
  });

/** Without comments, which name a case as a reason. */
const codeOf = (file: string): string =>
  readFileSync(join(ROOT, file), "utf8").replace(/^\s*(?:\/\/|\/?\*).*$/gm, "");

/** Which files name which case. */
const named = new Map<string, string[]>();
for (const folder of ["test", "src/testing"]) {
  for (const name of readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })) {
    if (!name.endsWith(".ts") || /node_modules|security-cases/.test(name)) continue;
    const file = `${folder}/${name}`;
    for (const number of new Set(codeOf(file).match(/\bT\d{3}\b/g))) {
      named.set(number, [...(named.get(number) ?? []), file]);
    }
  }
}

test("each case stands there once, in order, with a phrase of its own", () => {
  const numbers = rows.map(({ number }) => number);
  assert.ok(numbers.length > 200);
  assert.deepEqual(numbers.slice().sort(), numbers);
  assert.equal(new Set(numbers).size, numbers.length);
  for (const { number, phrase } of rows) assert.ok(phrase.length > 2, number);
});

test("each file that holds a case is there, and names it", () => {
  for (const { number, files } of rows) {
    for (const file of files) {
      assert.ok(named.get(number)?.includes(file), `${number}: ${file}, but ${named.get(number)}`);
    }
  }
});

test("each case that a test names has its row", () => {
  const known = new Set(rows.map(({ number }) => number));
  for (const [number, files] of named) assert.ok(known.has(number), `${number}: ${files}`);
});
