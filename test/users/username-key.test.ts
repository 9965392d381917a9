import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import fc from "fast-check";
import { usernameKey } from "../../src/users/username-key.ts";
import { isOneScript } from "../../src/users/username-script.ts";

/** How it was made stands in test/vectors/README.md. */
interface CaseFolding {
  readonly assigned: readonly (readonly [first: number, last: number])[];
  readonly folded: Readonly<Record<string, string>>;
}

const { assigned, folded } = JSON.parse(
  readFileSync(new URL("../vectors/unicode/casefold.json", import.meta.url), "utf8"),
) as CaseFolding;

const characters = assigned.flatMap(([first, last]) =>
  Array.from({ length: last - first + 1 }, (_, at) => String.fromCodePoint(first + at)),
);

/** What Python's `str.casefold()` gives between two NFKC. It goes letter by letter, without a context. */
const pythonKey = (text: string): string =>
  Array.from(text.normalize("NFKC"), (letter) => folded[letter] ?? letter)
    .join("")
    .normalize("NFKC");

const pointOf = (character: string): string => (character.codePointAt(0) ?? 0).toString(16);

test("folds every character of the scripts that names are written in as Python does", () => {
  const allowed = characters.filter((character) => isOneScript(character.normalize("NFKC")));
  for (const character of allowed) {
    assert.equal(usernameKey(character), pythonKey(character), `U+${pointOf(character)}`);
  }
  assert.equal(allowed.length, 115_689);
});

test("divides all of Unicode into the same classes as Python does", () => {
  const keyOfClass = new Map<string, string>();
  const classOfKey = new Map<string, string>();
  for (const character of characters) {
    const key = usernameKey(character);
    const python = pythonKey(character);
    assert.equal(keyOfClass.get(python) ?? key, key, character);
    assert.equal(classOfKey.get(key) ?? python, python, character);
    keyOfClass.set(python, key);
    classOfKey.set(key, python);
  }
  assert.ok(characters.length > 140_000);
});

test("folds words as it folds their letters", () => {
  const letters = Object.keys(folded).filter((letter) => isOneScript(letter.normalize("NFKC")));
  const others = ["ı", "i", "ς", "s", "\u0307", "\u0301", "\u0345", "\u0308", "ß", "ﬀ", "ᾳ", "1"];
  const word = fc.array(fc.constantFrom(...letters, ...others), { maxLength: 8 });
  fc.assert(
    fc.property(word, (pieces) => {
      const name = pieces.join("");
      assert.equal(usernameKey(name), pythonKey(name));
    }),
    { numRuns: 2_000 },
  );
});

test("gives one key to all spellings of one name (T186)", () => {
  const alike = [
    ["alice", "Alice", "ALICE", "ａｌｉｃｅ"],
    ["οδος", "ΟΔΟΣ", "οδοσ"],
    ["kelvin", "\u212aelvin"],
    ["muss", "mu\u017fs"],
    ["strasse", "straße", "STRASSE", "STRAẞE"],
    ["é", "e\u0301", "É"],
    ["ﬁsch", "fisch"],
  ];
  for (const names of alike) assert.equal(new Set(names.map(usernameKey)).size, 1, names.join(" "));
});

test("keeps apart what folding without a locale keeps apart (T186)", () => {
  assert.notEqual(usernameKey("ı"), usernameKey("i"));
  assert.notEqual(usernameKey("İ"), usernameKey("i"));
  assert.equal(usernameKey("I"), usernameKey("i"));
  assert.notEqual(usernameKey("jose"), usernameKey("josé"));
  assert.notEqual(usernameKey("а"), usernameKey("a")); // the first is Cyrillic
});

test("is its own key", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (name) => {
      assert.equal(usernameKey(usernameKey(name)), usernameKey(name));
    }),
  );
});
