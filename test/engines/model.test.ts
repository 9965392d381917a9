import { after, test } from "node:test";
import { everyEngine } from "./every-engine.ts";
import { playSessions } from "./play-session.ts";
import { redisServer, skipsRedis } from "./redis-server.ts";

// The long form, with ten thousand a piece, is `model.long.ts`.

const server = skipsRedis ? undefined : await redisServer({ after });

for (const [name, engine] of Object.entries(everyEngine(server?.port))) {
  test(`${name} does what the model of a session does, whatever two requests do to it at once (T231)`, (t) =>
    playSessions(t, engine, 150));
}

if (skipsRedis) test("cache and layered do what the model does", { skip: skipsRedis });
