import assert from "node:assert/strict";
import { test } from "node:test";
import { memory } from "../../src/engines/memory.ts";
import { CountersignError } from "../../src/errors/countersign-error.ts";
import { closeSession } from "../../src/sessions/close-session.ts";
import { flushEnded } from "../../src/sessions/flush-ended.ts";
import { logInAs } from "../../src/sessions/log-in-as.ts";
import { openBrowser, tokenOf } from "../../src/testing/test-browser.ts";
import { doorAtHand } from "./door.ts";

// The numbers are those of the behaviours that Django's own middleware tests check.

const UNTOUCHED = { setCookie: undefined, varies: false };
const ONLY_READ = { setCookie: undefined, varies: true };

test("adds nothing to an answer whose session was not touched (155)", async (t) => {
  const door = await doorAtHand(t);
  const browser = openBrowser(door);
  assert.deepEqual(await browser.visit(), UNTOUCHED);
  await browser.visit((session) => session.set("x", 1));
  assert.deepEqual(await browser.visit(), UNTOUCHED);
  assert.deepEqual(await browser.visit((session) => session.isEmpty), UNTOUCHED);
});

test("says that an answer varies by cookie where the session was only read (156)", async (t) => {
  const browser = openBrowser(await doorAtHand(t));
  assert.deepEqual(await browser.visit((session) => session.get("x")), ONLY_READ);
  await browser.visit((session) => session.set("x", 1));
  assert.deepEqual(await browser.visit((session) => [...session.keys()]), ONLY_READ);
});

test("answers at once where there is nothing to write", async (t) => {
  const { session } = await openBrowser(await doorAtHand(t)).begin();
  assert.equal(closeSession(session, 200) instanceof Promise, false);
});

test("saves what was written, in a cookie that lives as long as the server keeps it (151, 152, 157)", async (t) => {
  const door = await doorAtHand(t);
  const browser = openBrowser(door);
  const { setCookie, varies } = await browser.visit((session) => session.set("x", 1));
  assert.equal(varies, true);
  assert.match(
    setCookie ?? "",
    /^session=[\w.-]+:\w+:[\w-]{43}; Max-Age=1209600; Path=\/; HttpOnly; SameSite=Lax$/,
  );
  assert.equal(await browser.look((session) => session.get("x")), 1);
});

test("tells the browser of an expiry of its own, and of none until it closes (157, 158)", async (t) => {
  const browser = openBrowser(await doorAtHand(t));
  const ages = [];
  for (const expiry of [
    60,
    new Date(Date.parse("2026-03-01T12:00:05.500Z")),
    "browser",
    undefined,
  ] as const) {
    const { setCookie } = await browser.visit((session) => {
      session.set("x", 1);
      session.setExpiry(expiry);
    });
    ages.push(/Max-Age=(\d+)/.exec(setCookie ?? "")?.[1]);
  }
  assert.deepEqual(ages, ["60", "6", undefined, "1209600"]);
});

test("saves on an answer of any status but 5xx (143, 144, T065)", async (t) => {
  const door = await doorAtHand(t);
  for (const status of [200, 201, 204, 302, 303, 400, 401, 404, 422, 499]) {
    const browser = openBrowser(door);
    await browser.visit((session) => session.set("x", 1), status);
    assert.equal(await browser.look((session) => session.get("x")), 1, `${status}`);
  }
  for (const status of [500, 501, 502, 503, 599]) {
    const browser = openBrowser(door);
    assert.deepEqual(await browser.visit((session) => session.set("x", 1), status), ONLY_READ);
    assert.equal(browser.token, undefined, `${status}`);
  }
});

test("keeps a session that was flushed by an answer that failed: nothing of it is done (164)", async (t) => {
  // Django deletes the cookie all the same, which says "logged out" though nothing was.
  const door = await doorAtHand(t);
  const browser = openBrowser(door);
  await browser.visit((session) => logInAs(session, 7));
  assert.deepEqual(await browser.visit((session) => session.flush(), 500), ONLY_READ);
  assert.equal(await browser.look((session) => session.get("user_id")), 7);
});

test("deletes the cookie of a session that was flushed (146, 147)", async (t) => {
  const browser = openBrowser(await doorAtHand(t));
  await browser.visit((session) => session.set("x", 1));
  assert.deepEqual(await browser.visit((session) => session.flush()), {
    setCookie:
      "session=; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Path=/; HttpOnly; SameSite=Lax",
    varies: true,
  });
});

