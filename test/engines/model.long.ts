import { after, test } from "node:test";
import { everyEngine } from "./every-engine.ts";
import { playSessions } from "./play-session.ts";
import { redisServer, skipsRedis } from "./redis-server.ts";

const server = skipsRedis ? undefined : await redisServer({ after });

for (const [name, engine] of Object.entries(everyEngine(server?.port))) {
  test(`${name} does what the model of a session does, ten thousand times (T231)`, (t) =>
    playSessions(t, engine, 10_000));
}

if (skipsRedis) test("cache and layered do what the model does", { skip: skipsRedis });
