// Over 150 lines because it is one contract: all that counts of failures promise is looked for here.
import assert from "node:assert/strict";
import type { TestContext } from "node:test";
import type { Database } from "../../src/database/database.ts";
import { databaseAccounts } from "../../src/stores/database-accounts.ts";
import { databaseCounters } from "../../src/stores/database-counters.ts";
import { contract } from "../../src/testing/contract.ts";
import {
  accountCounter,
  deviceCounter,
  nameCounter,
  networkCounter,
  registrationsCounter,
} from "../../src/throttle/counter-of.ts";
import { type Counted, type Counter, type Counters, isWait } from "../../src/throttle/counters.ts";

const NOW = Date.UTC(2026, 2, 1, 12);
const ADA = accountCounter(12);
const HERE = networkCounter("192.0.2.1");
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

interface Bench {
  readonly here: Counters;
  /** Of another process. */
  readonly there: Counters;
  readonly database: Database;
}

/** Everything that counts of failures promise, over two connections to one database. */
export const countersContract = (
  name: string,
  open: (t: TestContext) => Promise<readonly [Database, Database]>,
): void =>
  contract<Bench>(
    name,
    async (t) => {
      const [one, other] = await open(t);
      return { here: databaseCounters(one, 5), there: databaseCounters(other, 5), database: one };
    },
    countersPromises,
  );

/** How long the next has to wait from now, in seconds. Waits it out. */
const failing = (counters: Counters, counter: Counter) => {
  let now = NOW;
  return async (): Promise<number | "closed"> => {
    assert.ok(!isWait(await counters.count([counter], now)), "not let through");
    const wait = await counters.waitFor([counter], now);
    if (wait?.isClosed) return "closed";
    const waited = wait ? wait.openAt - now : 0;
    if (wait) {
      const early = await counters.count([counter], wait.openAt - 1);
      assert.deepEqual(early, wait, "let through too early");
    }
    now += waited;
    return waited / SECOND;
  };
};

const countTimes = async (
  counters: Counters,
  counted: readonly Counter[],
  times: number,
  now: number,
): Promise<number> => {
  const answers = await Promise.all(
    Array.from({ length: times }, () => counters.count(counted, now)),
  );
  return answers.filter((answer) => !isWait(answer)).length;
};

const countsOf = async ({ kysely }: Database): Promise<Record<string, number>> => {
  const rows = await kysely
    .selectFrom("countersign_failures")
    .select(["key", "failures"])
    .orderBy("key")
    .execute();
  return Object.fromEntries(rows.map(({ key, failures }) => [key, failures]));
};