test("sets nothing where a session without a cookie was flushed or emptied (149, 150)", async (t) => {
  const browser = openBrowser(await doorAtHand(t));
  assert.deepEqual(await browser.visit((session) => session.flush()), ONLY_READ);
  const closing = await browser.visit((session) => {
    session.set("x", 1);
    session.delete("x");
  });
  assert.deepEqual(closing, ONLY_READ);
});

test("keeps the cookie of a session whose last key was deleted, as a session without data (153, 154, 162)", async (t) => {
  const browser = openBrowser(await doorAtHand(t));
  await browser.visit((session) => session.set("x", 1));
  const id = await browser.look((session) => session.id);
  await browser.visit((session) => session.delete("x"));
  assert.deepEqual(await browser.look((session) => [session.id, session.size]), [id, 0]);
});

test("gives a session that was flushed and written again a new id (90, 151)", async (t) => {
  const browser = openBrowser(await doorAtHand(t));
  await browser.visit((session) => session.set("x", 1));
  const before = await browser.look((session) => session.id);
  await browser.visit((session) => {
    session.flush();
    session.set("y", 2);
  });
  const after = await browser.look((session) => ({ id: session.id, entries: [...session] }));
  assert.notEqual(after.id, before);
  assert.deepEqual(after.entries, [["y", 2]]);
});

test("takes a cookie that was refused out of the browser, once somebody asks for it (160, 161, 163)", async (t) => {
  const door = await doorAtHand(t);
  for (const token of ["forged", "", "a:b:c"]) {
    assert.deepEqual(await openBrowser(door, token).visit(), UNTOUCHED, token);
    const { setCookie } = await openBrowser(door, token).visit((session) => session.get("x"));
    assert.match(setCookie ?? "", /^session=; Max-Age=0;/, token);
  }
});

test("never takes over the id of a cookie that was refused (T036)", async (t) => {
  const door = await doorAtHand(t, { lifeTime: { age: 10 } });
  const browser = openBrowser(door);
  await browser.visit((session) => session.set("x", 1));
  const id = await browser.look((session) => session.id);
  door.hand.advance(11);
  await browser.visit((session) => session.set("y", 1));
  assert.notEqual(await browser.look((session) => session.id), id);
  assert.deepEqual(await browser.look((session) => [...session]), [["y", 1]]);
});

test("saves on each answer if told to, but no empty session and none of a failed answer (159)", async (t) => {
  const door = await doorAtHand(t, { saveEveryRequest: true, lifeTime: { age: 100 } });
  const browser = openBrowser(door);
  assert.deepEqual(await browser.visit(), UNTOUCHED);
  await browser.visit((session) => session.set("x", 1));
  door.hand.advance(60);
  const { setCookie, varies } = await browser.visit();
  assert.match(setCookie ?? "", /Max-Age=100/);
  assert.equal(varies, true);
  door.hand.advance(60);
  assert.equal(
    await browser.look((session) => session.get("x")),
    1,
    "its age counts from each save",
  );
  assert.deepEqual(await browser.visit(() => {}, 500), UNTOUCHED);
});

test("counts age from the last change alone: reading does not lengthen a life", async (t) => {
  const door = await doorAtHand(t, { lifeTime: { age: 100 } });
  const browser = openBrowser(door);
  await browser.visit((session) => session.set("x", 1));
  door.hand.advance(60);
  assert.equal(await browser.look((session) => session.get("x")), 1);
  door.hand.advance(41);
  assert.equal(await browser.look((session) => session.get("x")), undefined);

  await browser.visit((session) => session.set("x", 1));
  door.hand.advance(60);
  await browser.visit((session) => session.set("x", 1));
  door.hand.advance(60);
  assert.equal(await browser.look((session) => session.get("x")), 1, "a change does");
});

test("ends a session that is not used, and writes a use only now and then (T046)", async (t) => {
  const door = await doorAtHand(t, { lifeTime: { idle: 100 } });
  const browser = openBrowser(door);
  await browser.visit((session) => session.set("x", 1));
  const look = () => browser.visit((session) => session.get("x"));

  door.hand.advance(10);
  assert.deepEqual(await look(), ONLY_READ, "a tenth of the limit has not passed");
  door.hand.advance(1);
  const { setCookie } = await look();
  assert.match(setCookie ?? "", /Max-Age=100;/);
  assert.deepEqual(await look(), ONLY_READ, "it was just written");

  door.hand.advance(99);
  assert.equal(await browser.look((session) => session.get("x")), 1);
  door.hand.advance(101);
  assert.equal(await browser.look((session) => session.get("x")), undefined);
});

