import assert from "node:assert/strict";
import { test } from "node:test";
import { MOST_FIELDS, readJsonFields, readUrlencoded } from "../../src/requests/form-fields.ts";

const entries = (fields: ReturnType<typeof readUrlencoded>): unknown =>
  typeof fields === "string" ? fields : [...fields];

test("reads a form", () => {
  assert.deepEqual(entries(readUrlencoded("username=ada&password=a+b%2Bc%26")), [
    ["username", "ada"],
    ["password", "a b+c&"],
  ]);
  assert.deepEqual(entries(readUrlencoded("")), []);
  assert.deepEqual(entries(readUrlencoded("a&b=&&c==")), [
    ["a", ""],
    ["b", ""],
    ["c", "="],
  ]);
  assert.deepEqual(entries(readUrlencoded("na%C3%AFve=%F0%9F%98%80")), [["naïve", "😀"]]);
});

test("refuses a form that two parsers could read in two ways (T163, T199)", () => {
  for (const text of ["a=1&a=2", "a=1&a=1", "a=1&%61=2", "a[]=1", "a%5B%5D=1", "a[b]=1", "a]=1"]) {
    assert.deepEqual(readUrlencoded(text), "malformed", text);
  }
  assert.deepEqual(entries(readUrlencoded("a=1&A=2")), [
    ["a", "1"],
    ["A", "2"],
  ]);
});

test("refuses an escape that escapes nothing, and what is no UTF-8 (T196)", () => {
  for (const text of [
    "a=%",
    "a=%zz",
    "a=%f",
    "%=1",
    "a=%ff",
    "a=%c0%80",
    "a=%ed%a0%80",
    "a=%e2%82",
  ]) {
    assert.deepEqual(readUrlencoded(text), "malformed", text);
  }
});

test("refuses NUL in a name or a value (T195)", () => {
  for (const text of ["a=%00", "a=b%00c", "%00=b", "a=\0"]) {
    assert.deepEqual(readUrlencoded(text), "malformed", JSON.stringify(text));
  }
  assert.deepEqual(entries(readUrlencoded("a=%01%7f")), [["a", "\u0001\u007f"]]);
});

test("takes 32 fields and says so of one more", () => {
  const form = (count: number): string =>
    Array.from({ length: count }, (_, at) => `f${at}=1`).join("&");
  const json = (count: number): string =>
    JSON.stringify(Object.fromEntries(Array.from({ length: count }, (_, at) => [`f${at}`, "1"])));
  assert.equal(MOST_FIELDS, 32);
  assert.equal((readUrlencoded(form(32)) as Map<string, string>).size, 32);
  assert.equal((readJsonFields(json(32)) as Map<string, string>).size, 32);
  assert.equal(readUrlencoded(form(33)), "too-many");
  assert.equal(readJsonFields(json(33)), "too-many");
});

test("reads a flat JSON object of texts", () => {
  assert.deepEqual(entries(readJsonFields('{"username":"ada","next":"\\"{\\\\"}')), [
    ["username", "ada"],
    ["next", '"{\\'],
  ]);
  assert.deepEqual(entries(readJsonFields(" {} ")), []);
});

test("refuses every other JSON, and coerces nothing (T199)", () => {
  const values = ["1", "true", "null", "[]", "{}", '["a"]', '{"a":"b"}'];
  for (const value of values) {
    assert.deepEqual(readJsonFields(`{"password":${value}}`), "malformed", value);
  }
  for (const text of ["", "[]", "null", '"a"', "1", "{", '{"a":"b"', "{'a':'b'}", '[{"a":"b"}]']) {
    assert.deepEqual(readJsonFields(text), "malformed", text);
  }
});

test("refuses a name that stands twice in JSON, however it is spelled (T197)", () => {
  for (const text of ['{"a":"1","a":"2"}', '{"a":"1","\\u0061":"1"}', '{"a":{"a":"b"},"a":"c"}']) {
    assert.deepEqual(readJsonFields(text), "malformed", text);
  }
  assert.deepEqual(entries(readJsonFields('{"a":"1","b":"1"}')), [
    ["a", "1"],
    ["b", "1"],
  ]);
});

test("refuses lone surrogates and NUL in JSON (T076, T197)", () => {
  for (const text of ['{"a":"\\ud800"}', '{"\\udc00":"a"}', '{"a":"\\u0000"}', '{"\\u0000":"a"}']) {
    assert.deepEqual(readJsonFields(text), "malformed", text);
  }
  assert.deepEqual(entries(readJsonFields('{"a":"\\ud83d\\ude00"}')), [["a", "😀"]]);
});

test("takes __proto__ and constructor for names like any others (T200)", () => {
  const json = readJsonFields('{"__proto__":"x","constructor":"y"}') as Map<string, string>;
  assert.deepEqual([...json.keys()], ["__proto__", "constructor"]);
  const form = readUrlencoded("__proto__=x&constructor.prototype.x=y") as Map<string, string>;
  assert.equal(form.get("__proto__"), "x");
  assert.equal(({} as Record<string, unknown>)["x"], undefined);
});

test("refuses what is deep or long without waiting for it (T202)", () => {
  const started = performance.now();
  assert.equal(readJsonFields("[".repeat(100_000)), "malformed");
  assert.equal(readJsonFields(`{"a":${'"\\'.repeat(50_000)}`), "malformed");
  readUrlencoded(`${".".repeat(10_000)}=1`);
  assert.ok(performance.now() - started < 100);
});
