import assert from "node:assert/strict";
import type { JsonValue } from "../sessions/json-value.ts";
import type { Promises } from "./contract.ts";
import type { EngineBench } from "./engine-bench.ts";

/** Everything that JSON can say, and keys that have tripped others. */
const VALUES: Readonly<Record<string, JsonValue>> = {
  null: null,
  true: true,
  zero: 0,
  negative: -1.5,
  large: Number.MAX_SAFE_INTEGER,
  tiny: 5e-324,
  empty: "",
  text: 'é "quoted" \\ \u0000 \u2028 😀',
  list: [[], [1, [2]], null],
  record: { a: { b: [{ c: null }] }, "": 1 },
  "": "the empty key",
  "with space": 1,
  "ключ 😀": 1,
  "a.b:c;d=e,f": 1,
};

export const keepingPromises: Promises<EngineBench> = {
  "keeps what was set, of every kind that JSON has (61, 63, 64, 129)": async ({ browser }) => {
    const visitor = browser();
    await visitor.visit((session) => session.update(VALUES));
    const found = await visitor.look((session) => Object.fromEntries(session));
    assert.deepEqual(found, VALUES);
  },

  "keeps keys that are names of an object's own members, and pollutes nothing (T020)": async ({
    browser,
  }) => {
    const visitor = browser();
    const keys = ["constructor", "toString", "hasOwnProperty", "prototype", "length"];
    await visitor.visit((session) => {
      for (const key of keys) session.set(key, { key });
    });
    for (const key of keys) {
      assert.deepEqual(await visitor.look((session) => session.get(key)), { key });
    }
    assert.equal(await visitor.look((session) => session.get("valueOf")), undefined);
    assert.equal(({} as Record<string, unknown>)["key"], undefined);
  },

  "keeps what others set when one key changes, goes, or is counted": async ({ browser }) => {
    const visitor = browser();
    await visitor.visit((session) => session.update({ a: 1, b: [2], c: "3" }));
    await visitor.visit((session) => session.set("b", 20));
    await visitor.visit((session) => session.delete("a"));
    await visitor.visit((session) => session.increment("n", 5));
    assert.deepEqual(Object.fromEntries(await visitor.look((session) => [...session])), {
      b: 20,
      c: "3",
      n: 5,
    });
  },

  "shows another process at once what this one has saved": async ({ browser, otherBrowser }) => {
    const visitor = browser();
    await visitor.visit((session) => session.set("x", 1));
    const other = otherBrowser(visitor.token);
    assert.equal(await other.look((session) => session.get("x")), 1);
    await other.visit((session) => session.set("x", 2));
    if (visitor.token === other.token) {
      assert.equal(await visitor.look((session) => session.get("x")), 2);
    }
  },

  "keeps the id over requests, and has none before the first save (45, 46)": async ({
    browser,
  }) => {
    const visitor = browser();
    assert.equal(await visitor.look((session) => session.id), undefined);
    await visitor.visit((session) => session.set("x", 1));
    const id = await visitor.look((session) => session.id);
    assert.match(String(id), /^[\w-]{16,64}$/);
    await visitor.visit((session) => session.set("x", 2));
    assert.equal(await visitor.look((session) => session.id), id);
  },

  "gives every visitor an id and a token of their own (T003)": async ({ browser }) => {
    const tokens = new Set<string | undefined>();
    const ids = new Set<string | undefined>();
    for (let each = 0; each < 100; each += 1) {
      const visitor = browser();
      await visitor.visit((session) => session.set("x", each));
      tokens.add(visitor.token);
      ids.add(await visitor.look((session) => session.id));
      assert.equal(await visitor.look((session) => session.get("x")), each);
    }
    assert.deepEqual([tokens.size, ids.size], [100, 100]);
  },

  "keeps an empty session whose last key was deleted (43, 153, 154)": async ({ browser }) => {
    const visitor = browser();
    await visitor.visit((session) => session.set("x", 1));
    const id = await visitor.look((session) => session.id);
    await visitor.visit((session) => session.delete("x"));
    assert.notEqual(visitor.token, undefined);
    assert.deepEqual(await visitor.look((session) => [session.id, session.size]), [id, 0]);
  },

  "clear keeps the id and takes the data, for an anonymous visitor (162)": async ({ browser }) => {
    const visitor = browser();
    await visitor.visit((session) => session.update({ x: 1, y: 2 }));
    const id = await visitor.look((session) => session.id);
    await visitor.visit((session) => {
      session.clear();
      session.set("z", 3);
    });
    assert.deepEqual(await visitor.look((session) => [session.id, [...session]]), [id, [["z", 3]]]);
  },

  "saves nothing of an answer that failed, and everything of one that did not (143, 144)": async ({
    browser,
  }) => {
    const visitor = browser();
    await visitor.visit((session) => session.set("x", 1));
    for (const status of [500, 501, 502, 503, 599]) {
      await visitor.visit((session) => session.set("x", status), status);
      assert.equal(await visitor.look((session) => session.get("x")), 1, String(status));
    }
    for (const status of [200, 204, 303, 400, 404, 422]) {
      await visitor.visit((session) => session.set("x", status), status);
      assert.equal(await visitor.look((session) => session.get("x")), status, String(status));
    }
  },

  "keeps a login with its user, and hides our own keys": async ({ browser, logIn }) => {
    const visitor = browser();
    await visitor.visit((session) => session.set("cart", ["tea"]));
    await logIn(visitor, 7);
    assert.deepEqual(await visitor.look((session) => Object.fromEntries(session)), {
      cart: ["tea"],
      user_id: 7,
    });
    assert.equal(await visitor.look((session) => session.get<string>("_epoch")), undefined);
  },
};
