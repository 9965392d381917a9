import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { chooseLanguage } from "../../src/pages/choose-language.ts";

const OFFERED = ["en", "de", "pt-BR"] as const;

test("the language that stands highest in the header is chosen", () => {
  for (const [header, language] of [
    [null, "en"],
    ["", "en"],
    ["de", "de"],
    ["DE", "de"],
    ["de-CH", "de"],
    ["de-Latn-CH-1996", "de"],
    [`de${"-x".repeat(40)}, pt`, "pt-BR"],
    ["en, de", "en"],
    ["de, en", "de"],
    ["en;q=0.4, de;q=0.5", "de"],
    ["fr-FR, fr;q=0.9, de;q=0.8, en;q=0.7", "de"],
    ["fr", "en"],
    ["deu, den", "en"],
    ["*", "en"],
    ["fr, *;q=0.5", "en"],
    ["en;q=0, *", "de"],
    ["en;q=0", "de"],
    ["de;q=0.0, de-AT, en;q=0.1", "en"],
    ["en;q=0, de;q=0, pt-BR;q=0", "en"],
    ["pt", "pt-BR"],
    ["pt-PT, de;q=0.9", "de"],
    ["pt-br", "pt-BR"],
  ] as const) {
    assert.equal(chooseLanguage(header, OFFERED), language, String(header));
  }
});

test("a broken header chooses one of those that are offered", () => {
  const strange = [
    ";;;,,,",
    "de;q=",
    "q=1",
    ";q=1",
    "de;q=1;q=0",
    '"de',
    "\0",
    "-",
    "--,de",
    "*-*",
  ];
  for (const header of [...strange, "de-".repeat(20_000), "a,".repeat(50_000)]) {
    assert.ok(OFFERED.includes(chooseLanguage(header, OFFERED) as "en"), header.slice(0, 20));
  }
  const piece = fc.constantFrom(
    "de",
    "en",
    "*",
    ";",
    "q",
    "=",
    "0",
    "1",
    ".",
    ",",
    "-",
    " ",
    '"',
    "\\",
  );
  const header = fc.oneof(
    fc.string(),
    fc.array(piece).map((pieces) => pieces.join("")),
  );
  fc.assert(
    fc.property(header, (text) => OFFERED.includes(chooseLanguage(text, OFFERED) as "en")),
    { numRuns: 2_000 },
  );
});
