import assert from "node:assert/strict";
import { suite, type TestContext, test } from "node:test";
import { setImmediate } from "node:timers/promises";
import pg from "pg";
import type { Database } from "../../src/database/database.ts";
import { openPostgres } from "../../src/database/postgres.ts";
import { databaseRegister } from "../../src/registers/database-register.ts";
import { type EndFeed, followEnds } from "../../src/registers/end-feed.ts";
import type { Register } from "../../src/sessions/register.ts";
import { postgresDatabase, skipsPostgres } from "../database/postgres-server.ts";
import { tcpProxy } from "../database/tcp-proxy.ts";
import { temporaryPostgres } from "../database/temporary-postgres.ts";
import { until } from "../stories/until.ts";

const FAR = Date.now() + 90 * 86_400_000;

const entryOf = (sid: string, userId = 1) => ({
  sid,
  userId,
  epoch: 0,
  enteredAt: Date.now(),
  lastSeenAt: Date.now(),
  expiresAt: FAR,
  userAgent: undefined,
  address: undefined,
});

interface Scene {
  readonly address: string;
  readonly database: Database;
  readonly register: Register;
  readonly feed: EndFeed;
}

const following = (t: Pick<TestContext, "after">, { followEnds: follow }: Database): EndFeed => {
  const feed = followEnds(follow!);
  t.after(() => feed.close());
  return feed;
};

const scene = async (t: TestContext): Promise<Scene> => {
  const address = await postgresDatabase(t);
  const database = await temporaryPostgres(t, address);
  const feed = following(t, database);
  await until(() => feed.recall("nobody", 1));
  return { address, database, register: databaseRegister(database), feed };
};

const isEnded = (feed: EndFeed, sid: string) => feed.recall(sid, 1)?.ended;

