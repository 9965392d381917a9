import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { createSigner } from "../../src/signing/signer.ts";
import { createStateSigner } from "../../src/signing/state-signer.ts";

const NEW = "Zk3vX9qLr8TnW2yHs6BdGf4Jm7Pc1Ra5";
const OLD = "h8Qw2Ee5Rt7Yu1Io4Pa6Sd9Fg3Hj0KlZ";
const signer = createStateSigner([NEW, OLD], "test.purpose");
const token = signer.sign("7.value", "state", 1_772_366_400);

test("says what it was made for and when, and is good over that state alone", () => {
  assert.deepEqual(signer.claimOf(token), { value: "7.value", signedAt: 1_772_366_400 });
  assert.equal(signer.isGood(token, "state"), true);
  for (const other of ["", "State", "state ", "stat", "value:state"]) {
    assert.equal(signer.isGood(token, other), false, other);
  }
  assert.match(token, /^[\w.-]+$/, "at home in a URL");
});

test("is refused for another purpose, by another secret, and as a signed text", () => {
  assert.equal(createStateSigner([NEW], "test.other").isGood(token, "state"), false);
  assert.equal(createStateSigner([OLD], "test.purpose").isGood(token, "state"), false);
  const older = createStateSigner([OLD], "test.purpose").sign("7", "state", 1);
  assert.equal(signer.isGood(older, "state"), true, "a secret that is on its way out verifies");
  assert.equal(createSigner([NEW], "test.purpose").unsign(token), undefined);
});

test("every change of a token is found out", () => {
  for (let at = 0; at < token.length; at += 1) {
    const other = token[at] === "A" ? "B" : "A";
    const altered = `${token.slice(0, at)}${other}${token.slice(at + 1)}`;
    assert.equal(signer.isGood(altered, "state"), false, altered);
  }
  for (const broken of [
    "",
    ".",
    "..",
    "...",
    token.slice(0, -1),
    `${token}A`,
    `${token}.`,
    ` ${token}`,
  ]) {
    assert.equal(signer.isGood(broken, "state"), false, broken);
  }
});

test("nothing can be moved from the claim into the state or back", () => {
  const moved = signer.sign("1", "2.3:state", 5);
  const [, , signature] = moved.split(".");
  assert.equal(signer.isGood(`1.5:2.3.${signature}`, "state"), false);
  fc.assert(
    fc.property(fc.string(), fc.string(), (text, state) => {
      assert.equal(signer.isGood(text, state.toWellFormed()), false);
      signer.claimOf(text);
    }),
  );
});