test("writes a use at most each minute, however long the idle limit is", async (t) => {
  const door = await doorAtHand(t, { lifeTime: { idle: 86_400 } });
  const browser = openBrowser(door);
  await browser.visit((session) => session.set("x", 1));
  door.hand.advance(60);
  assert.deepEqual(await browser.visit((session) => session.get("x")), ONLY_READ);
  door.hand.advance(1);
  assert.ok((await browser.visit((session) => session.get("x"))).setCookie);
});

test("does not lengthen the age by writing a use down", async (t) => {
  const door = await doorAtHand(t, { lifeTime: { idle: 50, age: 100 } });
  const browser = openBrowser(door);
  await browser.visit((session) => session.set("x", 1));
  for (let use = 0; use < 4; use += 1) {
    door.hand.advance(25);
    assert.equal(await browser.look((session) => session.get("x")), 1);
  }
  door.hand.advance(1);
  assert.equal(await browser.look((session) => session.get("x")), undefined);
});

test("ends a session at the absolute limit although it is used and changed (T047)", async (t) => {
  const door = await doorAtHand(t, { lifeTime: { age: 100, absolute: 300 } });
  const browser = openBrowser(door);
  await browser.visit((session) => logInAs(session, 7));
  for (let minute = 0; minute < 4; minute += 1) {
    door.hand.advance(60);
    await browser.visit((session) => session.set("minute", minute));
  }
  door.hand.advance(60);
  assert.equal(await browser.look((session) => session.get("user_id")), 7);
  door.hand.advance(1);
  assert.equal(await browser.look((session) => session.get("user_id")), undefined);
});

test("signs anew what an older secret signed, and keeps its deadline (T013)", async (t) => {
  const old = await doorAtHand(t, { secrets: ["old"], lifeTime: { age: 100 } });
  const { hand } = old;
  const both = await doorAtHand(t, { secrets: ["new", "old"], lifeTime: { age: 100 }, hand });
  const only = await doorAtHand(t, { secrets: ["new"], lifeTime: { age: 100 }, hand });
  const first = openBrowser(old);
  await first.visit((session) => session.set("x", 1));

  hand.advance(60);
  const second = openBrowser(both, first.token);
  assert.deepEqual(await second.visit(), UNTOUCHED, "nobody asked for it");
  const { setCookie } = await second.visit((session) => session.get("x"));
  assert.match(setCookie ?? "", /Max-Age=40;/);
  assert.deepEqual(await second.visit((session) => session.get("x")), ONLY_READ, "once is enough");

  const third = openBrowser(only, second.token);
  assert.equal(await third.look((session) => session.get("x")), 1);
  assert.equal(await openBrowser(only, first.token).look((session) => session.get("x")), undefined);
  hand.advance(41);
  assert.equal(await third.look((session) => session.get("x")), undefined);
});

test("ends in the register what was flushed: a copy of the cookie is dead (89, T041)", async (t) => {
  const door = await doorAtHand(t);
  const browser = openBrowser(door);
  await browser.visit((session) => logInAs(session, 7));
  const copy = openBrowser(door, browser.token);
  assert.equal(await copy.look((session) => session.get("user_id")), 7);
  await browser.visit((session) => session.flush());
  assert.equal(
    await openBrowser(door, copy.token).look((session) => session.get("user_id")),
    undefined,
  );
  assert.deepEqual(await door.register.list(7, door.clock()), []);
});

test("ends a logged-in session that is cleared, since clear() is then flush()", async (t) => {
  const door = await doorAtHand(t);
  const browser = openBrowser(door);
  await browser.visit((session) => logInAs(session, 7));
  const copy = browser.token;
  assert.match((await browser.visit((session) => session.clear())).setCookie ?? "", /Max-Age=0/);
  assert.equal(await openBrowser(door, copy).look((session) => session.get("user_id")), undefined);
});

