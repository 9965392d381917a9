import assert from "node:assert/strict";
import { test } from "node:test";
import { counting } from "../../src/pages/counting.ts";

test("the form is chosen by the language's plural rules", () => {
  const polish = counting("pl");
  const forms = { one: "# plik", few: "# pliki", many: "# plików", other: "# pliku" };
  for (const [count, text] of [
    [1, "1 plik"],
    [2, "2 pliki"],
    [5, "5 plików"],
    [22, "22 pliki"],
  ] as const) {
    assert.equal(polish(count, forms), text);
  }
});

test("a language without that form takes the other one", () => {
  assert.equal(counting("ja")(1, { other: "#件" }), "1件");
});
