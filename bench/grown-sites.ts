import { type Client, createClient } from "./client.ts";
import { SECRET } from "./filled-user.ts";
import { REPORTING, type ServerProcess } from "./server-process.ts";
import { startSite } from "./site.ts";

/** A folder that was filled, with how many users. */
export interface Place {
  readonly folder: string;
  readonly count: number;
}

/** A site over such a folder. */
export interface GrownSite {
  readonly server: ServerProcess;
  readonly client: Client;
  readonly count: number;
}

export type Both<Each> = readonly [few: Each, many: Each];

/** Runs a site over each of two folders, at one cost of hashing, for as long as they are measured. */
export const onBoth = async <Result>(
  [few, many]: Both<Place>,
  cost: number,
  measure: (sites: Both<GrownSite>) => Promise<Result>,
): Promise<Result> => {
  const started: GrownSite[] = [];
  const environment = { COUNTERSIGN_SECRET: SECRET, COUNTERSIGN_BCRYPT_COST: String(cost) };
  const start = async ({ folder, count }: Place): Promise<GrownSite> => {
    const server = await startSite(environment, folder, REPORTING);
    const site = { server, client: createClient(server.url), count };
    started.push(site);
    return site;
  };
  try {
    return await measure([await start(few), await start(many)]);
  } finally {
    for (const { server, client } of started) {
      client.close();
      await server.stop();
    }
  }
};

/** Either first by turns. */
export const orderOf = (round: number): readonly (0 | 1)[] => (round % 2 === 0 ? [0, 1] : [1, 0]);

/** Far from the one before and the one after it, and none twice. Below `count`. */
export const spreadOver = (nth: number, count: number): number => (nth * 7_919) % count;
