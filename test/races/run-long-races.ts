import assert from "node:assert/strict";
import { after, test } from "node:test";
import { skipsPostgres } from "../database/postgres-server.ts";
import { redisServer, skipsRedis } from "../engines/redis-server.ts";
import { everyRace } from "./every-race.ts";
import { racingEngines } from "./racing-engines.ts";
import { EVERY_ANSWERING, type Running, runRaces } from "./run-races.ts";

const WITH_REDIS: ReadonlySet<string> = new Set(["cache", "layered"]);

/**
 * All races over these engines, answered by one process and by two, at once and from afar. A minute or two for
 * each engine, on a machine that does nothing else, so each file has but some of them; a choice of the races, in
 * seconds: `races.test.ts`.
 */
export const runLongRaces = async (
  where: Running["where"],
  names: readonly string[],
): Promise<void> => {
  const wantsRedis = names.some((name) => WITH_REDIS.has(name));
  const skip = (where === "PostgreSQL" && skipsPostgres) || (wantsRedis && skipsRedis);
  if (skip) {
    test(`${names.join(" and ")}, with users on ${where}, whatever the order`, { skip });
    return;
  }
  const server = wantsRedis ? await redisServer({ after }) : undefined;
  const engines = racingEngines(server?.port);
  for (const name of names) {
    const engine = engines[name];
    assert.ok(engine, name);
    runRaces({
      ...{ where, engine: [name, engine], races: everyRace },
      ...{ answerings: EVERY_ANSWERING, isReduced: true },
    });
  }
};
