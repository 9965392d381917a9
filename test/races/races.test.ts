import { after, test } from "node:test";
import { skipsPostgres } from "../database/postgres-server.ts";
import { redisServer, skipsRedis } from "../engines/redis-server.ts";
import { fewAccountRaces, sessionRaces, shortRaces } from "./every-race.ts";
import type { RacePromises } from "./race-scene.ts";
import { racingEngines } from "./racing-engines.ts";
import { type Answering, type Running, runRaces } from "./run-races.ts";

// Two requests at the same moment, in every order of their steps in which anybody could see a difference.
// All races over all engines, by one process and by two: `cookies-on-sqlite.long.ts` and its neighbours. On
// two hosts, whose steps nobody puts in order: `two-hosts.test.ts`.

const server = skipsRedis ? undefined : await redisServer({ after });
const engines = racingEngines(server?.port);

type Run = readonly [where: Running["where"], name: string, races: RacePromises, Answering];

const RUNS: readonly Run[] = [
  [
    "SQLite",
    "signed-cookie",
    { ...sessionRaces, ...fewAccountRaces },
    { isFar: false, isOneProcess: false },
  ],
  ["SQLite", "database", shortRaces, { isFar: false, isOneProcess: true }],
  ["SQLite", "layered", shortRaces, { isFar: true, isOneProcess: true }],
  ["PostgreSQL", "signed-cookie", shortRaces, { isFar: true, isOneProcess: true }],
  ["PostgreSQL", "database", shortRaces, { isFar: true, isOneProcess: false }],
];

for (const [where, name, races, answering] of RUNS) {
  const engine = engines[name];
  const skip = (where === "PostgreSQL" && skipsPostgres) || (!engine && skipsRedis);
  if (skip) test(`${name}, with users on ${where}`, { skip });
  else if (engine) {
    runRaces({ where, engine: [name, engine], races, answerings: [answering], isReduced: true });
  }
}
