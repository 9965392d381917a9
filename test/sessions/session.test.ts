import assert from "node:assert/strict";
import { test } from "node:test";
import { logInAs } from "../../src/sessions/log-in-as.ts";
import { Session } from "../../src/sessions/session.ts";
import { newState } from "../../src/sessions/session-state.ts";
import { openBrowser } from "../../src/testing/test-browser.ts";
import { doorAtHand, wholeFile } from "./door.ts";

// The numbers are those of the behaviours that Django's own session tests check.

const door = await doorAtHand(wholeFile);

const newSession = (): Session =>
  new Session(
    newState(
      door,
      () => ({ userAgent: undefined, address: undefined }),
      () => {},
      undefined,
      false,
    ),
  );

/** A session that came with a cookie and was not touched yet. */
const savedSession = async (data: Readonly<Record<string, string | number>> = { x: 1 }) => {
  const browser = openBrowser(door);
  await browser.visit((session) => session.update(data));
  return (await browser.begin()).session;
};

const flags = (session: Session): readonly boolean[] => [session.accessed, session.modified];
const READ = [true, false];
const WRITTEN = [true, true];

test("is untouched when it is new (1, 2, 41, 45)", () => {
  const session = newSession();
  assert.deepEqual(flags(session), [false, false]);
  assert.equal(session.isEmpty, true);
  assert.equal(session.id, undefined);
  assert.deepEqual(flags(session), [false, false], "asking so far is no touch");
});

test("reads without a change (3, 4)", () => {
  const session = newSession();
  assert.equal(session.get("x"), undefined);
  assert.equal(session.get("x", "fallback"), "fallback");
  assert.deepEqual(flags(session), READ);
});

test("writes and reads back (5, 42)", () => {
  const session = newSession();
  session.set("x", 1);
  assert.equal(session.get("x"), 1);
  assert.equal(session.get("x", 2), 1);
  assert.equal(session.isEmpty, false);
  assert.deepEqual(flags(session), WRITTEN);
});

test("tells a stored null from what is missing (14)", () => {
  const session = newSession();
  session.set("x", null);
  assert.equal(session.get("x", "fallback"), null);
  assert.equal(session.has("x"), true);
  assert.equal(session.pop("x", "fallback"), null);
  assert.equal(session.pop("x", null), null);
});

test("pops what is there, once (6 to 9)", async () => {
  const session = await savedSession();
  assert.equal(session.pop("x"), 1);
  assert.equal(session.get("x"), undefined);
  assert.deepEqual(flags(session), WRITTEN);
});

test("pops a missing key without a change (10 to 13)", () => {
  const session = newSession();
  assert.equal(session.pop("x", "fallback"), "fallback");
  // Django raises a KeyError; a missing key is no exception here.
  assert.equal(session.pop("x"), undefined);
  assert.deepEqual(flags(session), READ);
});

test("sets a default only where nothing is (15 to 18)", async () => {
  const session = newSession();
  assert.equal(session.setDefault("x", 1), 1);
  assert.equal(session.setDefault("x", 2), 1);
  assert.deepEqual(flags(session), WRITTEN);
  const saved = await savedSession();
  assert.equal(saved.setDefault("x", 2), 1);
  assert.deepEqual(flags(saved), READ);
});

test("merges a record, and counts as written even by an empty one (19 to 22)", async () => {
  const session = await savedSession();
  session.update({ y: 2, x: 3 });
  assert.deepEqual(
    [...session],
    [
      ["x", 3],
      ["y", 2],
    ],
  );
  assert.deepEqual(flags(session), WRITTEN);
  const other = await savedSession();
  other.update({});
  assert.deepEqual(flags(other), WRITTEN);
});

test("knows which keys it has, without a change (23 to 25)", async () => {
  const session = await savedSession();
  assert.equal(session.has("x"), true);
  assert.equal(session.has("y"), false);
  assert.deepEqual(flags(session), READ);
});

test("gives keys, values, entries and size, in order, without a change (26 to 32)", async () => {
  const session = await savedSession({ b: 1, a: 2 });
  assert.deepEqual([...session.keys()], ["b", "a"]);
  assert.deepEqual([...session.values()], [1, 2]);
  assert.deepEqual(
    [...session.entries()],
    [
      ["b", 1],
      ["a", 2],
    ],
  );
  assert.deepEqual(
    [...session],
    [
      ["b", 1],
      ["a", 2],
    ],
  );
  assert.equal(session.size, 2);
  assert.deepEqual(flags(session), READ);

  const empty = newSession();
  assert.deepEqual([...empty.values()], []);
  assert.deepEqual(flags(empty), READ);
});

test("clears what it holds and keeps its id (33, 34, 43, 162)", async () => {
  const session = await savedSession();
  const { id } = session;
  session.clear();
  assert.deepEqual([...session], []);
  assert.equal(session.id, id);
  assert.equal(session.isEmpty, false);
  assert.deepEqual(flags(session), WRITTEN);
});

