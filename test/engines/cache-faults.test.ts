import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { type CacheOptions, cache } from "../../src/engines/cache.ts";
import type { CacheClient } from "../../src/engines/cache-client.ts";
import type { SessionEngine } from "../../src/sessions/session-engine.ts";
import { freePort } from "../stories/free-port.ts";
import { changeKept, dataOf, keepNew, set } from "./kept-sessions.ts";
import { ioredis, iovalkey } from "./redis-clients.ts";
import { redisServer, skipsRedis } from "./redis-server.ts";

const FAILURE = { code: "storage.unavailable" };

const cacheOf = (client: CacheClient, options: CacheOptions = {}) =>
  cache(client, options)({ clock: Date.now });

/** Asks until it is answered: back is back, however long that takes. */
const untilItAnswers = async <Answer>(ask: () => Answer | Promise<Answer>): Promise<Answer> => {
  for (;;) {
    try {
      return await ask();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
};

const refusesWrites = async (engine: SessionEngine): Promise<void> => {
  await assert.rejects(keepNew(engine), FAILURE);
};

suite("cache, when its server fails", { skip: skipsRedis, concurrency: true }, () => {
  for (const connect of [ioredis, iovalkey]) {
    test(`refuses to start without one, and starts with one (T242, ${connect.name})`, async (t) => {
      await assert.rejects(cacheOf(connect(t, await freePort())).open(), FAILURE);
      const { port } = await redisServer(t);
      await cacheOf(connect(t, port)).open();
    });

    test(`killed, each call fails; empty again, nobody is a ghost (T243, T244, ${connect.name})`, async (t) => {
      const server = await redisServer(t);
      const engine = cacheOf(connect(t, server.port));
      const kept = await keepNew(engine, { x: 1 });
      await server.kill();
      await assert.rejects(async () => engine.load(kept.token), FAILURE);
      await assert.rejects(changeKept(engine, kept, set("x", 2)), FAILURE);
      await assert.rejects(async () => engine.drop(kept), FAILURE);
      await refusesWrites(engine);
      await server.start();
      const loaded = await untilItAnswers(() => engine.load(kept.token));
      assert.partialDeepStrictEqual(loaded, { refused: "unknown" });
      assert.equal(await changeKept(engine, kept, set("x", 2)), undefined);
      assert.partialDeepStrictEqual(await engine.load(kept.token), { refused: "unknown" });
      assert.deepEqual(await dataOf(engine, await keepNew(engine, { x: 3 })), { x: 3 });
    });

    test(`silent, each call ends as a failure; back, all is as it was (T248, ${connect.name})`, async (t) => {
      const server = await redisServer(t);
      const engine = cacheOf(connect(t, server.port));
      const kept = await keepNew(engine, { x: 1 });
      server.pause();
      const asking = Array.from({ length: 50 }, async () => engine.load(kept.token));
      const outcomes = await Promise.allSettled([...asking, changeKept(engine, kept, {})]);
      for (const outcome of outcomes) {
        assert.equal(outcome.status === "rejected" && outcome.reason.code, FAILURE.code);
      }
      await assert.rejects(async () => engine.load(kept.token), FAILURE);
      server.resume();
      assert.deepEqual(await untilItAnswers(() => dataOf(engine, kept)), { x: 1 });
      assert.equal(await changeKept(engine, kept, set("x", 2)), kept.token);
    });
  }

  test("full, it refuses writes whole, still reads and drops, and has room again (T246)", async (t) => {
    const { port } = await redisServer(t, "--maxmemory-policy", "noeviction");
    const client = ioredis(t, port);
    const engine = cacheOf(client);
    const [kept, other] = [await keepNew(engine, { a: 1 }), await keepNew(engine)];
    const change = { isCleared: true, deleted: new Set(["a"]), ...set("b", 2) };
    await client.config("SET", "maxmemory", "1");
    await refusesWrites(engine);
    await assert.rejects(changeKept(engine, kept, change), FAILURE);
    assert.deepEqual(await dataOf(engine, kept), { a: 1 });
    await engine.drop(other);
    assert.equal(await dataOf(engine, other), undefined);
    await client.config("SET", "maxmemory", "0");
    assert.equal(await changeKept(engine, kept, change), kept.token);
    assert.deepEqual(await dataOf(engine, kept), { b: 2 });
  });

  test("a replica that may not be written, or a master without enough of them, refuses (T247)", async (t) => {
    const { port } = await redisServer(t);
    const client = ioredis(t, port);
    const engine = cacheOf(client);
    const kept = await keepNew(engine, { x: 1 });
    const faults = [
      [
        () => client.config("SET", "min-replicas-to-write", "1"),
        () => client.config("SET", "min-replicas-to-write", "0"),
      ],
      [() => client.replicaof("127.0.0.1", 1), () => client.replicaof("NO", "ONE")],
    ] as const;
    for (const [break_, mend] of faults) {
      await break_();
      await refusesWrites(engine);
      await assert.rejects(changeKept(engine, kept, set("x", 2)), FAILURE);
      await assert.rejects(async () => engine.drop(kept), FAILURE);
      assert.deepEqual(await dataOf(engine, kept), { x: 1 });
      await mend();
      assert.equal(await changeKept(engine, kept, set("x", 1)), kept.token);
    }
  });

  test("a server that wants a password is not there without it (T247)", async (t) => {
    const { port } = await redisServer(t, "--requirepass", "open");
    await assert.rejects(cacheOf(ioredis(t, port)).open(), FAILURE);
    await cacheOf(ioredis(t, port, { password: "open" })).open();
  });

  test("a cluster that does not serve our key is a failure (T247)", async (t) => {
    const { port } = await redisServer(t, "--cluster-enabled", "yes");
    const client = ioredis(t, port);
    const engine = cacheOf(client);
    await refusesWrites(engine);
    const token = `${"a".repeat(22)}.${"s".repeat(43)}`;
    await assert.rejects(async () => engine.load(token), FAILURE);
    await client.cluster("ADDSLOTSRANGE", 0, 16_383);
    assert.partialDeepStrictEqual(await untilItAnswers(() => engine.load(token)), {
      refused: "unknown",
    });
  });

  test("on a cluster a new id is refused, unless the prefix has one hash tag for all", async (t) => {
    const { port } = await redisServer(t, "--cluster-enabled", "yes");
    const client = ioredis(t, port);
    await client.cluster("ADDSLOTSRANGE", 0, 16_383);
    const apart = cacheOf(client);
    const kept = await untilItAnswers(() => keepNew(apart, {}, { id: "one" }));
    await assert.rejects(changeKept(apart, kept, {}, { id: "two" }), FAILURE);
    assert.deepEqual(await dataOf(apart, kept), {});
    const together = cacheOf(client, { prefix: "{countersign}:session:" });
    const other = await keepNew(together, { x: 1 });
    const token = (await changeKept(together, other, {}, { id: "two" })) ?? "";
    assert.deepEqual(await dataOf(together, { token }), { x: 1 });
  });

  test("something else under our key is a failure, and no session that nobody has", async (t) => {
    const { port } = await redisServer(t);
    const client = ioredis(t, port);
    const engine = cacheOf(client, { prefix: "p:" });
    const kept = await keepNew(engine, { x: 1 });
    await client.set(`p:${kept.id}`, "text");
    await assert.rejects(async () => engine.load(kept.token), FAILURE);
    await assert.rejects(changeKept(engine, kept, set("x", 2)), FAILURE);
    assert.equal(await client.get(`p:${kept.id}`), "text");
    await engine.drop(kept);
    assert.partialDeepStrictEqual(await engine.load(kept.token), { refused: "unknown" });
  });
});
