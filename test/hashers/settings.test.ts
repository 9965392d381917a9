import assert from "node:assert/strict";
import { test } from "node:test";
import { argon2id } from "../../src/hashers/argon2id.ts";
import { pbkdf2 } from "../../src/hashers/pbkdf2.ts";
import { scrypt } from "../../src/hashers/scrypt.ts";

const refuses = (make: () => unknown): void =>
  assert.throws(make, { code: "settings.invalid" }, make.toString());

test("argon2id takes what a machine can bear, and says what is weak (T101)", () => {
  for (const make of [
    () => argon2id({ memory: 7 }),
    () => argon2id({ memory: 2 ** 18 + 1 }),
    () => argon2id({ memory: 2 ** 18, passes: 5 }),
    () => argon2id({ passes: 0 }),
    () => argon2id({ passes: 1.5 }),
    () => argon2id({ lanes: 17 }),
    () => argon2id({ memory: Number.NaN }),
  ]) {
    refuses(make);
  }
  // The five of OWASP's Password Storage cheat sheet.
  for (const [memory, passes] of [
    [47_104, 1],
    [19_456, 2],
    [12_288, 3],
    [9_216, 4],
    [7_168, 5],
  ] as const) {
    assert.equal(argon2id({ memory, passes }).weakness, undefined, `${memory}`);
  }
  for (const cost of [{ passes: 1 }, { memory: 7_000, passes: 9 }]) {
    assert.match(argon2id(cost).weakness ?? "", /guessed/);
  }
});

test("scrypt takes what a machine can bear, and says what is weak (T101)", () => {
  for (const make of [
    () => scrypt({ N: 1 }),
    () => scrypt({ N: 100_000 }),
    () => scrypt({ N: 2 ** 19 }),
    () => scrypt({ N: 2 ** 17, p: 5 }),
    () => scrypt({ r: 0 }),
    () => scrypt({ p: 0.5 }),
  ]) {
    refuses(make);
  }
  // The five of OWASP's Password Storage cheat sheet.
  for (const [N, p] of [
    [2 ** 17, 1],
    [2 ** 16, 2],
    [2 ** 15, 3],
    [2 ** 14, 5],
    [2 ** 13, 10],
  ] as const) {
    assert.equal(scrypt({ N, p }).weakness, undefined, `${N}`);
  }
  assert.match(scrypt({ N: 2 ** 14 }).weakness ?? "", /guessed/);
});

test("pbkdf2 takes what a machine can bear, and says what is weak (T101)", () => {
  for (const iterations of [0, -1, 1.5, 5_000_001, Number.NaN])
    refuses(() => pbkdf2({ iterations }));
  assert.equal(pbkdf2().weakness, undefined);
  assert.match(pbkdf2({ iterations: 599_999 }).weakness ?? "", /guessed/);
});
