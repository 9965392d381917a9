import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { endOtherSessions } from "../../src/account/end-other-sessions.ts";
import { logInAs } from "../../src/sessions/log-in-as.ts";
import type { Session } from "../../src/sessions/session.ts";
import type { SessionDoor } from "../../src/sessions/session-door.ts";
import { openBrowser, type TestBrowser } from "../../src/testing/test-browser.ts";
import { temporaryDatabase, temporaryPath } from "../database/temporary-database.ts";
import { type DoorAtHand, doorAtHand } from "../sessions/door.ts";

const ADA = 7;

const userIdOf = (session: Session): unknown => session.get("user_id");
const isIn = async (browser: TestBrowser): Promise<boolean> =>
  (await browser.look(userIdOf)) === ADA;

const loggedIn = async (door: SessionDoor): Promise<TestBrowser> => {
  const browser = openBrowser(door);
  await browser.visit((session) => logInAs(session, ADA));
  return browser;
};

/** Two processes at one database. */
const twoDoors = async (t: TestContext, isFar = false) => {
  const path = temporaryPath(t);
  const here = await doorAtHand(t, { isFar, database: await temporaryDatabase(t, path) });
  const { hand } = here;
  const there = await doorAtHand(t, { isFar, hand, database: await temporaryDatabase(t, path) });
  return { here, there };
};

for (const isFar of [false, true]) {
  const from = isFar ? "from afar" : "at once";
  test(`ends all others in every process, and keeps this one under a new id (${from})`, async (t) => {
    const { here, there } = await twoDoors(t, isFar);
    const browser = await loggedIn(here);
    await browser.visit((session) => session.set("cart", ["tea"]));
    const others = [await loggedIn(here), await loggedIn(there), await loggedIn(there)];
    const bystander = openBrowser(there);
    await bystander.visit((session) => logInAs(session, 8));
    const copy = openBrowser(there, browser.token);

    const { session, answer } = await browser.begin();
    assert.equal(await endOtherSessions(here, session, ADA), 3);
    await answer();
    assert.ok(await isIn(browser));
    assert.deepEqual(await browser.look((own) => own.get("cart")), ["tea"]);
    for (const other of [...others, copy]) assert.ok(!(await isIn(other)));
    assert.equal(await bystander.look(userIdOf), 8);
    assert.deepEqual(
      (await there.register.list(ADA, there.clock())).map(({ sid }) => sid),
      [await browser.look(({ id }) => id)],
    );
    assert.ok(await isIn(await loggedIn(there)), "who logs in afterwards is in");
  });
}

test("with no other there is nothing to end, and this one stays all the same", async (t) => {
  const { here } = await twoDoors(t);
  const browser = await loggedIn(here);
  const { session, answer } = await browser.begin();
  assert.equal(await endOtherSessions(here, session, ADA), 0);
  await answer();
  assert.ok(await isIn(browser));
});

test("who was ended while they asked ends nobody: of two, one after the other, the first stays", async (t) => {
  const { here, there } = await twoDoors(t);
  const [first, second] = [await loggedIn(here), await loggedIn(there)];
  const [one, other] = [await first.begin(), await second.begin()];
  // Both were let in before either of them acted.
  assert.deepEqual([userIdOf(one.session), userIdOf(other.session)], [ADA, ADA]);
  assert.equal(await endOtherSessions(here, one.session, ADA), 1);
  assert.equal(await endOtherSessions(there, other.session, ADA), undefined);
  await other.answer();
  await one.answer();
  assert.ok(await isIn(first));
  assert.ok(!(await isIn(second)));
});

/** Somebody else is quicker, between the look at the register and the raise. */
const hastened = (door: DoorAtHand, meanwhile: () => Promise<unknown>): SessionDoor => ({
  ...door,
  register: {
    ...door.register,
    async raiseEpoch(userId, now) {
      await meanwhile();
      return door.register.raiseEpoch(userId, now);
    },
  },
});

test("a session that another has ended is not brought back by ending others", async (t) => {
  const { here, there } = await twoDoors(t);
  const [first, second] = [await loggedIn(here), await loggedIn(there)];
  const slow = hastened(there, () =>
    first.visit((session) => endOtherSessions(here, session, ADA)),
  );
  const { session, answer, refusals } = await second.begin();
  await endOtherSessions(slow, session, ADA);
  const { setCookie } = await answer();
  assert.match(setCookie ?? "", /Max-Age=0/);
  assert.deepEqual(refusals, ["ended while the request ran"]);
  assert.ok(!(await isIn(second)));
});

test("of two that end each other at the same moment at most one stays", async (t) => {
  const { here, there } = await twoDoors(t);
  for (let round = 0; round < 20; round += 1) {
    const [first, second] = [await loggedIn(here), await loggedIn(there)];
    const bystander = await loggedIn(here);
    const copies = [openBrowser(here, first.token), openBrowser(here, second.token)];
    await Promise.all([
      first.visit((session) => endOtherSessions(here, session, ADA)),
      second.visit((session) => endOtherSessions(there, session, ADA)),
    ]);
    const stayed = [await isIn(first), await isIn(second)].filter(Boolean).length;
    assert.ok(stayed <= 1);
    for (const other of [bystander, ...copies]) assert.ok(!(await isIn(other)));
    assert.equal((await here.register.list(ADA, here.clock())).length, stayed);
  }
});

test("a slow request of this session neither comes back under the old id nor takes the new one away", async (t) => {
  const { here } = await twoDoors(t);
  const browser = await loggedIn(here);
  const slow = await openBrowser(here, browser.token).begin();
  slow.session.set("late", 1);
  await browser.visit((session) => endOtherSessions(here, session, ADA));
  assert.equal((await slow.answer()).setCookie, undefined);
  assert.ok(await isIn(browser));
  assert.deepEqual(await here.register.list(ADA, here.clock()).then((all) => all.length), 1);
});

test("a slow request that is answered in between keeps nothing of the old session alive", async (t) => {
  const { here, there } = await twoDoors(t);
  const browser = await loggedIn(here);
  const slow = openBrowser(there, browser.token);
  const { session, answer } = await browser.begin();
  await endOtherSessions(here, session, ADA);
  await slow.visit((late) => late.set("late", 1));
  await answer();
  assert.ok(await isIn(browser));
  assert.ok(!(await isIn(slow)));
});
