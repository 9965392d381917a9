import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { freezeDeep, frozenCopy, type JsonValue } from "../../src/sessions/json-value.ts";

test("copies every JSON value, and is no longer the one that was given", () => {
  const given = { a: [1, { b: null }], c: "text", d: true };
  const copy = frozenCopy("key", given);
  assert.deepEqual(copy, given);
  given.a.push(2);
  assert.deepEqual(copy, { a: [1, { b: null }], c: "text", d: true });
});

test("freezes all the way down", () => {
  const copy = frozenCopy("key", { a: [1, { b: [2] }] }) as { a: [number, { b: number[] }] };
  assert.throws(() => copy.a.push(3 as never), TypeError);
  assert.throws(() => copy.a[1].b.push(3), TypeError);
  assert.throws(() => Object.assign(copy, { c: 1 }), TypeError);
});

class Cart {
  readonly things = [];
}

const cycle: Record<string, unknown> = {};
cycle["self"] = cycle;

test("refuses what JSON has no word for, and names the key and the place", () => {
  const refused: readonly (readonly [unknown, RegExp])[] = [
    [undefined, /: cart is undefined/],
    [() => {}, /: cart is a function/],
    [Symbol("x"), /: cart is a symbol/],
    [1n, /: cart is a bigint/],
    [Number.NaN, /: cart is NaN/],
    [Number.POSITIVE_INFINITY, /: cart is Infinity/],
    [cycle, /: cart\.self is a cycle/],
    [new Date(0), /: cart is an object of class Date \(keep its getTime/],
    [new Map(), /: cart is an object of class Map/],
    [new Cart(), /: cart is an object of class Cart/],
    [{ a: [0, { b: undefined }] }, /: cart\.a\[1\]\.b is undefined/],
    [Array(2), /: cart\[0\] is undefined/],
  ];
  for (const [value, message] of refused) {
    assert.throws(() => frozenCopy("cart", value), { name: "TypeError", message }, String(message));
  }
});

test("takes what is nested five hundred deep, and refuses deeper things at once, by their key", () => {
  const nested = (open: string, close: string, depth: number): unknown =>
    JSON.parse(`${open.repeat(depth)}1${close.repeat(depth)}`);
  for (const [open, close] of [
    ["[", "]"],
    ['{"a":', "}"],
  ] as const) {
    const deep = nested(open, close, 500);
    assert.equal(JSON.stringify(frozenCopy("cart", deep)), JSON.stringify(deep));
    for (const depth of [501, 5_000, 50_000]) {
      assert.throws(() => frozenCopy("cart", nested(open, close, depth)), {
        name: "TypeError",
        message: /: cart.*nested more than 500 deep/,
      });
    }
  }
});

test("takes one thing that stands in two places, which is no cycle", () => {
  const tea = { name: "tea" };
  assert.deepEqual(frozenCopy("cart", [tea, tea]), [{ name: "tea" }, { name: "tea" }]);
});

test("takes a record without a prototype, and a key called __proto__ as a key", () => {
  assert.deepEqual(frozenCopy("key", Object.assign(Object.create(null), { a: 1 })), { a: 1 });
  const copy = frozenCopy("key", JSON.parse('{"__proto__":{"polluted":true}}')) as object;
  assert.deepEqual(Object.keys(copy), ["__proto__"]);
  assert.equal(Object.getPrototypeOf(copy), Object.prototype);
  assert.equal(({} as Record<string, unknown>)["polluted"], undefined);
});

test("keeps what JSON keeps", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      assert.equal(JSON.stringify(frozenCopy("key", value)), JSON.stringify(value));
    }),
  );
});

test("freezes what came out of JSON.parse, and hands it back", () => {
  const parsed = JSON.parse('{"a":[1,{"b":[2]}]}') as { a: [number, { b: number[] }] };
  assert.equal(freezeDeep(parsed as unknown as JsonValue), parsed);
  assert.throws(() => parsed.a[1].b.push(3), TypeError);
  for (const value of [null, 1, "text", true]) assert.equal(freezeDeep(value), value);
});
