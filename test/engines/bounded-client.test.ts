import assert from "node:assert/strict";
import { test } from "node:test";
import { boundedClient } from "../../src/engines/bounded-client.ts";
import { type CacheClient, checkClient } from "../../src/engines/cache-client.ts";
import { isCountersignError } from "../../src/errors/countersign-error.ts";

/** A server at the other end whose replies this test gives. */
const serverAtHand = () => {
  const waiting: { resolve(reply: unknown): void; reject(error: unknown): void }[] = [];
  const ask = <Reply>(): Promise<Reply> =>
    new Promise((resolve, reject) => waiting.push({ resolve: resolve as never, reject }));
  const client: CacheClient = { ping: ask, hgetall: ask, eval: ask, del: ask };
  return { client: boundedClient(client), waiting };
};

const FAILURE = { code: "storage.unavailable" };

test("hands on each reply", async () => {
  const { client, waiting } = serverAtHand();
  const asking = [client.ping(), client.hgetall("a"), client.eval("b", 0), client.del("c")];
  for (const [at, { resolve }] of waiting.entries()) resolve(at);
  assert.deepEqual(await Promise.all(asking), [0, 1, 2, 3]);
});

test("whatever a server or a client refuses with is a failure of the storage that repeats nothing", async () => {
  const replies = [
    "READONLY You can't write against a read only replica.",
    "LOADING Redis is loading the dataset in memory",
    "MOVED 3999 127.0.0.1:6381",
    "NOAUTH Authentication required.",
    "OOM command not allowed when used memory > 'maxmemory'.",
    "BUSY Redis is busy running a script.",
    "ERR unknown command, with args beginning with: 'secret'",
    "Connection is closed: secret",
  ];
  for (const message of [...replies, undefined]) {
    const { client, waiting } = serverAtHand();
    const asking = client.hgetall("secret");
    const error = Object.assign(new Error(message), { command: { args: ["secret"] } });
    waiting[0]?.reject(message === undefined ? "secret" : error);
    const failure = await asking.catch((reason: unknown) => reason);
    assert.ok(isCountersignError(failure, "storage.unavailable"), `${message}`);
    assert.doesNotMatch(
      JSON.stringify([failure, failure.message, failure.stack]),
      /secret'|: secret/,
    );
    assert.equal(failure.cause, undefined);
  }
});

test("a client that throws instead of rejecting is a failure like any other", async () => {
  const client = boundedClient({
    ...serverAtHand().client,
    ping: () => {
      throw new Error("closed");
    },
  });
  await assert.rejects(client.ping(), FAILURE);
});

test("has a bound to what waits, refuses the rest at once, and takes more when replies come", async () => {
  const { client, waiting } = serverAtHand();
  const asking = Array.from({ length: 1_000 }, () => client.ping());
  await assert.rejects(client.ping(), FAILURE);
  assert.equal(waiting.length, 1_000);
  for (const { resolve } of waiting) resolve("PONG");
  await Promise.all(asking);
  const next = client.ping();
  waiting.at(-1)?.resolve("PONG");
  assert.equal(await next, "PONG");
});

test("gives up a reply that does not come, asks nothing more meanwhile, and is back with the next one", async () => {
  const { client, waiting } = serverAtHand();
  await assert.rejects(client.ping(), FAILURE);
  await assert.rejects(client.hgetall("a"), FAILURE);
  assert.equal(waiting.length, 1, "a silent server was asked again");
  waiting[0]?.resolve("PONG");
  await new Promise(setImmediate);
  const next = client.ping();
  waiting[1]?.resolve("PONG");
  assert.equal(await next, "PONG");
});

test("a client must have the four commands, and is told which one is missing", () => {
  const { client } = serverAtHand();
  assert.doesNotThrow(() => checkClient("cache", client, "p:"));
  for (const command of ["ping", "hgetall", "eval", "del"]) {
    assert.throws(
      () => checkClient("cache", { ...client, [command]: undefined }, "p:"),
      (error: unknown) =>
        isCountersignError(error, "settings.invalid") && error.message.includes(`no ${command}()`),
    );
  }
  assert.throws(() => checkClient("cache", undefined as never, "p:"), { code: "settings.invalid" });
  for (const prefix of ["", 5 as never, null as never]) {
    assert.throws(() => checkClient("cache", client, prefix), {
      code: "settings.invalid",
      message: /prefix/,
    });
  }
});
