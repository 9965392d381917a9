import { after, test } from "node:test";
import { cache } from "../../src/engines/cache.ts";
import { engineContract } from "../../src/testing/engine-contract.ts";
import { ioredis, iovalkey, newPrefix } from "./redis-clients.ts";
import { redisServer, skipsRedis } from "./redis-server.ts";

// Everything that an engine promises, over a real server, by two clients at once.

if (skipsRedis) test("cache keeps the contract", { skip: skipsRedis });
else {
  const { port } = await redisServer({ after });

  engineContract("cache by ioredis", (needs) => {
    const options = { prefix: newPrefix() };
    const open = () => cache(ioredis(needs.t, port), options)(needs);
    return [open(), open()];
  });

  engineContract("cache by iovalkey", (needs) => {
    const options = { prefix: newPrefix() };
    const open = () => cache(iovalkey(needs.t, port), options)(needs);
    return [open(), open()];
  });
}