test("ends the old id of a logged-in session that is cycled, and enters the new one (94, 95, T037)", async (t) => {
  const door = await doorAtHand(t);
  const browser = openBrowser(door);
  await browser.visit((session) => logInAs(session, 7));
  const copy = browser.token;
  const [before] = await door.register.list(7, door.clock());
  door.hand.advance(5);
  await browser.visit((session) => {
    session.set("x", 1);
    session.cycle();
    session.cycle();
  });
  assert.deepEqual(await browser.look((session) => [...session]), [
    ["user_id", 7],
    ["x", 1],
  ]);
  assert.equal(await openBrowser(door, copy).look((session) => session.get("user_id")), undefined);

  const entries = await door.register.list(7, door.clock());
  assert.equal(entries.length, 1);
  assert.notEqual(entries[0]?.sid, before?.sid);
  assert.equal(entries[0]?.enteredAt, before?.enteredAt, "it is still the same login");
  assert.equal(entries[0]?.expiresAt, before?.expiresAt);
});

test("keeps a session that was cycled in the answer that logged it in", async (t) => {
  const door = await doorAtHand(t);
  const browser = openBrowser(door);
  await browser.visit(async (session) => {
    await logInAs(session, 7);
    session.cycle();
  });
  assert.equal(await browser.look((session) => session.get("user_id")), 7);
  assert.equal((await door.register.list(7, door.clock())).length, 1);
});

test("ends a session that was flushed in the answer that logged it in", async (t) => {
  const door = await doorAtHand(t);
  const browser = openBrowser(door);
  const closing = await browser.visit(async (session) => {
    await logInAs(session, 7);
    session.flush();
  });
  assert.deepEqual(closing, ONLY_READ);
  assert.deepEqual(await door.register.list(7, door.clock()), []);
});

test("ends a session that was cycled and then flushed in one answer", async (t) => {
  const door = await doorAtHand(t);
  const browser = openBrowser(door);
  await browser.visit((session) => logInAs(session, 7));
  const copy = browser.token;
  await browser.visit((session) => {
    session.cycle();
    session.flush();
  });
  assert.equal(await openBrowser(door, copy).look((session) => session.get("user_id")), undefined);
  assert.deepEqual(await door.register.list(7, door.clock()), []);
});

test("closes once: a second time adds nothing", async (t) => {
  const { session, answer } = await openBrowser(await doorAtHand(t)).begin();
  session.set("x", 1);
  assert.ok((await answer()).setCookie);
  assert.deepEqual(await answer(), UNTOUCHED);
});

test("rejects where a logout could not be written, and sets no cookie (T233)", async (t) => {
  const door = await doorAtHand(t);
  const browser = openBrowser(door);
  await browser.visit((session) => logInAs(session, 7));
  const fault = new Error("out of reach");
  const register = { ...door.register, end: () => Promise.reject(fault) };
  const failing = openBrowser({ ...door, register }, browser.token);
  await assert.rejects(
    failing.visit((session) => session.flush()),
    fault,
  );
  assert.equal(await browser.look((session) => session.get("user_id")), 7);
});

test("carries nothing in the cookie but the session's own data (T004)", async (t) => {
  const door = await doorAtHand(t);
  const { setCookie } = await openBrowser(door).visit(async (session) => {
    session.set("cart", ["tea"]);
    await logInAs(session, 7);
  });
  const [payload = ""] = tokenOf(setCookie).split(":");
  const { _sid, ...others } = JSON.parse(Buffer.from(payload, "base64url").toString());
  assert.match(_sid, /^[\w-]{22}$/);
  assert.deepEqual(others, { cart: ["tea"], user_id: 7, _epoch: 0, _login: door.clock() / 1_000 });
});

test("lets go of a session that has ended with its account, though neither register nor engine can be written", async (t) => {
  const door = await doorAtHand(t);
  const fail = (): never => {
    throw new CountersignError("storage.unavailable", "Down.");
  };
  const engine = { ...memory()({ clock: door.clock, isProduction: false }), drop: fail };
  const register = { ...door.register, end: async () => fail() };
  const failing = openBrowser({ ...door, engine, register });
  await failing.visit((session) => logInAs(session, 1));
  await assert.rejects(
    failing.visit((session) => session.flush()),
    { code: "storage.unavailable" },
  );
  const { setCookie } = await failing.visit(flushEnded);
  assert.match(setCookie ?? "", /^session=; Max-Age=0/);
});