suite("what has ended, in memory", { skip: skipsPostgres }, () => {
  test("hears of an end, a user's epoch and everybody's, and of no other", async (t) => {
    const { register, feed } = await scene(t);
    for (const sid of ["one", "two"]) await register.enter(entryOf(sid));
    assert.equal(isEnded(feed, "one"), false);
    await register.end("one", Date.now());
    await until(() => isEnded(feed, "one"));
    assert.equal(isEnded(feed, "two"), false);

    await register.raiseEpoch(1, 1_000);
    await until(() => feed.recall("two", 1)?.epoch === 1);
    assert.deepEqual(feed.recall("two", 2), { ended: false, isKnown: true, epoch: 0, raisedAt: 0 });
    await register.raiseEveryEpoch(5_000_000);
    await until(() => (feed.recall("two", 2)?.epoch ?? 0) > 0);
    for (const user of [1, 2]) {
      const { epoch, raisedAt } = await register.standing("two", user);
      assert.deepEqual(feed.recall("two", user), { ended: false, isKnown: true, epoch, raisedAt });
    }
  });

  test("knows from its start what ended before it, over many pages", async (t) => {
    const { database, register } = await scene(t);
    for (let at = 0; at < 4_500; at += 500) {
      const rows = Array.from({ length: 500 }, (_, of) => `s${at + of}`);
      await database.transact(async (transaction) => {
        await transaction
          .insertInto("countersign_sessions")
          .values(
            rows.map((sid) => ({
              sid,
              user_id: 1,
              epoch: 0,
              entered_at: 1,
              last_seen_at: 1,
              expires_at: FAR,
              ended_at: null,
              successor: null,
              user_agent: null,
              address: null,
            })),
          )
          .execute();
        await transaction
          .updateTable("countersign_sessions")
          .set({ ended_at: 2 })
          .where("sid", "in", rows)
          .execute();
      });
    }
    await register.enter(entryOf("living"));
    const late = following(t, database);
    await until(() => late.recall("s0", 1));
    for (const sid of ["s0", "s1999", "s2000", "s4499"])
      assert.equal(isEnded(late, sid), true, sid);
    assert.equal(isEnded(late, "living"), false);
  });

  test("misses nothing of two connections that commit in the other order", async (t) => {
    const { address, register, feed } = await scene(t);
    for (const sid of ["first", "second"]) await register.enter(entryOf(sid));
    const [one, other] = [new pg.Client(address), new pg.Client(address)];
    for (const client of [one, other]) {
      await client.connect();
      t.after(() => client.end());
      await client.query("begin");
    }
    const end = "update countersign_sessions set ended_at = 5 where sid = $1";
    await one.query(end, ["first"]);
    await other.query(end, ["second"]);
    await other.query("commit");
    await until(() => isEnded(feed, "second"));
    assert.equal(isEnded(feed, "first"), false);
    await one.query("commit");
    await until(() => isEnded(feed, "first"));
  });

  test("hears of an end that somebody writes by hand, and of none that was rolled back", async (t) => {
    const { database, register, feed } = await scene(t);
    await register.enter(entryOf("one"));
    await register.enter(entryOf("two"));
    await assert.rejects(
      database.transact(async (transaction) => {
        await transaction.updateTable("countersign_sessions").set({ ended_at: 5 }).execute();
        throw new RangeError("no");
      }),
      RangeError,
    );
    await database.kysely
      .updateTable("countersign_sessions")
      .set({ ended_at: 5 })
      .where("sid", "=", "two")
      .execute();
    await until(() => isEnded(feed, "two"));
    assert.equal(isEnded(feed, "one"), false);
  });

  for (const fault of ["cut", "hang"] as const) {
    test(`says that it does not know while its connection is ${fault === "cut" ? "cut" : "silent"}, and misses nothing of that time`, async (t) => {
      const { address, register } = await scene(t);
      const proxy = await tcpProxy(t, Number(new URL(address).port));
      const through = new URL(address);
      through.port = String(proxy.port);
      const far = await openPostgres(through.href);
      t.after(() => far.close());
      const feed = following(t, far);
      await until(() => feed.recall("one", 1));

      for (const sid of ["one", "two"]) await register.enter(entryOf(sid));
      await proxy[fault]();
      await register.end("one", Date.now());
      await register.raiseEpoch(1, Date.now());
      await until(() => feed.recall("one", 1) === undefined);
      await proxy.restore();
      assert.deepEqual(
        await until(() => feed.recall("one", 1)).then(({ ended, epoch }) => [ended, epoch]),
        [true, 1],
      );
      assert.equal(isEnded(feed, "two"), false);
    });
  }

  test("forgets nothing while it begins anew, however long that takes", async (t) => {
    const { address, database, register } = await scene(t);
    const proxy = await tcpProxy(t, Number(new URL(address).port));
    const through = new URL(address);
    through.port = String(proxy.port);
    const far = await openPostgres(through.href);
    t.after(() => far.close());
    const feed = following(t, far);
    for (const sid of ["one", "last"]) {
      await register.enter(entryOf(sid));
      await register.end(sid, Date.now());
    }
    await until(() => isEnded(feed, "last"));
    proxy.delay(150);
    await database.kysely.deleteFrom("countersign_ends").where("sid", "=", "last").execute();
    await until(() => {
      assert.notEqual(isEnded(feed, "one"), false, "what has ended is alive");
      return isEnded(feed, "last") === false;
    });
    assert.equal(isEnded(feed, "one"), true);
  });

  test("knows again what it forgot by a clock that was ahead, once that is set back", async (t) => {
    const { database, register } = await scene(t);
    let now = FAR + 3_600_000;
    let read = (): void => {};
    const feed = followEnds(
      (told) => {
        read = told;
        return database.followEnds!(told);
      },
      () => now,
    );
    t.after(() => feed.close());
    await register.enter(entryOf("one"));
    await register.end("one", Date.now());
    await until(() => isEnded(feed, "one"));
    await until(() => {
      read();
      return isEnded(feed, "one") === false;
    });
    now = Date.now();
    await until(() => {
      assert.notEqual(isEnded(feed, "one"), false, "what has ended is alive");
      return isEnded(feed, "one");
    });
  });

  test("knows everybody's epoch, and so what a user's counts from, however long ago it was raised", async (t) => {
    const { database, register } = await scene(t);
    const longAgo = Date.now() - 401 * 86_400_000;
    await register.raiseEveryEpoch(longAgo);
    await register.raiseEpoch(2, longAgo);
    const { epoch } = await register.standing("one", 1);
    await register.enter({ ...entryOf("one"), epoch });
    await register.sweep(Date.now(), 100);
    await register.raiseEpoch(1, Date.now());
    const late = following(t, database);
    const known = await until(() => late.recall("one", 1));
    assert.equal(known.epoch, epoch + 1);
    // A user's own goes, when nothing is left that could be below it.
    assert.equal(late.recall("two", 2)?.epoch, epoch);
  });

  test("is closed in the midst of reading, however much there still is", async () => {
    const began = Promise.withResolvers<void>();
    const feed = followEnds(async () => ({
      async read(from, limit) {
        began.resolve();
        await setImmediate();
        return Array.from({ length: limit }, (_, at) => {
          const number = from + at;
          return { number, sid: `s${number}`, user_id: null, epoch: null, at: 1, expires_at: FAR };
        });
      },
      close: async () => {},
    }));
    await began.promise;
    await feed.close();
    assert.equal(feed.recall("s1", 1), undefined);
  });

  test("begins anew when a backup was restored beneath it", async (t) => {
    const { database, register, feed } = await scene(t);
    for (const sid of ["kept", "lost", "new"]) await register.enter(entryOf(sid));
    await register.end("kept", 1);
    await register.end("lost", 2);
    await until(() => isEnded(feed, "lost"));
    // As if the second end had never been, and another had come instead, under the same number.
    await database.transact(async (transaction) => {
      await transaction.deleteFrom("countersign_ends").where("sid", "=", "lost").execute();
      const fresh = { number: 2, sid: "new", user_id: null, epoch: null, at: 3, expires_at: FAR };
      await transaction.insertInto("countersign_ends").values(fresh).execute();
    });
    await until(() => isEnded(feed, "new"));
    assert.deepEqual([isEnded(feed, "kept"), isEnded(feed, "lost")], [true, false]);
  });
});
