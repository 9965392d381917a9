import { test } from "node:test";
import { everyOrder } from "./every-order.ts";
import { openScene } from "./open-scene.ts";
import type { RacePromises, Stage } from "./race-scene.ts";
import type { RacingEngine } from "./racing-engines.ts";
import { newDatabases, twoProcesses } from "./two-processes.ts";

/** How those who race are answered. */
export type Answering = Omit<Stage, "processes">;

export const EVERY_ANSWERING: readonly Answering[] = [
  { isFar: false, isOneProcess: true },
  { isFar: false, isOneProcess: false },
  { isFar: true, isOneProcess: true },
  { isFar: true, isOneProcess: false },
];

export interface Running {
  readonly where: keyof typeof newDatabases;
  readonly engine: readonly [name: string, engine: RacingEngine];
  readonly races: RacePromises;
  readonly answerings: readonly Answering[];
  readonly isReduced: boolean;
}

const wordsOf = ({ isFar, isOneProcess }: Answering): string =>
  `${isFar ? "from afar" : "at once"}, by ${isOneProcess ? "one process" : "two processes"}`;

/** Races over one engine and one database, as a test of which each promise is a part. */
export const runRaces = ({ where, engine, races, answerings, isReduced }: Running): void => {
  const [name, engineOf] = engine;
  test(`${name}, with users on ${where}, whatever the order`, async (t) => {
    const processes = await twoProcesses(t, await newDatabases[where](t), engineOf);
    const { isSynchronous } = processes.parts[0].door;
    const possible = answerings.filter(({ isFar }) => isFar || isSynchronous);
    for (const [title, race] of Object.entries(races)) {
      await t.test(title, async (each) => {
        for (const answering of possible) {
          const stage: Stage = { ...answering, processes };
          const begin = () => race((setting) => openScene(stage, setting));
          const count = await everyOrder(begin, { isReduced });
          each.diagnostic(`${count} orders, answered ${wordsOf(answering)}`);
        }
      });
    }
  });
};