test("deletes what is there, and says whether it was (35, 36)", async () => {
  const session = await savedSession();
  assert.equal(session.delete("y"), false);
  assert.deepEqual(flags(session), READ);
  assert.equal(session.delete("x"), true);
  assert.equal(session.has("x"), false);
  assert.deepEqual(flags(session), WRITTEN);
  assert.equal(session.isEmpty, false, "it still has its id (43)");
});

test("counts as written by the value that was there already (37)", async () => {
  const session = await savedSession();
  session.set("x", 1);
  assert.deepEqual(flags(session), WRITTEN);
});

test("gives frozen values, so that no change inside of one is lost in silence (38)", async () => {
  const session = newSession();
  const cart = ["tea"];
  session.set("cart", cart);
  cart.push("milk");
  assert.deepEqual(session.get("cart"), ["tea"]);
  assert.throws(() => (session.get("cart") as unknown as string[]).push("milk"), TypeError);

  const browser = openBrowser(door);
  await browser.visit((one) => one.set("carts", { mine: [["tea"]] }));
  const { session: later } = await browser.begin();
  const mine = (later.get("carts") as unknown as { mine: string[][] }).mine;
  assert.throws(() => mine[0]?.push("milk"), TypeError);
  assert.throws(() => (([...later.values()][0] as unknown as { x: 1 }).x = 1), TypeError);
});

test("finds out whether the browser keeps cookies (39, 40)", async () => {
  const browser = openBrowser(door);
  await browser.visit((session) => session.setTestCookie());
  assert.equal(await browser.look((session) => session.testCookieWorked()), true);
  await browser.visit((session) => session.deleteTestCookie());
  assert.equal(await browser.look((session) => session.testCookieWorked()), false);
  assert.equal(newSession().testCookieWorked(), false);
});

test("is empty after setting and popping where there is no id (44)", () => {
  const session = newSession();
  session.set("x", 1);
  session.pop("x");
  assert.equal(session.isEmpty, true);
});

test("has an id only after it was saved, which nobody can assign (46, 47)", async () => {
  const session = await savedSession();
  assert.match(session.id ?? "", /^[\w-]{22}$/);
  assert.throws(() => Object.assign(session, { id: "mine" }), TypeError);
});

test("adds to a number, which is 0 if it is missing", () => {
  const session = newSession();
  assert.equal(session.increment("visits"), 1);
  assert.equal(session.increment("visits", 5), 6);
  assert.equal(session.increment("visits", -7), -1);
  session.set("text", "many");
  assert.throws(() => session.increment("text"), {
    name: "TypeError",
    message: /"text" holds no number/,
  });
  assert.equal(session.get("text"), "many");
});

test("refuses what is no JSON, names the key, and keeps what was there", () => {
  const session = newSession();
  session.set("cart", ["tea"]);
  for (const value of [undefined, () => {}, Number.NaN, new Date(0), { a: [undefined] }]) {
    assert.throws(() => session.set("cart", value as never), {
      name: "TypeError",
      message: /cart/,
    });
    assert.throws(() => session.setDefault("other", value as never), { message: /other/ });
  }
  assert.deepEqual([...session], [["cart", ["tea"]]]);
});

test("refuses to write or delete the keys that are ours, by every way", () => {
  const session = newSession();
  for (const key of [
    "user_id",
    "_sid",
    "_epoch",
    "_login",
    "_used",
    "_session_expiry",
    "_",
    "__proto__",
  ]) {
    const ways = [
      () => session.set(key as string, 1),
      () => session.delete(key),
      () => session.pop(key),
      () => session.update({ [key]: 1 }),
      () => session.setDefault(key, 1),
      () => session.increment(key),
    ];
    for (const way of ways) {
      assert.throws(way, { name: "TypeError", message: new RegExp(key) }, `${key} ${way}`);
    }
  }
  session.set("userid", 1);
  session.set("a_sid", 1);
  assert.equal(session.size, 2);
});

test("shows user_id like any key and hides those that begin with an underscore", async (t) => {
  const own = await doorAtHand(t);
  const browser = openBrowser(own);
  await browser.visit((session) => logInAs(session, 7));
  await browser.visit((session) => {
    assert.equal(session.get("user_id"), 7);
    assert.equal(session.has("user_id"), true);
    assert.deepEqual([...session], [["user_id", 7]]);
    for (const key of ["_sid", "_epoch", "_login"]) {
      assert.equal(session.get(key), undefined);
      assert.equal(session.get(key, "fallback"), "fallback");
      assert.equal(session.has(key), false);
    }
  });
});

test("takes constructor, toString and the like for keys like any others (T020)", () => {
  const session = newSession();
  for (const key of ["constructor", "toString", "hasOwnProperty", ""]) {
    assert.equal(session.get(key), undefined);
    session.set(key, 1);
    assert.equal(session.get(key), 1);
  }
});

