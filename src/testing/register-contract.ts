// Over 150 lines because it is one contract: all that a register promises is looked for here.
import assert from "node:assert/strict";
import type { TestContext } from "node:test";
import type { Register, RegisterEntry } from "../sessions/register.ts";
import { contract, type Promises } from "./contract.ts";

/** A list of one or more registers over one new and empty storage, as several processes have them. */
export type OpenRegisters = (
  t: Pick<TestContext, "after">,
) => readonly Register[] | Promise<readonly Register[]>;

/** Everything that a register promises, as tests of `node:test`. */
export const registerContract = (name: string, open: OpenRegisters): void =>
  contract(name, async (t) => benchOf(await open(t)), registerPromises);

interface RegisterBench {
  readonly here: Register;
  /** Of another process; the same one where there can be no other. */
  readonly there: Register;
}

const benchOf = ([here, there = here]: readonly Register[]): RegisterBench => {
  if (!here || !there) throw new TypeError("The contract needs at least one register.");
  return { here, there };
};

const NOW = Date.UTC(2026, 2, 1, 12);

const entryOf = (sid: string, changes: Partial<RegisterEntry> = {}): RegisterEntry => ({
  sid,
  userId: 1,
  epoch: 0,
  enteredAt: NOW,
  lastSeenAt: NOW,
  expiresAt: NOW + 90_000,
  userAgent: "Mozilla/5.0",
  address: "192.0.2.1",
  ...changes,
});

const isEnded = async (register: Register, sid: string, userId = 1): Promise<boolean> =>
  (await register.standing(sid, userId)).ended;

const sidsOf = async (register: Register, userId = 1): Promise<readonly string[]> =>
  (await register.list(userId, NOW)).map(({ sid }) => sid);

