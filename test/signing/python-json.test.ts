import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parsePythonJson, stringifyPythonJson } from "../../src/signing/python-json.ts";
import { djangoCases, sortCases } from "../vectors/django-cases.ts";

interface Written {
  readonly ok: string;
  readonly js_lossy?: string;
}

test("writes JSON as Python does", () => {
  const cases = djangoCases<{ json: string }, Written>("signing", "pyjson");
  const { same, otherwise, counts } = sortCases(cases, {
    "a value that JavaScript cannot carry: read without an error": ({ out }) => "js_lossy" in out,
  });
  for (const { id, in: input, out } of same) {
    assert.equal(stringifyPythonJson(parsePythonJson(input.json)), out.ok, id);
  }
  for (const { id, in: input, out } of Object.values(otherwise).flat()) {
    for (const text of [input.json, out.ok]) {
      assert.doesNotThrow(() => stringifyPythonJson(parsePythonJson(text)), id);
    }
  }
  assert.deepEqual(Object.values(counts), [46, 31]);
});

test("writes exponents as Python does", () => {
  // repr() of Python 3.11
  assert.equal(stringifyPythonJson(1e-7), "1e-07");
  assert.equal(stringifyPythonJson([1e21]), "[1e+21]");
  assert.equal(stringifyPythonJson({ a: 5e-324 }), '{"a":5e-324}');
});

test("escapes everything outside printable ASCII in lower case", () => {
  assert.equal(stringifyPythonJson("é\u007f€😀"), '"\\u00e9\\u007f\\u20ac\\ud83d\\ude00"');
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      assert.match(stringifyPythonJson(text), /^[ -~]*$/);
    }),
  );
});

test("reads what it wrote", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = JSON.stringify(value);
      assert.equal(JSON.stringify(parsePythonJson(stringifyPythonJson(value))), text);
    }),
  );
});

test("reads Python's words for what is no number as null, but not inside of texts", () => {
  assert.deepEqual(parsePythonJson('{"a":NaN,"b":-Infinity,"c":"NaN \\" Infinity"}'), {
    a: null,
    b: null,
    c: 'NaN " Infinity',
  });
});

test("refuses what is no JSON", () => {
  for (const text of ["", "{", "nan", "[1,]", "{'a':1}", "1 2", "NaNNaN", "undefined"]) {
    assert.throws(() => parsePythonJson(text), SyntaxError, text);
  }
});

test("refuses a text without an end, whatever is in it, and however long it is (T211)", () => {
  for (const text of ['"', '"\\', '"\\"', '{"a":"NaN', '"\n', '"\\\n', '\\"'.repeat(50_000)]) {
    assert.throws(() => parsePythonJson(text), SyntaxError, text.slice(0, 20));
    assert.throws(() => parsePythonJson(`${text}\\`), SyntaxError, text.slice(0, 20));
  }
});

test("keeps a key called __proto__ as a key like any other", () => {
  const value = parsePythonJson('{"__proto__":{"a":1}}') as Record<string, unknown>;
  assert.deepEqual(Object.keys(value), ["__proto__"]);
  assert.equal(stringifyPythonJson(value), '{"__proto__":{"a":1}}');
  assert.equal(({} as Record<string, unknown>)["a"], undefined);
});
