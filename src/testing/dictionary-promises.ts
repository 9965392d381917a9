// Over 150 lines because it is one list: a promise or two for each member of the dictionary.
import assert from "node:assert/strict";
import type { Session } from "../sessions/session.ts";
import type { Promises } from "./contract.ts";
import type { EngineBench } from "./engine-bench.ts";

type Flags = readonly [accessed: boolean, modified: boolean];

const flagsOf = ({ accessed, modified }: Session): Flags => [accessed, modified];
const READ: Flags = [true, false];
const WRITTEN: Flags = [true, true];

/** What an act gives on a session that holds `x: 1`, loaded anew, and the flags afterwards. */
const onStored = async <Seen>(
  { browser }: EngineBench,
  act: (session: Session) => Seen,
): Promise<readonly [Seen, Flags]> => {
  const visitor = browser();
  await visitor.visit((session) => session.set("x", 1));
  const { session } = await visitor.begin();
  return [act(session), flagsOf(session)];
};

const onNew = async <Seen>(
  { browser }: EngineBench,
  act: (session: Session) => Seen,
): Promise<readonly [Seen, Flags]> => {
  const { session } = await browser().begin();
  return [act(session), flagsOf(session)];
};

export const dictionaryPromises: Promises<EngineBench> = {
  "a new session is neither read nor written (1, 2)": async (bench) => {
    assert.deepEqual(await onNew(bench, () => 0), [0, [false, false]]);
  },

  "reading never counts as writing, found or not (3, 4)": async (bench) => {
    assert.deepEqual(await onNew(bench, (one) => one.get("x")), [undefined, READ]);
    assert.deepEqual(await onStored(bench, (one) => one.get("x")), [1, READ]);
    assert.deepEqual(await onStored(bench, (one) => one.get("y", "none")), ["none", READ]);
  },

  "setting counts as writing, also to the same value (5, 37)": async (bench) => {
    assert.deepEqual(await onNew(bench, (one) => one.set("x", 1)), [undefined, WRITTEN]);
    assert.deepEqual(await onStored(bench, (one) => one.set("x", 1)), [undefined, WRITTEN]);
  },

  "pop reads once and deletes, and is no write where nothing was (6 to 14)": async (bench) => {
    assert.deepEqual(await onStored(bench, (one) => [one.pop("x"), one.get("x")]), [
      [1, undefined],
      WRITTEN,
    ]);
    assert.deepEqual(await onStored(bench, (one) => one.pop("y", "none")), ["none", READ]);
    assert.deepEqual(await onStored(bench, (one) => one.pop("y", null)), [null, READ]);
    assert.deepEqual(await onStored(bench, (one) => one.pop("y")), [undefined, READ]);
  },

  "setDefault writes only what is missing (15 to 18)": async (bench) => {
    assert.deepEqual(await onNew(bench, (one) => one.setDefault("y", 2)), [2, WRITTEN]);
    assert.deepEqual(await onStored(bench, (one) => one.setDefault("x", 2)), [1, READ]);
    assert.deepEqual(
      (await onNew(bench, (one) => [one.setDefault("y", 1), one.setDefault("y", 2)]))[0],
      [1, 1],
    );
  },

  "update merges, and counts as writing even when it is empty (19 to 22)": async (bench) => {
    assert.deepEqual(
      await onStored(bench, (one) => [one.update({ y: 2 }), one.get("x"), one.get("y")]),
      [[undefined, 1, 2], WRITTEN],
    );
    assert.deepEqual((await onNew(bench, (one) => one.update({})))[1], WRITTEN);
  },

  "has is a read (23 to 25)": async (bench) => {
    assert.deepEqual(await onStored(bench, (one) => [one.has("x"), one.has("y")]), [
      [true, false],
      READ,
    ]);
  },

  "keys, values and entries are reads, of an empty session too (26 to 32)": async (bench) => {
    assert.deepEqual(await onNew(bench, (one) => [...one.values()]), [[], READ]);
    assert.deepEqual(await onStored(bench, (one) => [...one.values()]), [[1], READ]);
    assert.deepEqual(await onStored(bench, (one) => [...one.keys()]), [["x"], READ]);
    assert.deepEqual(await onStored(bench, (one) => [...one.entries()]), [[["x", 1]], READ]);
    assert.deepEqual(await onStored(bench, (one) => [...one]), [[["x", 1]], READ]);
    assert.deepEqual(await onStored(bench, (one) => one.size), [1, READ]);
    for (const act of ["keys", "values", "entries"] as const) {
      assert.deepEqual((await onStored(bench, (one) => one[act]() && 0))[1], READ, act);
    }
  },

  "views are live: they show what was written after they were asked for": async (bench) => {
    const [seen] = await onStored(bench, (one) => {
      const [keys, values] = [one.keys(), one.values()];
      one.set("y", 2);
      return [[...keys], [...values]];
    });
    assert.deepEqual(seen, [
      ["x", "y"],
      [1, 2],
    ]);
  },

  "views are live on a stored session too, while they are walked through": async (bench) => {
    const visitor = bench.browser();
    await visitor.visit((session) => session.update({ a: 1, b: 2, c: 3 }));
    const { session } = await visitor.begin();
    const seen: string[] = [];
    for (const [key, value] of session) {
      seen.push(`${key}=${value}`);
      if (key !== "a") continue;
      session.delete("b");
      session.set("c", 9);
      session.set("d", 4);
    }
    assert.deepEqual(seen, ["a=1", "c=9", "d=4"]);
    for (const key of session.keys()) {
      assert.equal(key, "a");
      session.flush();
    }
  },

  "keys stay in the order in which they came": async ({ browser }) => {
    const visitor = browser();
    const keys = ["zeta", "alpha", "m", "omega"];
    await visitor.visit((session) => {
      for (const key of keys) session.set(key, key.length);
    });
    await visitor.visit((session) => session.set("alpha", 0));
    const found = await visitor.look((session) => [...session.keys()]);
    assert.deepEqual(new Set(found), new Set(keys));
  },

  "clear empties and counts as writing (33, 34)": async (bench) => {
    assert.deepEqual(await onStored(bench, (one) => [one.clear(), [...one.entries()]]), [
      [undefined, []],
      WRITTEN,
    ]);
  },

  "delete says whether it was there, and only then writes (35, 36)": async (bench) => {
    assert.deepEqual(await onStored(bench, (one) => [one.delete("x"), one.has("x")]), [
      [true, false],
      WRITTEN,
    ]);
    assert.deepEqual(await onStored(bench, (one) => one.delete("y")), [false, READ]);
  },

  "what comes out is frozen, so that no change is lost in silence (38)": async (bench) => {
    const visitor = bench.browser();
    await visitor.visit((session) => session.set("list", [{ a: [1] }]));
    const list = (await visitor.look((session) => session.get("list"))) as [{ a: number[] }];
    assert.throws(() => list.push({ a: [] }), TypeError);
    assert.throws(() => list[0].a.push(2), TypeError);
  },

  "the test cookie works once it came back, until it is deleted (39, 40)": async ({ browser }) => {
    const visitor = browser();
    assert.equal(await visitor.look((session) => session.testCookieWorked()), false);
    await visitor.visit((session) => session.setTestCookie());
    assert.equal(await visitor.look((session) => session.testCookieWorked()), true);
    await visitor.visit((session) => session.deleteTestCookie());
    assert.equal(await visitor.look((session) => session.testCookieWorked()), false);
  },

  "is empty without id and data, and asking is no touch (41 to 44)": async (bench) => {
    assert.deepEqual(await onNew(bench, (one) => one.isEmpty), [true, [false, false]]);
    assert.deepEqual((await onNew(bench, (one) => [one.set("x", 1), one.isEmpty]))[0], [
      undefined,
      false,
    ]);
    assert.equal((await onStored(bench, (one) => one.delete("x") && one.isEmpty))[0], false);
    assert.equal(
      (await onNew(bench, (one) => [one.set("x", 1), one.pop("x"), one.isEmpty]))[0][2],
      true,
    );
  },

  "increment counts from 0, keeps fractions, and adds up in one request": async ({ browser }) => {
    const visitor = browser();
    await visitor.visit((session) => {
      assert.deepEqual([session.increment("n"), session.increment("n", 2)], [1, 3]);
      session.set("m", 10);
      assert.equal(session.increment("m", -4), 6);
      assert.equal(session.increment("f", 0.5), 0.5);
    });
    await visitor.visit((session) => {
      assert.equal(session.increment("n", 4), 7);
      assert.equal(session.increment("f", 0.25), 0.75);
      session.delete("m");
      assert.equal(session.increment("m"), 1);
    });
    assert.deepEqual(Object.fromEntries(await visitor.look((session) => [...session])), {
      n: 7,
      m: 1,
      f: 0.75,
    });
  },
};
