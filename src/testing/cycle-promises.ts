// Over 150 lines because it is one list: what an id's end takes along, and what it leaves.
import assert from "node:assert/strict";
import type { Promises } from "./contract.ts";
import type { EngineBench } from "./engine-bench.ts";

export const cyclePromises: Promises<EngineBench> = {
  "flush leaves an empty session without an id, written (90 to 93)": async ({ browser }) => {
    const visitor = browser();
    await visitor.visit((session) => session.set("x", 1));
    const { session, answer } = await visitor.begin();
    session.flush();
    assert.deepEqual([session.id, session.size, session.isEmpty], [undefined, 0, true]);
    assert.deepEqual([session.accessed, session.modified], [true, true]);
    await answer();
    assert.equal(visitor.token, undefined);
  },

  "nothing is left on the server of what was flushed (65, 89)": async (bench) => {
    const visitor = bench.browser();
    await visitor.visit((session) => session.set("x", 1));
    const { token } = visitor;
    await visitor.visit((session) => session.flush());
    // An anonymous cookie that carries its data has nothing anywhere that could be taken away.
    const expected = bench.isInCookie ? 1 : undefined;
    assert.equal(await bench.browser(token).look((session) => session.get("x")), expected);
  },

  "what is written after a flush is a new session (66, 90)": async ({ browser }) => {
    const visitor = browser();
    await visitor.visit((session) => session.set("x", 1));
    const id = await visitor.look((session) => session.id);
    await visitor.visit((session) => {
      session.flush();
      session.set("y", 2);
    });
    assert.deepEqual(await visitor.look((session) => [...session]), [["y", 2]]);
    assert.notEqual(await visitor.look((session) => session.id), id);
  },

  "cycle keeps the data under another id (94 to 97)": async ({ browser }) => {
    const visitor = browser();
    await visitor.visit((session) => session.update({ x: 1, y: [2] }));
    const { token } = visitor;
    const id = await visitor.look((session) => session.id);
    await visitor.visit((session) => session.cycle());
    assert.notEqual(visitor.token, token);
    assert.notEqual(await visitor.look((session) => session.id), id);
    assert.deepEqual(await visitor.look((session) => Object.fromEntries(session)), {
      x: 1,
      y: [2],
    });
  },

  "cycle takes along what is written in the same request": async ({ browser }) => {
    const visitor = browser();
    await visitor.visit((session) => session.update({ x: 1, gone: 1, n: 1 }));
    await visitor.visit((session) => {
      session.set("before", 1);
      session.cycle();
      session.set("after", 1);
      session.delete("gone");
      session.increment("n");
    });
    assert.deepEqual(await visitor.look((session) => Object.fromEntries(session)), {
      x: 1,
      n: 2,
      before: 1,
      after: 1,
    });
  },

  "the old token is dead once a session was cycled on the server (94)": async (bench) => {
    const visitor = bench.browser();
    await visitor.visit((session) => session.set("x", 1));
    const { token } = visitor;
    await visitor.visit((session) => session.cycle());
    const expected = bench.isInCookie ? 1 : undefined;
    assert.equal(await bench.browser(token).look((session) => session.get("x")), expected);
  },

  "the old token of a login is dead once it was cycled, on every engine (T037)": async ({
    browser,
    otherBrowser,
    logIn,
  }) => {
    const visitor = browser();
    await logIn(visitor);
    const { token } = visitor;
    await visitor.visit((session) => session.cycle());
    assert.equal(await visitor.look((session) => session.get("user_id")), 7);
    assert.equal(await browser(token).look((session) => session.get("user_id")), undefined);
    assert.equal(await otherBrowser(token).look((session) => session.get("user_id")), undefined);
  },

  "cycling a session that was never saved does nothing": async ({ browser }) => {
    const visitor = browser();
    await visitor.visit((session) => {
      session.cycle();
      session.set("x", 1);
    });
    assert.equal(await visitor.look((session) => session.get("x")), 1);
  },

  "logging in gives a new token, and the planted one stays nobody's (T034, T035)": async ({
    browser,
    logIn,
  }) => {
    const visitor = browser();
    await visitor.visit((session) => session.set("cart", ["tea"]));
    const planted = visitor.token;
    await logIn(visitor);
    assert.notEqual(visitor.token, planted);
    assert.deepEqual(
      await visitor.look((session) => [session.get("user_id"), session.get("cart")]),
      [7, ["tea"]],
    );
    assert.equal(await browser(planted).look((session) => session.get("user_id")), undefined);
  },

  "another user's session is flushed at a login (T039)": async ({ browser, logIn }) => {
    const visitor = browser();
    await logIn(visitor, 7);
    await visitor.visit((session) => session.set("cart", ["hers"]));
    const hers = visitor.token;
    await logIn(visitor, 8);
    assert.deepEqual(
      await visitor.look((session) => [session.get("user_id"), session.get("cart")]),
      [8, undefined],
    );
    assert.equal(await browser(hers).look((session) => session.get("user_id")), undefined);
  },

  "logging out ends every copy, here and in another process (T041, T042)": async ({
    browser,
    otherBrowser,
    logIn,
  }) => {
    const visitor = browser();
    await logIn(visitor);
    const { token } = visitor;
    await visitor.visit((session) => session.flush());
    assert.equal(visitor.token, undefined);
    for (const copy of [browser(token), otherBrowser(token)]) {
      assert.equal(await copy.look((session) => session.get("user_id")), undefined);
    }
  },

  "clear on a login is a logout": async ({ browser, logIn }) => {
    const visitor = browser();
    await logIn(visitor);
    const { token } = visitor;
    await visitor.visit((session) => session.clear());
    assert.equal(visitor.token, undefined);
    assert.equal(await browser(token).look((session) => session.get("user_id")), undefined);
  },
};
