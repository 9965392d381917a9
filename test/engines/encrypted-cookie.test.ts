import assert from "node:assert/strict";
import { test } from "node:test";
import { encryptedCookie, SEALING_PURPOSE } from "../../src/engines/encrypted-cookie.ts";
import type { JsonValue } from "../../src/sessions/json-value.ts";
import type { LoadedSession } from "../../src/sessions/session-engine.ts";
import { createSealer } from "../../src/signing/sealer.ts";
import { saveNew } from "./saving.ts";

// What every engine promises is in contract.test.ts.

const SECRET = "Zk3vX9qLr8TnW2yHs6BdGf4Jm7Pc1Ra5";
const engine = encryptedCookie()({ secrets: [SECRET] });
const sealer = createSealer([SECRET], SEALING_PURPOSE);
const contents = {
  id: "one",
  data: new Map<string, JsonValue>([["marker", "wxyz-marker-wxyz"]]),
  marks: { epoch: 3, login: 1_772_366_000, expiry: 60 },
  savedAt: Date.UTC(2026, 2, 1, 12),
};

const refusalOf = async (text: string): Promise<string | undefined> => {
  const loaded = await engine.load(sealer.seal(text));
  return "refused" in loaded ? loaded.refused : undefined;
};

test("loads what it saved: data, marks, id and time", async () => {
  const { contents: loaded } = (await engine.load(
    await saveNew(engine, contents),
  )) as LoadedSession;
  assert.deepEqual(JSON.parse(JSON.stringify({ ...loaded, data: [...loaded.data] })), {
    ...contents,
    data: [...contents.data],
  });
});

test("seals the same contents differently each time, and neither shows them (T004)", async () => {
  const [one, other] = [await saveNew(engine, contents), await saveNew(engine, contents)];
  assert.notEqual(one, other);
  for (const token of [one, other]) {
    assert.match(token, /^[\w-]+$/);
    assert.ok(!Buffer.from(token, "base64url").toString("latin1").includes("marker"));
  }
});

test("refuses a token with any of its bits flipped (T006)", async () => {
  const token = await saveNew(engine, contents);
  const bytes = Buffer.from(token, "base64url");
  for (let bit = 0; bit < bytes.length * 8; bit += 1) {
    const altered = Buffer.from(bytes);
    altered[bit >> 3]! ^= 1 << (bit & 7);
    assert.deepEqual(await engine.load(altered.toString("base64url")), { refused: "bad-seal" });
  }
  assert.ok("contents" in (await engine.load(token)));
});

test("says that a token of an older secret is outdated; without that secret it is nobody's (T013)", async () => {
  const token = await saveNew(encryptedCookie()({ secrets: ["older"] }), contents);
  const both = encryptedCookie()({ secrets: [SECRET, "older"] });
  for (let time = 0; time < 2; time += 1) {
    assert.equal(((await both.load(token)) as LoadedSession).isOutdated, true);
  }
  assert.deepEqual(await engine.load(token), { refused: "bad-seal" });
});

test("believes nothing for its seal alone", async () => {
  assert.equal(await refusalOf('{"_sid":"one","_saved":1}'), undefined);
  for (const text of ["", "null", "[]", "7", "{}", "{", '{"_sid":"","_saved":1}']) {
    assert.equal(await refusalOf(text), "bad-payload", text);
  }
  for (const saved of ['"x"', "null", "1e999", "-1", "1.5", "[]", "{}"]) {
    const text = `{"_sid":"one","_saved":${saved}}`;
    assert.equal(await refusalOf(text), "bad-payload", text);
  }
  assert.equal(await refusalOf('{"_sid":"one"}'), "bad-payload");
});

test("weighs exactly what it would save", async () => {
  for (const length of [0, 100, 2_000]) {
    const larger = { ...contents, data: new Map([["x", "é".repeat(length)]]) };
    assert.equal(engine.weigh(larger), (await saveNew(engine, larger)).length);
  }
});
