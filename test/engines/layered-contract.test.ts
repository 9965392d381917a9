import { after, test } from "node:test";
import { layered } from "../../src/engines/layered.ts";
import { engineContract } from "../../src/testing/engine-contract.ts";
import { temporaryDatabase, temporaryPath } from "../database/temporary-database.ts";
import { ioredis, iovalkey, newPrefix } from "./redis-clients.ts";
import { redisServer, skipsRedis } from "./redis-server.ts";

// Everything that an engine promises, over a real server and a real database, by two clients at once.

if (skipsRedis) test("layered keeps the contract", { skip: skipsRedis });
else {
  const { port } = await redisServer({ after });

  engineContract("layered", async ({ t, clock }) => {
    const [path, prefix] = [temporaryPath(t), newPrefix()];
    const needs = async () => ({ clock, database: await temporaryDatabase(t, path) });
    return [
      layered(ioredis(t, port), { prefix })(await needs()),
      layered(iovalkey(t, port), { prefix })(await needs()),
    ];
  });
}
