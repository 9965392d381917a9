import assert from "node:assert/strict";
import { test } from "node:test";
import { english } from "../../src/pages/english.ts";
import { german } from "../../src/pages/german.ts";

type Said = string | ((...values: never[]) => string);

/** Every text of a language by its path, `login.title`. */
const textsOf = (words: object, path = ""): readonly (readonly [string, Said])[] =>
  Object.entries(words).flatMap(([key, value]: [string, unknown]) => {
    const place = path === "" ? key : `${path} ${key}`;
    return typeof value === "object" && value !== null
      ? textsOf(value, place)
      : [[place, value as Said] as const];
  });

const englishTexts = new Map(textsOf(english));
const germanTexts = new Map(textsOf(german));

/** What is called the same in both languages. */
const SAME = [
  "siteName",
  "labels username",
  "lab cookie parts unknown name",
  // Code.
  ...[...englishTexts.keys()].filter((path) => path.startsWith("lab acts hints ")),
];

/** A mail without a link has no button. */
const EMPTY = ["mails changed button"];

test("both languages say the same things, and neither says nothing", () => {
  assert.ok(englishTexts.size > 150);
  assert.deepEqual([...germanTexts.keys()].sort(), [...englishTexts.keys()].sort());
  for (const texts of [englishTexts, germanTexts]) {
    for (const [path, said] of texts) {
      if (typeof said === "string")
        assert.ok(said.trim() === said && (said !== "" || EMPTY.includes(path)), path);
      else assert.equal(typeof said, "function", path);
    }
  }
});

test("no English is left in German", () => {
  for (const [path, said] of englishTexts) {
    if (typeof said !== "string" || [...SAME, ...EMPTY].includes(path)) continue;
    assert.notEqual(germanTexts.get(path), said, path);
    const words = String(germanTexts.get(path)).match(/\b(?:the|your|you|with|and|this)\b/gi);
    assert.equal(words, null, path);
  }
});

test("what is put into a text in English is put into it in German", () => {
  const isDate = (path: string): boolean => path.startsWith("dates ");
  const wholes = [...englishTexts].filter(
    (entry): entry is [string, (...values: unknown[]) => string] =>
      typeof entry[1] === "function" && !isDate(entry[0]),
  );
  assert.ok(wholes.length > 5);
  for (const [path, inEnglish] of wholes) {
    const inGerman = germanTexts.get(path) as (...values: unknown[]) => string;
    // Numbers that no text has of its own, and that are words as well where a word is asked for.
    const values = Array.from({ length: inEnglish.length }, (_, index) => 701 + index);
    for (const value of values) {
      assert.equal(
        inGerman(...values).includes(String(value)),
        inEnglish(...values).includes(String(value)),
        `${path}: ${value}`,
      );
    }
    assert.notEqual(inGerman(...values), inEnglish(...values), path);
  }
});

test("one is said otherwise than several, and numbers as the language writes them", () => {
  assert.equal(english.sessions.more(1), "And one more, used longer ago.");
  assert.equal(english.sessions.more(12_345), "And 12,345 more, used longer ago.");
  assert.equal(german.sessions.more(1), "Und eine weitere, die länger nicht benutzt wurde.");
  assert.equal(
    german.sessions.more(12_345),
    "Und 12.345 weitere, die länger nicht benutzt wurden.",
  );
});

test("moments are written in each language's manner, always in UTC", () => {
  const at = new Date(Date.UTC(2026, 2, 1, 0, 4, 9));
  assert.equal(english.dates.moment(at), "1 Mar 2026, 00:04:09 UTC");
  assert.equal(english.dates.minute(at), "1 Mar 2026, 00:04 UTC");
  assert.equal(german.dates.moment(at), "1. März 2026, 00:04:09 UTC");
  assert.equal(german.dates.minute(at), "1. März 2026, 00:04 UTC");
});
