import assert from "node:assert/strict";
import { test } from "node:test";
import { SESSION_PURPOSE, signedCookie } from "../../src/engines/signed-cookie.ts";
import type { JsonValue } from "../../src/sessions/json-value.ts";
import type { SessionContents } from "../../src/sessions/session-contents.ts";
import type { LoadedSession } from "../../src/sessions/session-engine.ts";
import { createSignedJson } from "../../src/signing/signed-json.ts";
import { saveNew } from "./saving.ts";

const SECRET = "Zk3vX9qLr8TnW2yHs6BdGf4Jm7Pc1Ra5";
const engine = signedCookie()({ secrets: [SECRET] });
const json = createSignedJson([SECRET], SESSION_PURPOSE);
const SAVED = Date.UTC(2026, 2, 1, 12);

const contentsOf = (changes: Partial<SessionContents> = {}): SessionContents => ({
  id: "one",
  data: new Map<string, JsonValue>([["x", { y: [1, null, "é"] }]]),
  marks: {},
  savedAt: SAVED,
  ...changes,
});

const saved = (contents: SessionContents): Promise<string> => saveNew(engine, contents);
const refusalOf = async (value: unknown, seconds = 1): Promise<string | undefined> => {
  const loaded = await engine.load(json.sign(value, seconds));
  return "refused" in loaded ? loaded.refused : undefined;
};

test("deflates what is long, leaves what is short as it is, and reads both whoever wrote them", async () => {
  const holding = (text: string): SessionContents =>
    contentsOf({ data: new Map<string, JsonValue>([["text", text]]) });
  assert.doesNotMatch(await saved(holding("a".repeat(300))), /^\./);
  assert.match(await saved(holding("a".repeat(600))), /^\./);

  const short = json.sign({ _sid: "one", text: "a".repeat(300) }, SAVED / 1_000);
  assert.match(short, /^\./);
  const loaded = (await engine.load(short)) as LoadedSession;
  assert.equal(loaded.contents.data.get("text"), "a".repeat(300));
});

test("loads what it saved: data, marks, id and time", async () => {
  const marks = { epoch: 3, login: 1_772_366_000, used: 1_772_366_300, expiry: 60 };
  const data = new Map<string, JsonValue>([
    ["user_id", 7],
    ["cart", ["tea"]],
  ]);
  for (const contents of [
    contentsOf(),
    contentsOf({ data, marks }),
    contentsOf({ data: new Map() }),
  ]) {
    const { contents: loaded, isOutdated } = (await engine.load(
      await saved(contents),
    )) as LoadedSession;
    assert.deepEqual(
      { ...loaded, marks: JSON.parse(JSON.stringify(loaded.marks)) },
      JSON.parse(JSON.stringify(contents), (key, value) =>
        key === "data" ? contents.data : value,
      ),
    );
    assert.equal(isOutdated, false);
  }
});

test("keeps each kind of expiry", async () => {
  for (const expiry of [0, 60, "2026-03-02T00:00:00.000+00:00"]) {
    const loaded = await engine.load(await saved(contentsOf({ marks: { expiry } })));
    assert.equal("contents" in loaded && loaded.contents.marks.expiry, expiry);
  }
});

test("gives the same token for the same contents, and knows it again", async () => {
  const token = await saved(contentsOf());
  assert.equal(await saved(contentsOf()), token);
  assert.deepEqual(await engine.load(token), await engine.load(token));
});

test("says that a token of an older secret is outdated, each time (T013)", async () => {
  const token = await saveNew(signedCookie()({ secrets: ["older"] }), contentsOf());
  const both = signedCookie()({ secrets: [SECRET, "older"] });
  for (let time = 0; time < 2; time += 1) {
    assert.equal(((await both.load(token)) as LoadedSession).isOutdated, true);
  }
  assert.deepEqual(await engine.load(token), { refused: "bad-signature" });
});

test("weighs exactly what it would save", async () => {
  for (const length of [0, 100, 10_000]) {
    const contents = contentsOf({ data: new Map([["x", "é".repeat(length)]]) });
    assert.equal(engine.weigh(contents), Buffer.byteLength(await saved(contents)));
  }
});

test("writes only characters that a cookie may hold (RFC 6265bis, 4.1.1)", async () => {
  const data = new Map<string, JsonValue>([['"; \\ é', "😀 ,;\r\n\0"]]);
  assert.match(await saved(contentsOf({ data })), /^[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]+$/);
});

test("believes nothing for its signature alone", async () => {
  assert.equal(await refusalOf({ _sid: "one" }), undefined);
  for (const value of [null, [], "text", 7, true, {}, { x: 1 }, [{ _sid: "one" }]]) {
    assert.equal(await refusalOf(value), "bad-payload", JSON.stringify(value));
  }
});

test("refuses ids that are none (T059)", async () => {
  for (const _sid of ["", null, 1, ["one"], {}]) {
    assert.equal(await refusalOf({ _sid, x: 1 }), "bad-payload", JSON.stringify(_sid));
  }
});

test("refuses marks that are no whole numbers", async () => {
  const good = { _sid: "one", _epoch: 0, _login: 1, _used: 1, _session_expiry: 0 };
  assert.equal(await refusalOf(good), undefined);
  for (const name of ["_epoch", "_login", "_used", "_session_expiry"]) {
    for (const value of [-1, 1.5, null, true, [], {}, 2 ** 53]) {
      assert.equal(await refusalOf({ ...good, [name]: value }), "bad-payload", `${name} ${value}`);
    }
    // A text may stand for a moment, and is no number anywhere else.
    const expected = name === "_session_expiry" ? undefined : "bad-payload";
    assert.equal(await refusalOf({ ...good, [name]: "1" }), expected, name);
  }
});

test("refuses a user without a login, and one who is no number", async () => {
  const login = { _sid: "one", user_id: 7, _epoch: 0, _login: 1 };
  assert.equal(await refusalOf(login), undefined);
  const { _epoch: _, ...withoutEpoch } = login;
  const { _login: __, ...withoutLogin } = login;
  assert.equal(await refusalOf(withoutEpoch), "bad-payload");
  assert.equal(await refusalOf(withoutLogin), "bad-payload");
  for (const user_id of ["7", null, -1, 7.5, true, [7]]) {
    assert.equal(await refusalOf({ ...login, user_id }), "bad-payload", JSON.stringify(user_id));
  }
});

test("keeps a key called __proto__ a key, and pollutes nothing (T020, T200)", async () => {
  const signed = json.sign(JSON.parse('{"_sid":"one","__proto__":{"polluted":true}}'), 1);
  const loaded = await engine.load(signed);
  assert.ok("contents" in loaded);
  assert.deepEqual([...loaded.contents.data.keys()], ["__proto__"]);
  assert.equal(({} as Record<string, unknown>)["polluted"], undefined);
});

test("has nothing to drop", async () => {
  assert.equal(await engine.drop({ id: "one", token: "one" }), undefined);
});
