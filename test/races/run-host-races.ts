import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { skipsPostgres } from "../database/postgres-server.ts";
import { asItComes } from "./as-it-comes.ts";
import { endingHost } from "./ending-host.ts";
import { EARLY, hostRaces, meetingOf } from "./host-races.ts";
import { openScene } from "./open-scene.ts";
import { racingEngines } from "./racing-engines.ts";
import { newDatabases, twoProcesses } from "./two-processes.ts";

/**
 * Two hosts at one database, or two processes at one file, as it comes: a test for each race.
 *
 * @param runsOf how often a race is run, at least, by its title
 */
export const runHostRaces = (
  engines: readonly string[],
  runsOf: (title: string) => number,
): void => {
  for (const where of ["SQLite", "PostgreSQL"] as const) {
    const skip = where === "PostgreSQL" && skipsPostgres;
    for (const name of engines) {
      suite(`${name}, with users on ${where}, as it comes`, { skip }, () => {
        for (const [title, race] of Object.entries(hostRaces)) {
          test(title, async (t) => {
            const address = await newDatabases[where](t);
            const processes = await twoProcesses(t, address, racingEngines(undefined)[name]!);
            const end = await endingHost(t, address);
            const stage = { processes, isFar: false, isOneProcess: false };
            const runs = runsOf(title);
            const { all, met } = await asItComes(runs, () =>
              meetingOf(
                race,
                openScene(stage),
                (userId) => (at) => end({ title, userId, at, now: processes.hand.read() }),
              ),
            );
            const counts = [...all].map(([outcome, count]) => `${outcome}: ${count}`).sort();
            t.diagnostic(`${runs} runs, at the same moment in ${met}; ${counts.join("; ")}`);
            assert.deepEqual(new Set(all.keys()), new Set([EARLY, race.late]));
          });
        }
      });
    }
  }
};
