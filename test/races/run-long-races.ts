import { after, test } from "node:test";
import { skipsPostgres } from "../database/postgres-server.ts";
import { redisServer, skipsRedis } from "../engines/redis-server.ts";
import { everyRace } from "./every-race.ts";
import { racingEngines } from "./racing-engines.ts";
import { EVERY_ANSWERING, type Running, runRaces } from "./run-races.ts";

/**
 * All races over all engines, answered by one process and by two, at once and from afar. Some minutes for
 * each database; a choice of them, in seconds: `races.test.ts`.
 */
export const runLongRaces = async (where: Running["where"]): Promise<void> => {
  if (where === "PostgreSQL" && skipsPostgres) {
    test("users on PostgreSQL, whatever the order", { skip: skipsPostgres });
    return;
  }
  const server = skipsRedis ? undefined : await redisServer({ after });
  if (!server) test("cache and layered, whatever the order", { skip: skipsRedis });
  for (const engine of Object.entries(racingEngines(server?.port))) {
    runRaces({ where, engine, races: everyRace, answerings: EVERY_ANSWERING, isReduced: true });
  }
};
