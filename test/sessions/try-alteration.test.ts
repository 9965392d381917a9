import assert from "node:assert/strict";
import { test } from "node:test";
import { encryptedCookie } from "../../src/engines/encrypted-cookie.ts";
import type { EngineFactory } from "../../src/engines/engine-needs.ts";
import { memory } from "../../src/engines/memory.ts";
import { signedCookie } from "../../src/engines/signed-cookie.ts";
import { inspect } from "../../src/sessions/look-inside.ts";
import { tryAlteration } from "../../src/sessions/try-alteration.ts";
import { openBench } from "../../src/testing/engine-bench.ts";

const ENGINES: Readonly<Record<string, EngineFactory>> = {
  "signed-cookie": signedCookie(),
  "encrypted-cookie": encryptedCookie(),
  memory: memory(),
};

/** As a script would try that wants to know the cookie. */
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_:.";

for (const [name, factory] of Object.entries(ENGINES)) {
  test(`${name}: a letter altered at any place is refused, and the session is as before`, async (t) => {
    const bench = await openBench(t, (needs) => [factory({ ...needs, database: undefined })]);
    const browser = bench.browser();
    await bench.logIn(browser);
    const token = browser.token ?? "";
    for (let place = 1; place <= token.length; place += 1) {
      const trial = await tryAlteration(bench.door, token, { place, letter: undefined });
      assert.ok(trial?.refusal, `place ${place}`);
      assert.equal(trial.isUnchanged, false);
      assert.equal(trial.letter?.place, place);
    }
    assert.equal(await browser.look((session) => session.get("user_id")), 7);
    assert.equal(browser.token, token);
  });

  test(`${name}: no choice of letters is ever let in where they are concealed, where they are seen the same one is`, async (t) => {
    const bench = await openBench(t, (needs) => [factory({ ...needs, database: undefined })]);
    const browser = bench.browser();
    await browser.visit((session) => session.set("drink", "tea"));
    const token = browser.token ?? "";
    const { parts } = await inspect(bench.door.engine, token);
    const concealed = parts.flatMap(({ text, isConcealed }) => Array.from(text, () => isConcealed));
    assert.ok(concealed.includes(true) && concealed.includes(false));
    for (const place of [1, token.length - 20, token.length - 7, token.length]) {
      const answers = await Promise.all(
        Array.from(ALPHABET, (letter) => tryAlteration(bench.door, token, { place, letter })),
      );
      const letIn = answers.flatMap((trial) => (trial?.refusal === null ? [trial] : []));
      assert.equal(letIn.length, concealed[place - 1] ? 0 : 1, `place ${place}`);
      assert.ok(letIn.every(({ isUnchanged }) => isUnchanged));
    }
  });

  test(`${name}: past the end is the last letter, and what is no place or no cookie's letter is none`, async (t) => {
    const bench = await openBench(t, (needs) => [factory({ ...needs, database: undefined })]);
    const browser = bench.browser();
    await browser.visit((session) => session.set("drink", "tea"));
    const token = browser.token ?? "";
    const past = await tryAlteration(bench.door, token, { place: 99_999, letter: undefined });
    assert.equal(past?.letter?.place, token.length);
    for (const place of [0, -1, Number.NaN]) {
      assert.equal(await tryAlteration(bench.door, token, { place, letter: "x" }), undefined);
    }
    assert.equal(await tryAlteration(bench.door, "", { place: 1, letter: "x" }), undefined);
    for (const letter of [";", " ", "é", "ab", '"', "\\", ",", ""]) {
      const trial = await tryAlteration(bench.door, token, { place: 3, letter });
      assert.match(trial?.letter?.to ?? "", /^[\w-]$/);
      assert.ok(trial?.refusal);
    }
  });
}

test("nobody can write what is sealed or on the server; what is only signed is refused with another payload", async (t) => {
  for (const [name, factory] of Object.entries(ENGINES)) {
    const bench = await openBench(t, (needs) => [factory({ ...needs, database: undefined })]);
    const browser = bench.browser();
    await browser.visit((session) => session.set("drink", "tea"));
    const payload = JSON.stringify({ user_id: 1 });
    const trial = await tryAlteration(bench.door, browser.token ?? "", { payload });
    assert.equal(trial?.refusal, name === "signed-cookie" ? "bad-signature" : undefined);
  }
});
