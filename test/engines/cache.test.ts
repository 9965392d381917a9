import assert from "node:assert/strict";
import { after, suite, test } from "node:test";
import { cache } from "../../src/engines/cache.ts";
import type { JsonValue } from "../../src/sessions/json-value.ts";
import type { SessionMarks } from "../../src/sessions/session-contents.ts";
import type { Ending } from "../stories/temporary-folder.ts";
import { add, changeKept, DAY, dataOf, keepNew, newId, set } from "./kept-sessions.ts";
import { ioredis, newPrefix } from "./redis-clients.ts";
import { redisServer, skipsRedis } from "./redis-server.ts";

const server = skipsRedis ? undefined : await redisServer({ after });

const cacheIn = (t: Ending) => {
  const prefix = newPrefix();
  const client = ioredis(t, server?.port ?? 0);
  const open = () => cache(client, { prefix })({ clock: Date.now });
  const leftOf = (id: string): Promise<number> => client.pttl(prefix + id);
  const keys = (): Promise<string[]> => client.keys(`${prefix}*`);
  return { engine: open(), other: open(), client, prefix, leftOf, keys };
};

suite("cache", { skip: skipsRedis }, () => {
  test("a hundred keys and a hundred increments at once are all there (T219)", async (t) => {
    const { engine, other } = cacheIn(t);
    const kept = await keepNew(engine);
    await Promise.all(
      Array.from({ length: 100 }, async (_, at) => {
        const one = at % 2 ? engine : other;
        await Promise.all([
          changeKept(one, kept, set(`key${at}`, at)),
          changeKept(one, kept, add("n", 1)),
        ]);
      }),
    );
    const { n, ...keys } = (await dataOf(engine, kept)) ?? {};
    assert.equal(n, 100);
    assert.deepEqual(
      keys,
      Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`key${at}`, at])),
    );
  });

  test("adds as JavaScript does: whole numbers to 2^53, and fractions to the last digit", async (t) => {
    const { engine } = cacheIn(t);
    const cases: readonly (readonly [JsonValue, number])[] = [
      [0.1, 0.2],
      [2 ** 53 - 2, 1],
      [-(2 ** 53) + 2, -1],
      [1e21, 1],
      [5e-324, 5e-324],
      [1.7976931348623157e308, -1],
      [-0.5, 0.5],
      [1, -1],
      [123456789.123, 1e-7],
      ["7", 1],
      [null, 1],
      [[5], 2],
      [{ n: 5 }, 3],
      [true, 1],
    ];
    for (const [before, by] of cases) {
      const kept = await keepNew(engine, { n: before });
      await changeKept(engine, kept, add("n", by));
      const expected = (typeof before === "number" ? before : 0) + by;
      assert.deepEqual(await dataOf(engine, kept), { n: expected }, `${before} + ${by}`);
    }
    const kept = await keepNew(engine, { n: Number.MAX_VALUE });
    await changeKept(engine, kept, add("n", Number.MAX_VALUE));
    assert.deepEqual(await dataOf(engine, kept), { n: null }, "no finite number, no number");
  });

  test("what was dropped or moved is revived by nobody, in whichever order", async (t) => {
    const { engine, other, keys } = cacheIn(t);
    for (let time = 0; time < 50; time += 1) {
      const kept = await keepNew(engine);
      const moved = newId();
      const [token, changed] = await Promise.all([
        changeKept(engine, kept, set("a", 1), { id: moved }),
        changeKept(other, kept, set("b", 2)),
      ]);
      assert.equal(await dataOf(other, kept), undefined);
      const expected = changed === undefined ? { a: 1 } : { a: 1, b: 2 };
      assert.deepEqual(await dataOf(other, { token: token ?? "" }), expected);

      const next = { id: moved, token: token ?? "" };
      await Promise.all([engine.drop(next), changeKept(other, next, set("c", 3))]);
      assert.equal(await changeKept(engine, next, set("c", 3)), undefined);
      assert.equal(await dataOf(engine, next), undefined);
    }
    assert.deepEqual(await keys(), []);
  });

  test("lives as long as it was saved for, shorter only if it was told so, and never for ever", async (t) => {
    const { engine, leftOf } = cacheIn(t);
    const now = Date.now();
    const isAbout = (left: number, span: number): void =>
      assert.ok(left > span - 60_000 && left <= span + 1, `${left} of ${span}`);
    const kept = await keepNew(engine, {}, { expiresAt: now + DAY });
    isAbout(await leftOf(kept.id), DAY);
    await changeKept(engine, kept, set("x", 1), { expiresAt: now + DAY / 2 });
    isAbout(await leftOf(kept.id), DAY);
    await changeKept(engine, kept, {}, { expiresAt: now + 2 * DAY });
    isAbout(await leftOf(kept.id), 2 * DAY);
    const expiry = { marks: new Map<keyof SessionMarks, number>([["expiry", 43_200]]) };
    await changeKept(engine, kept, expiry, { expiresAt: now + DAY / 2 });
    isAbout(await leftOf(kept.id), DAY / 2);
    const id = newId();
    await changeKept(engine, kept, {}, { id, expiresAt: now + DAY });
    isAbout(await leftOf(id), DAY);
    assert.equal(await leftOf(kept.id), -2, "the old one is gone");
    await changeKept(engine, { ...kept, id }, expiry, { expiresAt: now - 1_000 });
    assert.equal(await leftOf(id), -2, "what has expired goes at once");
  });

  test("keys stay in the order in which they came, however large the session grows", async (t) => {
    const { engine } = cacheIn(t);
    const names = Array.from({ length: 300 }, (_, at) => `key ${(at * 7) % 300}`);
    const long = "x".repeat(100);
    const kept = await keepNew(engine, { first: long });
    await changeKept(engine, kept, { set: new Map(names.map((name) => [name, long])) });
    await changeKept(engine, kept, { deleted: new Set(["key 7"]), ...set("key 0", 1) });
    await changeKept(engine, kept, { ...set("key 7", 1), ...add("n", 1) });
    const order = Object.keys((await dataOf(engine, kept)) ?? {});
    const rest = names.filter((name) => name !== "key 7");
    assert.deepEqual(order, ["first", ...rest, "key 7", "n"]);
  });

  test("no key can be taken for a field of ours, or for the prototype of anything (T020)", async (t) => {
    const { engine } = cacheIn(t);
    const names = [
      "__proto__",
      "constructor",
      "digest",
      "savedAt",
      "mark:used",
      "data:x",
      "",
      "\0",
      "é",
    ];
    const data = Object.fromEntries([...names, "\ud800", "\udc00"].map((name, at) => [name, at]));
    const kept = await keepNew(engine, data);
    assert.deepEqual(await dataOf(engine, kept), data);
    await changeKept(engine, kept, {
      deleted: new Set(["digest", "\ud800"]),
      ...add("__proto__", 5),
    });
    const { digest: _, "\ud800": __, ...rest } = data;
    assert.deepEqual(await dataOf(engine, kept), { ...rest, ["__proto__"]: 5 });
    assert.equal(({} as Record<string, unknown>)["digest"], undefined);
  });

  test("a hundred tokens that nobody has make no key (T276), and the server holds no secret", async (t) => {
    const { engine, client, keys, prefix } = cacheIn(t);
    for (let at = 0; at < 100; at += 1) await engine.load(`${newId()}.${"s".repeat(43)}`);
    assert.deepEqual(await keys(), []);
    const kept = await keepNew(engine, { x: 1 });
    const stored = JSON.stringify(await client.hgetall(prefix + kept.id));
    assert.equal(stored.includes(kept.token.split(".")[1] ?? ""), false);
  });

  test("what somebody else wrote under our prefix is no session", async (t) => {
    const { engine, client, prefix } = cacheIn(t);
    const kept = await keepNew(engine, { x: 1 });
    const whole = await client.hgetall(prefix + kept.id);
    for (const bad of [
      { 'data:"x"': "1 {" },
      { 'data:"x"': "" },
      { "data:x": "1 1" },
      { "mark:used": "" },
    ]) {
      await client.hset(prefix + kept.id, bad);
      assert.partialDeepStrictEqual(
        await engine.load(kept.token),
        { refused: "unknown" },
        JSON.stringify(bad),
      );
      await client.del(prefix + kept.id);
      await client.hset(prefix + kept.id, whole);
      assert.deepEqual(await dataOf(engine, kept), { x: 1 });
    }
    await client.hdel(prefix + kept.id, "digest");
    assert.partialDeepStrictEqual(await engine.load(kept.token), { refused: "unknown" });
    assert.equal(await changeKept(engine, kept, set("x", 2)), undefined);
  });

  test("leaves the caller's client alone: it listens to nothing on it, and does not close it", async (t) => {
    const { engine, client } = cacheIn(t);
    await engine.open();
    const before = client.eventNames().map((name) => client.listenerCount(name));
    await keepNew(cache(client)({ clock: Date.now }));
    await engine.close();
    assert.deepEqual(
      client.eventNames().map((name) => client.listenerCount(name)),
      before,
    );
    assert.equal(await client.ping(), "PONG");
  });
});