const registerPromises: Promises<RegisterBench> = {
  "stands by a session that was entered, and by no other": async ({ here, there }) => {
    await here.enter(entryOf("one"));
    const standing = { ended: false, isKnown: true, epoch: 0, raisedAt: 0, lastSeenAt: NOW };
    for (const register of [here, there]) {
      assert.deepEqual(await register.standing("one", 1), standing);
      for (const sid of ["other", "", "on", "one ", "ONE"]) {
        const unknown = { ...standing, ended: true, isKnown: false, lastSeenAt: undefined };
        assert.deepEqual(await register.standing(sid, 1), unknown, sid);
      }
    }
  },

  "stands by nobody's session in the name of another user": async ({ here }) => {
    await here.enter(entryOf("one"));
    assert.equal(await isEnded(here, "one", 1), false);
    assert.equal(await isEnded(here, "one", 2), true);
    assert.equal((await here.standing("one", 2)).isKnown, false);
  },

  "answers at once if it says so": async ({ here }) => {
    const standing = here.standing("one", 1);
    assert.equal(standing instanceof Promise, !here.isSynchronous);
    await standing;
  },

  "ends a session once, for good, in every process": async ({ here, there }) => {
    await here.enter(entryOf("one"));
    await here.enter(entryOf("two"));
    assert.equal(await here.end("one", NOW), true);
    assert.equal(await there.end("one", NOW), false);
    assert.equal(await here.end("never began", NOW), false);
    for (const register of [here, there]) {
      assert.equal(await isEnded(register, "one"), true);
      assert.equal(await isEnded(register, "two"), false);
    }
  },

  "gives one winner to two that end a session at the same moment": async ({ here, there }) => {
    for (const sid of ["a", "b", "c", "d", "e"]) {
      await here.enter(entryOf(sid));
      const ended = await Promise.all([here.end(sid, NOW), there.end(sid, NOW)]);
      assert.deepEqual(ended.sort(), [false, true]);
    }
  },

  "never enters one id twice, so that an ended session is not revived": async ({ here, there }) => {
    await here.enter(entryOf("one"));
    await here.end("one", NOW);
    await assert.rejects(there.enter(entryOf("one")));
    assert.equal(await isEnded(here, "one"), true);
  },

  "adopts what it does not know, and leaves what it knows as it is": async ({ here, there }) => {
    await here.adopt(entryOf("theirs"));
    assert.equal(await isEnded(there, "theirs"), false);
    await here.end("theirs", NOW);
    await there.adopt(entryOf("theirs"));
    assert.equal(await isEnded(here, "theirs"), true);
    await Promise.all([here.adopt(entryOf("both")), there.adopt(entryOf("both"))]);
    assert.deepEqual(await sidsOf(here), ["both"]);
  },

  "cycles a session: the old one ends and the new one is entered, in one step": async ({
    here,
    there,
  }) => {
    await here.enter(entryOf("old"));
    assert.equal(await here.cycle("old", entryOf("new"), NOW), true);
    assert.deepEqual([await isEnded(there, "old"), await isEnded(there, "new")], [true, false]);
    assert.equal(await there.cycle("old", entryOf("newer"), NOW), false);
    assert.equal(await here.cycle("never began", entryOf("newest"), NOW), false);
    assert.deepEqual(await sidsOf(here), ["new"]);
  },

  "gives one winner to two that cycle a session at the same moment": async ({ here, there }) => {
    await here.enter(entryOf("old"));
    const cycled = await Promise.all([
      here.cycle("old", entryOf("a"), NOW),
      there.cycle("old", entryOf("b"), NOW),
    ]);
    assert.deepEqual(cycled.sort(), [false, true]);
    assert.equal((await sidsOf(here)).length, 1);
  },

  "an end that comes after a cycle ends what took its place": async ({ here, there }) => {
    await here.enter(entryOf("a"));
    await here.cycle("a", entryOf("b"), NOW);
    await here.cycle("b", entryOf("c"), NOW);
    assert.equal(await there.end("a", NOW), true);
    assert.equal(await isEnded(here, "c"), true);
    assert.equal(await here.end("a", NOW), false);
    assert.deepEqual(await sidsOf(here), []);
  },

  "a login ends the session whose place it takes, also under the id that it has by then": async ({
    here,
    there,
  }) => {
    await here.enter(entryOf("a"));
    await here.cycle("a", entryOf("b"), NOW);
    await there.enter(entryOf("login"), "a");
    assert.deepEqual(await sidsOf(here), ["login"]);
    await there.enter(entryOf("another"), "never began");
    assert.equal((await sidsOf(here)).length, 2);
  },

  "of two logins in place of one session neither ends the other, nor does a late end of that session":
    async ({ here, there }) => {
      await here.enter(entryOf("old"));
      await here.enter(entryOf("one"), "old");
      await there.enter(entryOf("other"), "old");
      assert.equal(await there.end("old", NOW), false);
      assert.deepEqual([...(await sidsOf(here))].sort(), ["one", "other"]);
    },

  "says when another took the place of a session, by a new id or by a login": async ({
    here,
    there,
  }) => {
    await here.enter(entryOf("a"));
    assert.equal(await there.replacedAt("a"), undefined);
    await here.cycle("a", entryOf("b"), NOW + 5);
    await here.enter(entryOf("login", { enteredAt: NOW + 9 }), "b");
    await here.end("login", NOW + 10);
    const moments = ["a", "b", "login", "never began"].map((sid) => there.replacedAt(sid));
    assert.deepEqual(await Promise.all(moments), [NOW + 5, NOW + 9, undefined, undefined]);
  },

  "raises the epoch of one user at a time, by one, and says when": async ({ here, there }) => {
    assert.equal(await here.raiseEpoch(1, NOW), 1);
    assert.equal(await there.raiseEpoch(1, NOW + 5), 2);
    const { epoch, raisedAt } = await here.standing("one", 1);
    assert.deepEqual([epoch, raisedAt], [2, NOW + 5]);
    const other = await here.standing("one", 2);
    assert.deepEqual([other.epoch, other.raisedAt], [0, 0]);
  },

  "counts every raise of many at once": async ({ here, there }) => {
    const raised = await Promise.all(
      Array.from({ length: 20 }, (_, at) => (at % 2 ? here : there).raiseEpoch(1, NOW)),
    );
    assert.equal((await here.standing("one", 1)).epoch, 20);
    assert.equal(new Set(raised).size, 20);
  },

  "lists what has neither ended nor expired nor been left behind, the newest first": async ({
    here,
    there,
  }) => {
    const newer = entryOf("newer", {
      enteredAt: NOW + 1,
      userAgent: undefined,
      address: undefined,
    });
    await here.enter(entryOf("one"));
    await here.enter(newer);
    await here.enter(entryOf("ended"));
    await here.end("ended", NOW);
    await here.enter(entryOf("expired", { expiresAt: NOW - 1 }));
    await here.enter(entryOf("of another", { userId: 2 }));
    assert.deepEqual(await there.list(1, NOW), [newer, entryOf("one")]);

    await here.raiseEpoch(1, NOW);
    await here.enter(entryOf("after", { epoch: 1 }));
    assert.deepEqual(await sidsOf(there), ["after"]);
    assert.deepEqual(await here.list(3, NOW), []);
  },

  "lists everybody's in the same way, user by user, also while some of them end": async ({
    here,
    there,
  }) => {
    assert.deepEqual(await Array.fromAsync(here.listAll(NOW)), []);
    await here.enter(entryOf("a"));
    await here.enter(entryOf("b", { enteredAt: NOW + 1 }));
    await here.enter(entryOf("of another", { userId: 2 }));
    await here.enter(entryOf("ended"));
    await here.end("ended", NOW);
    await here.enter(entryOf("expired", { expiresAt: NOW - 1 }));
    await here.enter(entryOf("left behind", { userId: 3 }));
    await here.raiseEpoch(3, NOW);
    assert.deepEqual(await Array.fromAsync(there.listAll(NOW)), [
      entryOf("of another", { userId: 2 }),
      entryOf("b", { enteredAt: NOW + 1 }),
      entryOf("a"),
    ]);
    let count = 0;
    for await (const { sid } of there.listAll(NOW)) {
      count += 1;
      await here.end(sid, NOW);
    }
    assert.ok(count >= 1);
    assert.deepEqual(await Array.fromAsync(there.listAll(NOW)), []);
  },

  "ends everybody's sessions by everybody's epoch, and none that begins afterwards": async ({
    here,
    there,
  }) => {
    await here.enter(entryOf("one"));
    await here.enter(entryOf("two", { userId: 2, epoch: await here.raiseEpoch(2, NOW) }));
    assert.deepEqual([await sidsOf(there), await sidsOf(there, 2)], [["one"], ["two"]]);
    await here.raiseEveryEpoch(NOW + 5);
    assert.deepEqual([await sidsOf(there), await sidsOf(there, 2)], [[], []]);
    const [ada, eve] = [await there.standing("one", 1), await there.standing("two", 2)];
    assert.ok(ada.epoch > 0 && eve.epoch > 1);
    assert.deepEqual([ada.raisedAt, eve.raisedAt], [NOW + 5, NOW + 5]);

    await there.enter(entryOf("after", { epoch: ada.epoch }));
    assert.deepEqual(await sidsOf(here), ["after"]);
    await here.raiseEveryEpoch(NOW + 5);
    assert.deepEqual(await sidsOf(there), [], "twice in one second");
    assert.ok((await here.raiseEpoch(1, NOW)) > ada.epoch + 1);
  },

  "notes that a session was used, once a minute at most, unless it has ended": async ({
    here,
    there,
  }) => {
    const lastSeen = async () => {
      const [listed] = await here.list(1, NOW);
      assert.equal((await there.standing("one", 1)).lastSeenAt, listed?.lastSeenAt);
      return listed?.lastSeenAt;
    };
    await here.enter(entryOf("one"));
    await there.touch(["one"], NOW + 59_999);
    assert.equal(await lastSeen(), NOW);
    await there.touch(["never began", "one"], NOW + 60_000);
    await here.touch(["one"], NOW + 60_001);
    await here.touch(["one"], NOW - 60_000);
    await here.touch([], NOW + 200_000);
    assert.equal(await lastSeen(), NOW + 60_000);
    await here.end("one", NOW);
    await here.touch(["one"], NOW + 200_000);
    assert.equal(await isEnded(here, "one"), true);
    assert.equal((await here.standing("one", 1)).lastSeenAt, NOW + 60_000);
    assert.equal((await here.standing("never began", 1)).isKnown, false);
  },

  "sweeps what has expired, ended or not, so many at a time, and nothing else": async ({
    here,
    there,
  }) => {
    for (const sid of ["a", "b", "c"]) await here.enter(entryOf(sid, { expiresAt: NOW - 1 }));
    await here.end("a", NOW);
    await here.enter(entryOf("living", { expiresAt: NOW }));
    await here.enter(entryOf("ended early"));
    await here.end("ended early", NOW);

    assert.equal(await here.sweep(NOW, 2), 2);
    assert.equal(await there.sweep(NOW, 2), 1);
    assert.equal(await here.sweep(NOW, 2), 0);
    assert.equal(await isEnded(here, "living"), false);
    assert.equal(await here.end("ended early", NOW), false, "its end is remembered");
  },
};