test("refuses every write once the head of the answer has gone, and reads on", async () => {
  const browser = openBrowser(door);
  const { session, answer } = await browser.begin();
  session.set("x", 1);
  await answer();
  const writes = [
    () => session.set("y", 1),
    () => session.delete("x"),
    () => session.pop("x"),
    () => session.setDefault("y", 1),
    () => session.update({ y: 1 }),
    () => session.increment("y"),
    () => session.clear(),
    () => session.cycle(),
    () => session.flush(),
    () => session.setExpiry(5),
    () => session.setTestCookie(),
  ];
  for (const write of writes) assert.throws(write, { code: "session.too-late" }, `${write}`);
  assert.equal(session.get("x"), 1);
  assert.deepEqual([...session], [["x", 1]]);
});

test("refuses a write although the session was never touched before", async () => {
  const { session, answer } = await openBrowser(door).begin();
  await answer();
  assert.throws(() => session.set("x", 1), { code: "session.too-late" });
});

test("flushes: empty, without an id, the old one gone (90 to 93)", async () => {
  const session = await savedSession();
  session.flush();
  assert.deepEqual([...session], []);
  assert.equal(session.id, undefined);
  assert.equal(session.isEmpty, true);
  assert.deepEqual(flags(session), WRITTEN);
});

test("cycles: the same entries in the same order under another id (95 to 97)", async () => {
  const session = await savedSession({ b: 1, a: 2 });
  session.cycle();
  const { session: other } = await openBrowser(door).begin();
  other.cycle();
  assert.equal(other.id, undefined, "there was none");
  assert.deepEqual(
    [...session],
    [
      ["b", 1],
      ["a", 2],
    ],
  );

  const browser = openBrowser(door);
  await browser.visit((one) => one.set("x", 1));
  const before = await browser.look((one) => one.id);
  await browser.visit((one) => one.cycle());
  const after = await browser.look((one) => one.id);
  assert.notEqual(after, before);
  assert.equal(await browser.look((one) => one.get("x")), 1);
});

test("lives as long as the setting says if nothing else is said (99, 107, 110)", () => {
  const session = newSession();
  assert.equal(session.expiryAge(), 1_209_600);
  assert.equal(session.expiresAtBrowserClose, false);
  session.setExpiry(10);
  session.setExpiry(undefined);
  assert.equal(session.expiryAge(), 1_209_600);
});

test("lives for a span from the last save (101, 102, 108)", () => {
  const session = newSession();
  session.setExpiry(10);
  assert.equal(session.expiryAge(), 10);
  assert.equal(session.expiryDate().getTime(), door.clock() + 10_000);
  assert.equal(session.expiresAtBrowserClose, false);
});

test("lives until a moment (105, 106)", () => {
  const session = newSession();
  session.setExpiry(new Date(door.clock() + 10_000));
  assert.equal(session.expiryAge(), 10);
  assert.equal(session.expiryDate().getTime(), door.clock() + 10_000);
  session.setExpiry(new Date(door.clock() + 10_900));
  assert.equal(session.expiryAge(), 10, "rounded down (118)");
  session.setExpiry(new Date(door.clock() - 1));
  assert.equal(session.expiryAge(), -1, "overdue (118)");
});

test("lives until the browser closes, and on the server as long as the setting says (100, 109)", () => {
  const session = newSession();
  session.setExpiry("browser");
  assert.equal(session.expiresAtBrowserClose, true);
  assert.equal(session.expiryAge(), 1_209_600);
});

test("takes only whole seconds above 0, moments, words and nothing", () => {
  const session = newSession();
  session.setExpiry(1);
  const wrong = [
    0,
    -1,
    1.5,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    1e300,
    "14d",
    "",
    null,
    true,
    {},
  ];
  for (const expiry of [...wrong, new Date(Number.NaN)]) {
    assert.throws(() => session.setExpiry(expiry as never), RangeError, String(expiry));
  }
  assert.equal(session.expiryAge(), 1, "nothing was changed");
});

test("counts what is left of a saved session from its save", async (t) => {
  const own = await doorAtHand(t);
  const browser = openBrowser(own);
  await browser.visit((session) => {
    session.set("x", 1);
    session.setExpiry(100);
  });
  own.hand.advance(30);
  assert.equal(await browser.look((session) => session.expiryAge()), 70);
  assert.equal(
    await browser.look((session) => session.expiryDate().getTime() - own.clock()),
    70_000,
  );
});

test("lets no expiry reach past the absolute limit", async (t) => {
  const own = await doorAtHand(t, { lifeTime: { absolute: 1_000 } });
  const browser = openBrowser(own);
  await browser.visit(async (session) => {
    await logInAs(session, 1);
    session.setExpiry(5_000);
    assert.equal(session.expiryAge(), 1_000);
  });
  own.hand.advance(400);
  assert.equal(await browser.look((session) => session.expiryAge()), 600);
});
