import { asMarkdown, type Figure, ratios, spread } from "./figures.ts";
import { type LoadGenerator, startLoad } from "./load.ts";
import type { Part } from "./part.ts";
import { processorTimeOf } from "./process-tree.ts";
import { removeFolder, type ServerProcess } from "./server-process.ts";
import { register, startSite } from "./site.ts";
import { atMost } from "./targets.ts";

/**
 * What two workers cost over one: the processor time a request of everything that the site runs, the process that
 * hands out connections too. Not how much more they answer, for which a machine needs more than two cores.
 */
export const workers: Part = {
  name: "workers",
  title: "Two workers over one",
  length: { rounds: 10, seconds: 4 },

  async measure({ rounds, seconds }, say) {
    const load = startLoad();
    const sites: Site[] = [];
    try {
      for (const count of [1, 2]) sites.push(await startWith(count));
      const [one, two] = sites as [Site, Site];
      // Warm both before anything counts.
      for (const site of sites) await costOf(load, site, 2);
      for (let round = 1; round <= rounds; round += 1) {
        // Either first by turns.
        const order = round % 2 === 0 ? [one, two] : [two, one];
        for (const site of order) site.costs.push(await costOf(load, site, seconds));
        const costs = sites.map((site) => site.costs.at(-1)?.toFixed(1)).join(" and ");
        say(`round ${round} of ${rounds}: ${costs} µs`);
      }
      const figures = figuresOf(one, two);
      return { markdown: asMarkdown(figures), figures };
    } finally {
      await load.stop();
      for (const { server } of sites) {
        await server.stop();
        removeFolder(server.folder);
      }
    }
  },
};

interface Site {
  readonly server: ServerProcess;
  readonly cookie: string;
  /** A request, in microseconds, turn by turn. */
  readonly costs: number[];
}

const startWith = async (count: number): Promise<Site> => {
  const server = await startSite({ COUNTERSIGN_WORKERS: String(count) });
  return { server, cookie: await register(server), costs: [] };
};

const costOf = async (
  load: LoadGenerator,
  { server, cookie }: Site,
  seconds: number,
): Promise<number> => {
  const before = processorTimeOf(server.pid);
  const { requests } = await load.run({
    url: `${server.url}/welcome`,
    cookies: [cookie],
    seconds,
    idle: "sleeps",
  });
  return (processorTimeOf(server.pid) - before) / requests;
};

const figuresOf = (one: Site, two: Site): readonly Figure[] => {
  const over = spread(ratios(two.costs, one.costs));
  const cost = (name: string, { costs }: Site): Figure => ({
    name: `\`/welcome\`, processor time a request: ${name}`,
    unit: " µs",
    measured: spread(costs),
  });
  return [
    cost("one process", one),
    cost("two workers and their primary", two),
    {
      name: "two workers over one",
      unit: "",
      measured: over,
      ...atMost(1.1, over.median),
    },
  ];
};