const countersPromises = {
  "four failures are free, then each has to wait for longer, and after a hundred it is closed (T103, T104)":
    async ({ here, there }: Bench) => {
      for (const counter of [ADA, nameCounter("abc"), deviceCounter(12, "def")]) {
        const fail = failing(here, counter);
        const waits: (number | "closed")[] = [];
        for (let count = 0; count < 100; count += 1) waits.push(await fail());
        assert.deepEqual(
          waits.slice(0, 16),
          [0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900],
        );
        assert.deepEqual(new Set(waits.slice(14, 99)), new Set([900]));
        assert.equal(waits[99], "closed");
        const later = await there.count([counter], NOW + 300 * DAY);
        assert.ok(isWait(later) && later.isClosed);
      }
      assert.deepEqual((await there.failuresOf(ADA.key))?.count, 100);
      assert.equal((await there.failuresOf(ADA.key))?.isClosed, true);
    },

  "of 200 at one instant, over two processes, five are let through, and then one for each wait (T106, T107)":
    async ({ here, there }: Bench) => {
      const storm = async (now: number): Promise<number> => {
        const both = [countTimes(here, [ADA], 100, now), countTimes(there, [ADA], 100, now)];
        return (await Promise.all(both)).reduce((sum, each) => sum + each);
      };
      assert.equal(await storm(NOW), 5);
      assert.equal(await storm(NOW + SECOND - 1), 0);
      assert.equal(await storm(NOW + SECOND), 1);
      assert.equal(await storm(NOW + 3 * SECOND), 1);
      assert.deepEqual((await here.failuresOf(ADA.key))?.count, 7);
    },

  "a network's first 49 failures within an hour are free, whatever accounts they are at (T122)":
    async ({ here, there }: Bench) => {
      let passed = 0;
      for (let user = 1; user <= 60; user += 1) {
        const counters = user % 2 ? here : there;
        passed += await countTimes(counters, [accountCounter(user), HERE], 1, NOW);
      }
      // The fiftieth is let through, and has the next one wait.
      assert.equal(passed, 50);
      const wait = await here.waitFor([HERE], NOW);
      assert.equal(wait?.openAt, NOW + SECOND);
      assert.equal(await countTimes(here, [ADA, networkCounter("192.0.2.2")], 1, NOW), 1);
      // An hour after the first of them it begins anew.
      assert.equal(await countTimes(here, [HERE], 60, NOW + HOUR), 50);
    },

  "a network registers ten within an hour, and then waits until the hour is over (T121)": async ({
    here,
  }: Bench) => {
    const network = registrationsCounter("2001:db8::1");
    assert.equal(await countTimes(here, [network], 9, NOW), 9);
    assert.equal(await countTimes(here, [network], 5, NOW + 10 * MINUTE), 1);
    assert.equal((await here.waitFor([network], NOW + 20 * MINUTE))?.openAt, NOW + HOUR);
    assert.equal(await countTimes(here, [network], 1, NOW + HOUR - 1), 0);
    assert.equal(await countTimes(here, [network], 20, NOW + HOUR), 10);
  },

  "whoever has to wait at one of two is counted at none": async ({ here, database }: Bench) => {
    await countTimes(here, [HERE], 50, NOW);
    assert.equal(await countTimes(here, [ADA, HERE], 10, NOW), 0);
    assert.deepEqual(await countsOf(database), { "network:192.0.2.1": 50 });
    await countTimes(here, [ADA], 5, NOW);
    const there = networkCounter("192.0.2.2");
    assert.equal(await countTimes(here, [ADA, there], 10, NOW), 0);
    assert.deepEqual(await countsOf(database), { "network:192.0.2.1": 50, "user:12": 5 });
  },

  "of many at once at two counters none is counted at one of them alone": async ({
    here,
    there,
    database,
  }: Bench) => {
    const users = [1, 2, 3].map((id) => accountCounter(id));
    const storms = users.flatMap((user) => [
      countTimes(here, [user, HERE], 20, NOW),
      countTimes(there, [user, HERE], 20, NOW),
    ]);
    const passed = (await Promise.all(storms)).reduce((sum, each) => sum + each);
    assert.equal(passed, 15);
    assert.deepEqual(await countsOf(database), {
      "network:192.0.2.1": 15,
      "user:1": 5,
      "user:2": 5,
      "user:3": 5,
    });
  },

  "a success forgets the account's failures, and takes its own back from the network's (T105)":
    async ({ here, there, database }: Bench) => {
      for (let round = 0; round < 3; round += 1) {
        assert.equal(await countTimes(here, [ADA, HERE], 4, NOW), 4);
        const counted = (await there.count([ADA, HERE], NOW)) as readonly Counted[];
        await there.settle([ADA.key], counted.slice(1));
        assert.deepEqual(await countsOf(database), { "network:192.0.2.1": 4 * (round + 1) });
      }
      assert.equal(await here.failuresOf(ADA.key), undefined);
    },

  "what is taken back leaves no wait behind, unless others have failed since": async ({
    here,
    database,
  }: Bench) => {
    await countTimes(here, [ADA], 4, NOW);
    const fifth = (await here.count([ADA], NOW)) as readonly Counted[];
    assert.ok(await here.waitFor([ADA], NOW));
    await here.takeBack(fifth);
    assert.equal(await here.waitFor([ADA], NOW), undefined);
    assert.deepEqual(await countsOf(database), { "user:12": 4 });

    const again = (await here.count([ADA], NOW)) as readonly Counted[];
    await here.count([ADA], NOW + SECOND);
    await here.takeBack(again);
    assert.equal((await here.waitFor([ADA], NOW + SECOND))?.openAt, NOW + 3 * SECOND);

    // Begun anew in between it is another count.
    await here.settle([ADA.key], []);
    await here.count([ADA], NOW + MINUTE);
    await here.takeBack(again);
    assert.deepEqual(await countsOf(database), { "user:12": 1 });
  },

  "a user's failures are forgotten on every device, and nobody else's": async ({
    here,
    database,
  }: Bench) => {
    for (const counter of [ADA, deviceCounter(12, "a"), deviceCounter(12, "b")]) {
      await countTimes(here, [counter], 5, NOW);
    }
    for (const counter of [accountCounter(1), accountCounter(123), deviceCounter(123, "a")]) {
      await countTimes(here, [counter], 1, NOW);
    }
    await databaseAccounts(database).unblock(12, NOW);
    assert.deepEqual(await countsOf(database), { "device:123:a": 1, "user:1": 1, "user:123": 1 });
  },

  "a sweep forgets networks after an hour and names after a month, and an account never": async ({
    here,
    database,
  }: Bench) => {
    const name = nameCounter("abc");
    for (const counter of [ADA, HERE, name, deviceCounter(12, "a")]) {
      await countTimes(here, [counter], 5, NOW);
    }
    assert.equal(await here.sweep(NOW + HOUR, 100), 0);
    assert.equal(await here.sweep(NOW + HOUR + 1, 100), 1);
    assert.equal(await here.sweep(NOW + 30 * DAY + 1, 100), 1);
    assert.equal(await here.sweep(NOW + 400 * DAY + 1, 100), 1);
    assert.deepEqual(await countsOf(database), { "user:12": 5 });
  },

  "made-up names are bounded, and never throw out one on which somebody waits (T118)": async ({
    here,
    database,
  }: Bench) => {
    // This bench keeps five.
    const hot = nameCounter("hot");
    await countTimes(here, [hot], 5, NOW);
    await countTimes(here, [ADA], 1, NOW);
    for (let at = 10; at < 30; at += 1) await here.count([nameCounter(`${at}`)], NOW + at);
    assert.equal(await here.sweep(NOW + MINUTE, 7), 7);
    assert.equal(await here.sweep(NOW + MINUTE, 100), 8);
    assert.deepEqual(Object.keys(await countsOf(database)), [
      "name:25",
      "name:26",
      "name:27",
      "name:28",
      "name:29",
      "name:hot",
      "user:12",
    ]);
    assert.ok(isWait(await here.count([hot], NOW)));
  },
};
