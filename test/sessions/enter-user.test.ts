import assert from "node:assert/strict";
import { test } from "node:test";
import { newEntry, replacedBy } from "../../src/sessions/enter-user.ts";
import { logInAs } from "../../src/sessions/log-in-as.ts";
import { openBrowser } from "../../src/testing/test-browser.ts";
import { doorAtHand } from "./door.ts";

test("writes down who is at the door, under a new id, until the absolute limit", async (t) => {
  const door = await doorAtHand(t, { lifeTime: { absolute: 1_000 } });
  const { session } = await openBrowser(door).begin();
  const { sid, ...entry } = newEntry(session);
  assert.match(sid, /^[\w-]{22}$/);
  assert.notEqual(newEntry(session).sid, sid);
  assert.deepEqual(entry, {
    enteredAt: door.clock(),
    lastSeenAt: door.clock(),
    expiresAt: door.clock() + 1_000_000,
    userAgent: "Mozilla/5.0",
    address: "192.0.2.1",
  });
});

test("logs in: the user's id, under the id that the register knows (T034)", async (t) => {
  const door = await doorAtHand(t);
  const browser = openBrowser(door);
  await browser.visit((session) => session.set("x", 1));
  const before = { id: await browser.look((session) => session.id), token: browser.token };
  await browser.visit((session) => logInAs(session, 7));
  const [entry] = await door.register.list(7, door.clock());
  const after = await browser.look((session) => session.id);
  assert.equal(after, entry?.sid);
  assert.notEqual(after, before.id);
  assert.notEqual(browser.token, before.token);
});

test("keeps what was gathered anonymously (T039)", async (t) => {
  const door = await doorAtHand(t);
  const browser = openBrowser(door);
  await browser.visit((session) => {
    session.set("cart", ["tea"]);
    session.setExpiry("browser");
  });
  await browser.visit((session) => logInAs(session, 7));
  const seen = await browser.look((session) => [[...session], session.expiresAtBrowserClose]);
  assert.deepEqual(seen, [
    [
      ["cart", ["tea"]],
      ["user_id", 7],
    ],
    true,
  ]);
});

test("leaves a planted anonymous cookie anonymous (T035)", async (t) => {
  const door = await doorAtHand(t);
  const attacker = openBrowser(door);
  await attacker.visit((session) => session.set("x", 1));
  const victim = openBrowser(door, attacker.token);
  await victim.visit((session) => logInAs(session, 7));
  assert.equal(await victim.look((session) => session.get("user_id")), 7);
  assert.equal(await attacker.look((session) => session.get("user_id")), undefined);
});

test("flushes the session of another user first, and ends it (T039)", async (t) => {
  const door = await doorAtHand(t);
  const browser = openBrowser(door);
  await browser.visit(async (session) => {
    await logInAs(session, 7);
    session.set("secret", "of seven");
    session.setExpiry("browser");
  });
  const copy = browser.token;
  await browser.visit((session) => logInAs(session, 8));
  const seen = await browser.look((session) => [[...session], session.expiresAtBrowserClose]);
  assert.deepEqual(seen, [[["user_id", 8]], false]);
  assert.equal(await openBrowser(door, copy).look((session) => session.get("user_id")), undefined);
});

test("keeps the data of the same user who logs in again, and ends the session before", async (t) => {
  const door = await doorAtHand(t);
  const browser = openBrowser(door);
  await browser.visit(async (session) => {
    await logInAs(session, 7);
    session.set("cart", ["tea"]);
  });
  const copy = browser.token;
  await browser.visit((session) => logInAs(session, 7));
  assert.deepEqual(await browser.look((session) => [...session]), [
    ["user_id", 7],
    ["cart", ["tea"]],
  ]);
  assert.equal(await openBrowser(door, copy).look((session) => session.get("user_id")), undefined);
  assert.equal((await door.register.list(7, door.clock())).length, 1);
});

test("counts the absolute limit from the last login", async (t) => {
  const door = await doorAtHand(t, { lifeTime: { age: 1_000, absolute: 100 } });
  const browser = openBrowser(door);
  await browser.visit((session) => logInAs(session, 7));
  door.hand.advance(90);
  await browser.visit((session) => logInAs(session, 7));
  door.hand.advance(90);
  assert.equal(await browser.look((session) => session.get("user_id")), 7);
  door.hand.advance(11);
  assert.equal(await browser.look((session) => session.get("user_id")), undefined);
});

test("refuses at once a login with an epoch that was raised since the hash was read (T223)", async (t) => {
  const door = await doorAtHand(t);
  const browser = openBrowser(door);
  await door.register.raiseEpoch(7, 0);
  await browser.visit((session) => logInAs(session, 7, 1));
  assert.equal(await browser.look((session) => session.get("user_id")), 7);
  await browser.visit((session) => logInAs(session, 7, 0));
  assert.equal(await browser.look((session) => session.get("user_id")), undefined);
});

test("names the session that a login replaces: a logged-in one, by the id the register knows", async (t) => {
  const door = await doorAtHand(t);
  const browser = openBrowser(door);
  assert.equal(await browser.look(replacedBy), undefined);
  await browser.visit((session) => session.set("x", 1));
  assert.equal(await browser.look(replacedBy), undefined, "an anonymous one is nowhere entered");
  await browser.visit((session) => logInAs(session, 7));
  const id = await browser.look((session) => session.id);
  assert.equal(await browser.look(replacedBy), id);
  const { session } = await browser.begin();
  session.cycle();
  assert.equal(replacedBy(session), id);
});

test("ends the session before although it was cycled in the same answer", async (t) => {
  const door = await doorAtHand(t);
  const browser = openBrowser(door);
  await browser.visit((session) => logInAs(session, 7));
  const copy = browser.token;
  await browser.visit(async (session) => {
    session.cycle();
    await logInAs(session, 7);
  });
  assert.equal(await browser.look((session) => session.get("user_id")), 7);
  assert.equal(await openBrowser(door, copy).look((session) => session.get("user_id")), undefined);
});

test("refuses to log in after the head of the answer has gone", async (t) => {
  const door = await doorAtHand(t);
  const { session, answer } = await openBrowser(door).begin();
  await answer();
  await assert.rejects(logInAs(session, 7), { code: "session.too-late" });
});
