// Over 150 lines because it is one list: all that a cookie or a value should not be.
import assert from "node:assert/strict";
import type { Session } from "../sessions/session.ts";
import type { Promises } from "./contract.ts";
import type { EngineBench } from "./engine-bench.ts";

const NO_TOKENS: readonly string[] = [
  "",
  " ",
  "null",
  "undefined",
  ".",
  ":",
  "::",
  "a.b",
  "1234567",
  "../../etc/passwd.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
  "..%2f..%2fetc%2fpasswd",
  "__proto__",
  "constructor.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
  "AAAAAAAAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
  "' or '1'='1",
  "%00",
  "*",
  "é😀",
  "x".repeat(4_000),
];

const NOT_JSON: Readonly<Record<string, unknown>> = {
  undefined,
  function: () => 1,
  symbol: Symbol("s"),
  bigint: 1n,
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  date: new Date(0),
  map: new Map(),
  inside: [{ deep: undefined }],
};

const isTypeErrorNaming =
  (key: string) =>
  (error: unknown): boolean =>
    error instanceof TypeError && error.message.includes(key);

const set = (session: Session, key: string, value: unknown): void =>
  session.set(key, value as string);

export const badInput: Promises<EngineBench> = {
  "a token that is none is an empty session and a reason, never an error (53 to 60, 132 to 135)":
    async (bench) => {
      for (const token of NO_TOKENS) {
        const request = await bench.browser(token).begin();
        assert.deepEqual([request.session.size, request.session.id], [0, undefined], token);
        assert.equal(request.refusals.length, 1, token);
        assert.doesNotMatch(request.refusals.join(), /[\w-]{22}/, token);
        assert.match((await request.answer()).setCookie ?? "", /Max-Age=0/, token);
      }
    },

  "an unknown token makes nothing, and is never adopted (54, 55, T036)": async (bench) => {
    const unknown = "AAAAAAAAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    const visitor = bench.browser(unknown);
    await visitor.visit((session) => session.set("x", 1));
    assert.notEqual(visitor.token, unknown);
    const { session } = await visitor.begin();
    assert.notEqual(session.id, "AAAAAAAAAAAAAAAAAAAAAA");
    assert.equal(await bench.browser(unknown).look((one) => one.get("x")), undefined);
  },

  "a token with one letter altered, left out or added opens nothing (T006, T012, 174 to 177)":
    async (bench) => {
      const visitor = bench.browser();
      await visitor.visit((session) => session.set("x", 1));
      const token = visitor.token ?? "";
      const altered = [...token].flatMap((letter, at) => [
        token.slice(0, at) + (letter === "A" ? "B" : "A") + token.slice(at + 1),
        token.slice(0, at) + token.slice(at + 1),
      ]);
      for (const each of [...altered, `${token}A`, `A${token}`, token.toUpperCase(), `${token}=`]) {
        if (each === token) continue;
        assert.equal(await bench.browser(each).look((one) => one.get("x")), undefined, each);
      }
      assert.equal(await bench.browser(token).look((one) => one.get("x")), 1);
    },

  "no part of one token opens another session": async (bench) => {
    const [one, other] = [bench.browser(), bench.browser()];
    await one.visit((session) => session.set("x", 1));
    await other.visit((session) => session.set("x", 2));
    const [ours = "", theirs = ""] = [one.token, other.token];
    for (const mark of [".", ":"]) {
      const [ownParts, otherParts] = [ours.split(mark), theirs.split(mark)];
      if (ownParts.length < 2) continue;
      const mixed = [...ownParts.slice(0, -1), ...otherParts.slice(-1)].join(mark);
      assert.equal(await bench.browser(mixed).look((session) => session.get("x")), undefined);
    }
  },

  "a value that is no JSON is a TypeError that names the key, and changes nothing": async ({
    browser,
  }) => {
    const visitor = browser();
    await visitor.visit((session) => {
      session.set("good", 1);
      for (const [name, value] of Object.entries(NOT_JSON)) {
        assert.throws(() => set(session, `key-${name}`, value), isTypeErrorNaming(`key-${name}`));
        assert.throws(() => session.update({ [`key-${name}`]: value as string, y: 1 }), TypeError);
      }
      const cycle: unknown[] = [];
      cycle.push(cycle);
      assert.throws(() => set(session, "cycle", cycle), isTypeErrorNaming("cycle"));
      assert.throws(() => session.increment("good", Number.NaN), isTypeErrorNaming("good"));
      for (const by of ["1", null, true, [1], {}]) {
        const add = () => session.increment("good", by as unknown as number);
        assert.throws(add, isTypeErrorNaming("good"), JSON.stringify(by));
      }
      session.set("text", "t");
      assert.throws(() => session.increment("text"), isTypeErrorNaming("text"));
    });
    assert.deepEqual(await visitor.look((session) => Object.fromEntries(session)), {
      good: 1,
      text: "t",
    });
  },

  "our own keys are written by nobody else": async ({ browser }) => {
    const { session } = await browser().begin();
    for (const key of ["user_id", "_sid", "_epoch", "_auth_user_id", "_", "__proto__"]) {
      assert.throws(() => set(session, key, 1), isTypeErrorNaming(key));
      assert.throws(() => session.delete(key), isTypeErrorNaming(key));
      assert.throws(() => session.pop<string>(key), isTypeErrorNaming(key));
      assert.throws(() => session.increment<string>(key), isTypeErrorNaming(key));
      assert.throws(() => session.setDefault<string>(key, 1), isTypeErrorNaming(key));
      assert.equal(session.has(key), false);
    }
    assert.equal(session.modified, false);
  },

  "an expiry that is none is a RangeError": async ({ browser }) => {
    const { session } = await browser().begin();
    for (const expiry of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 60, "1", null]) {
      assert.throws(() => session.setExpiry(expiry as number), RangeError, String(expiry));
    }
    for (const moment of [Number.NaN, Date.UTC(10_000, 0, 1), 8.64e15, -1]) {
      assert.throws(() => session.setExpiry(new Date(moment)), RangeError, String(moment));
    }
    assert.equal(session.modified, false);
  },

  "the last moment that is one can be an expiry, and a session with it is kept": async (bench) => {
    const visitor = bench.browser();
    await visitor.visit((session) => {
      session.set("x", 1);
      session.setExpiry(new Date("9999-12-31T23:59:59.999Z"));
    });
    const found = await visitor.look((session) => [session.get("x"), session.expiryAge()]);
    assert.deepEqual(found, [1, 90 * 86_400]);
  },

  "a write after the head of the answer has gone is session.too-late": async ({ browser }) => {
    const visitor = browser();
    await visitor.visit((session) => session.set("x", 1));
    const { session, answer } = await visitor.begin();
    session.get("x");
    await answer();
    assert.equal(session.get("x"), 1);
    for (const write of [
      () => session.set("x", 2),
      () => session.delete("x"),
      () => session.increment("x"),
      () => session.clear(),
      () => session.flush(),
      () => session.cycle(),
      () => session.setExpiry(10),
    ]) {
      assert.throws(write, { code: "session.too-late" });
    }
  },

  "saving and dropping what is not there is no error, and keeps nothing": async ({ door }) => {
    const ids = ["AAAAAAAAAAAAAAAAAAAAAA", "../x", "", "null"];
    for (const id of ids) await door.engine.drop({ id, token: `${id}.x` });
  },
};
