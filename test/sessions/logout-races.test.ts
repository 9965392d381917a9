import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { logInAs } from "../../src/sessions/log-in-as.ts";
import type { Session } from "../../src/sessions/session.ts";
import { openBrowser } from "../../src/testing/test-browser.ts";
import { temporaryDatabase, temporaryPath } from "../database/temporary-database.ts";
import { doorAtHand } from "./door.ts";

// A request that began before a logout and ends after it must not bring the session back (T220, T221).

/** Two processes at one database, and somebody who is logged in on the first. */
const twoDoors = async (t: TestContext, isFar: boolean) => {
  const path = temporaryPath(t);
  const here = await doorAtHand(t, {
    isFar,
    database: await temporaryDatabase(t, path),
    lifeTime: { idle: 100 },
  });
  const there = await doorAtHand(t, {
    isFar,
    database: await temporaryDatabase(t, path),
    lifeTime: { idle: 100 },
    hand: here.hand,
  });
  const browser = openBrowser(here);
  await browser.visit((session) => logInAs(session, 7));
  return { here, there, token: browser.token };
};

const saves: Readonly<Record<string, (session: Session) => unknown>> = {
  "a change": (session) => session.set("x", 1),
  "a use that is written down": (session) => session.get("x"),
  "a new expiry": (session) => session.setExpiry(1_000),
  "a new id": (session) => session.cycle(),
};

for (const isFar of [false, true]) {
  for (const [name, act] of Object.entries(saves)) {
    const from = isFar ? "from afar" : "at once";
    test(`revives nothing by ${name} that is saved after the logout (${from})`, async (t) => {
      const { here, there, token } = await twoDoors(t, isFar);
      here.hand.advance(11);
      const slow = openBrowser(here, token);
      const request = await slow.begin();
      await act(request.session);
      await openBrowser(there, token).visit((session) => session.flush());

      const { setCookie } = await request.answer();
      assert.match(setCookie ?? "", /Max-Age=0/);
      assert.deepEqual(request.refusals, ["ended while the request ran"]);
      for (const kept of [token, slow.token]) {
        for (const door of [here, there]) {
          assert.equal(await openBrowser(door, kept).look((one) => one.get("user_id")), undefined);
        }
      }
      assert.deepEqual(await here.register.list(7, here.clock()), []);
    });
  }

  for (const name of ["a change", "a use that is written down", "a new expiry"]) {
    const from = isFar ? "from afar" : "at once";
    test(`ends what was saved by ${name} just before the logout (${from})`, async (t) => {
      const { here, there, token } = await twoDoors(t, isFar);
      here.hand.advance(11);
      const slow = openBrowser(here, token);
      const logout = await openBrowser(there, token).begin();
      logout.session.flush();
      await slow.visit(saves[name]);
      assert.equal(await openBrowser(here, slow.token).look((one) => one.get("user_id")), 7);

      await logout.answer();
      assert.equal(
        await openBrowser(here, slow.token).look((one) => one.get("user_id")),
        undefined,
      );
      assert.equal(await openBrowser(here, token).look((one) => one.get("user_id")), undefined);
    });
  }
}

test("revives nothing of a user whose sessions were all ended by their epoch", async (t) => {
  const { here, there, token } = await twoDoors(t, false);
  for (const act of Object.values(saves)) {
    const slow = openBrowser(here, token);
    const request = await slow.begin();
    await act(request.session);
    if (act === saves["a change"]) await there.register.raiseEpoch(7, 0);
    await request.answer();
    assert.equal(await openBrowser(here, slow.token).look((one) => one.get("user_id")), undefined);
  }
});

test("gives one of two new ids asked for at the same moment, and ends the other", async (t) => {
  const { here, there, token } = await twoDoors(t, false);
  const [one, other] = [openBrowser(here, token), openBrowser(there, token)];
  const [first, second] = [await one.begin(), await other.begin()];
  first.session.cycle();
  second.session.cycle();
  await Promise.all([first.answer(), second.answer()]);
  const seen = [
    await one.look((session) => session.get("user_id")),
    await other.look((session) => session.get("user_id")),
  ];
  assert.equal(seen.filter((userId) => userId === 7).length, 1);
  assert.equal((await here.register.list(7, here.clock())).length, 1);
  assert.equal(await openBrowser(here, token).look((session) => session.get("user_id")), undefined);
});

test("logs out twice without a fault, and ends nobody else (T043)", async (t) => {
  const { here, there, token } = await twoDoors(t, false);
  const bystander = openBrowser(here);
  await bystander.visit((session) => logInAs(session, 8));
  const requests = [
    await openBrowser(here, token).begin(),
    await openBrowser(there, token).begin(),
  ];
  for (const { session } of requests) session.flush();
  for (const { answer } of requests) assert.match((await answer()).setCookie ?? "", /Max-Age=0/);
  assert.equal(await bystander.look((session) => session.get("user_id")), 8);
});
