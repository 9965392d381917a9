import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { layered } from "../../src/engines/layered.ts";
import { temporaryDatabase } from "../database/temporary-database.ts";
import { freePort } from "../stories/free-port.ts";
import type { Ending } from "../stories/temporary-folder.ts";
import { add, changeKept, dataOf, keepNew, newId, set } from "./kept-sessions.ts";
import { ioredis, iovalkey } from "./redis-clients.ts";
import { type RedisServer, redisServer, skipsRedis } from "./redis-server.ts";

const FAILURE = { code: "storage.unavailable" };
type Connect = typeof ioredis | typeof iovalkey;

const layeredIn = async (t: Ending, connect: Connect = ioredis, ...flags: readonly string[]) => {
  const server: RedisServer = await redisServer(t, ...flags);
  const database = await temporaryDatabase(t);
  const client = connect(t, server.port);
  const engine = layered(client)({ database, clock: Date.now });
  return { server, database, client, engine };
};

suite("layered, when something fails", { skip: skipsRedis, concurrency: true }, () => {
  for (const connect of [ioredis, iovalkey]) {
    test(`killed, it reads from the database and refuses to write; empty again, nobody is logged out (T244, ${connect.name})`, async (t) => {
      const { server, engine } = await layeredIn(t, connect);
      const kept = await keepNew(engine, { user_id: 7 });
      assert.deepEqual(await dataOf(engine, kept), { user_id: 7 });
      await server.kill();
      assert.deepEqual(await dataOf(engine, kept), { user_id: 7 });
      await assert.rejects(changeKept(engine, kept, set("x", 1)), FAILURE);
      await assert.rejects(async () => engine.drop(kept), FAILURE);
      assert.deepEqual(await dataOf(engine, kept), { user_id: 7 }, "refused, and not half done");
      await server.start();
      assert.deepEqual(await dataOf(engine, kept), { user_id: 7 });
      const untilItIsBack = async (): Promise<string | undefined> =>
        changeKept(engine, kept, set("x", 2)).catch(untilItIsBack);
      assert.equal(await untilItIsBack(), kept.token);
      assert.deepEqual(await dataOf(engine, kept), { user_id: 7, x: 2 });
    });

    test(`silent, each call ends, by the database or as a failure (T248, ${connect.name})`, async (t) => {
      const { server, engine } = await layeredIn(t, connect);
      const kept = await keepNew(engine, { x: 1 });
      assert.deepEqual(await dataOf(engine, kept), { x: 1 });
      server.pause();
      assert.deepEqual(await dataOf(engine, kept), { x: 1 });
      await assert.rejects(changeKept(engine, kept, set("x", 2)), FAILURE);
      await assert.rejects(async () => engine.drop(kept), FAILURE);
      server.resume();
      const untilItIsBack = async (): Promise<string | undefined> =>
        changeKept(engine, kept, set("x", 3)).catch(untilItIsBack);
      assert.equal(await untilItIsBack(), kept.token);
      assert.deepEqual(await dataOf(engine, kept), { x: 3 });
    });
  }

  test("refuses to start without its server or its database, and starts with both (T242)", async (t) => {
    const { engine, database, client } = await layeredIn(t);
    await engine.open();
    const nobody = layered(ioredis(t, await freePort()))({ database, clock: Date.now });
    await assert.rejects(nobody.open(), FAILURE);
    assert.throws(() => layered(client)({ database: undefined, clock: Date.now }), {
      code: "settings.invalid",
    });
  });

  test("full, or a replica, it reads and refuses to write (T246, T247)", async (t) => {
    const { engine, client } = await layeredIn(t, ioredis, "--maxmemory-policy", "noeviction");
    const kept = await keepNew(engine, { x: 1 });
    const faults = [
      [() => client.config("SET", "maxmemory", "1"), () => client.config("SET", "maxmemory", "0")],
      [() => client.replicaof("127.0.0.1", 1), () => client.replicaof("NO", "ONE")],
    ] as const;
    for (const [harm, mend] of faults) {
      await harm();
      assert.deepEqual(await dataOf(engine, kept), { x: 1 });
      await assert.rejects(changeKept(engine, kept, set("x", 2)), FAILURE);
      assert.deepEqual(await dataOf(engine, kept), { x: 1 });
      await mend();
      assert.equal(await changeKept(engine, kept, set("x", 1)), kept.token);
    }
  });

  test("tokens that nobody has leave no trace in the cache, and copies hold no secret (T276)", async (t) => {
    const { engine, client } = await layeredIn(t);
    for (let at = 0; at < 100; at += 1) await engine.load(`${newId()}.${"s".repeat(43)}`);
    assert.equal(await client.dbsize(), 0);
    const kept = await keepNew(engine, { x: 1 });
    await engine.load(kept.token);
    const [key = ""] = await client.keys("countersign:session-copy:*");
    const copy = JSON.stringify(await client.hgetall(key));
    assert.match(copy, /digest/);
    assert.equal(copy.includes(kept.token.split(".")[1] ?? ""), false);
  });

  test("a hundred increments at once by two hosts are all there, in the database too (T219)", async (t) => {
    const { engine, database, server } = await layeredIn(t);
    const other = layered(iovalkey(t, server.port))({ database, clock: Date.now });
    const kept = await keepNew(engine);
    await Promise.all(
      Array.from({ length: 100 }, (_, at) =>
        changeKept(at % 2 ? engine : other, kept, add("n", 1)),
      ),
    );
    assert.deepEqual(await dataOf(engine, kept), { n: 100 });
    assert.deepEqual(await dataOf(other, kept), { n: 100 });
    await server.kill();
    assert.deepEqual(await dataOf(other, kept), { n: 100 });
  });

  test("sweeps the rows that have expired", async (t) => {
    const { engine } = await layeredIn(t);
    const now = Date.now();
    await keepNew(engine, {}, { expiresAt: now - 1 });
    const kept = await keepNew(engine, {}, { expiresAt: now });
    assert.equal(await engine.sweep(now, 10), 1);
    assert.deepEqual(await dataOf(engine, kept), {});
  });
});
