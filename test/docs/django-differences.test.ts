import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { ROOT } from "./guide-blocks.ts";

const PAGE = readFileSync(join(ROOT, "docs/internals/django-differences.md"), "utf8");

const SOURCES = readdirSync(join(ROOT, "test"), { recursive: true, encoding: "utf8" })
  .filter((file) => /(?:\.test|-stories)\.ts$/.test(file) && !file.startsWith("docs"))
  .map((file) => readFileSync(join(ROOT, "test", file), "utf8"))
  .join("\n");

/** Each row: what Django does, what we do, why, and the test. */
const rows = PAGE.split("\n")
  .filter((line) => line.startsWith("| ") && !/^\| (?:Django|---) /.test(line))
  .map((line) => line.split(" | ").map((cell) => cell.replace(/^\|?\s*|\s*\|?$/g, "")));

test("each difference from Django says what, why, and by which test it is held", () => {
  assert.ok(rows.length > 20, String(rows.length));
  for (const cells of rows) {
    assert.equal(cells.length, 4, cells.join());
    for (const cell of cells) assert.ok(cell.length >= 3, cells.join());
    const title = /^\*([^*]+)\*$/.exec(cells[3] ?? "")?.[1] ?? "";
    assert.ok(SOURCES.includes(`"${title}"`), title);
  }
});

test("each difference has a test of its own", () => {
  const titles = rows.map((cells) => cells[3]);
  assert.equal(new Set(titles).size, titles.length);
});
