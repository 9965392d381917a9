import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BarPlot, figureBars } from "./bar-plot.ts";
import { fillSite } from "./fill-site.ts";
import { CHEAP, USUAL } from "./filled-user.ts";
import { onBoth } from "./grown-sites.ts";
import { FLOWS, LOGIN } from "./growth-flows.ts";
import { figureOf, growthOf, growthTable } from "./growth-table.ts";
import { FEW, timeWelcome } from "./growth-welcome.ts";
import type { Part } from "./part.ts";
import { removeFolder } from "./server-process.ts";
import { asksOf, timeFlows } from "./time-flows.ts";

/** What each page takes with a million users who are logged in, over what it takes with a hundred. */
export const growth: Part = {
  name: "growth",
  title: "A million users and a million sessions",
  length: { rounds: 40, seconds: 2, rows: 1_000_000 },

  async measure({ rounds, seconds, rows }, say) {
    // A hundred who stay; of the others, whoever deletes their account is gone, and each does so once. Half of all have
    // a cheap hash.
    const counts = [FEW + 2 * asksOf(FLOWS, rounds), rows] as const;
    if (rows < counts[0]) throw new Error(`${rounds} rounds need more than ${counts[0]} rows`);
    const folders = counts.map(() => mkdtempSync(join(tmpdir(), "countersign-bench-")));
    try {
      for (const [at, count] of counts.entries()) {
        say(`filling in ${count} users and their sessions`);
        await fillSite(folders[at]!, count);
      }
      const places = [
        { folder: folders[0]!, count: counts[0] },
        { folder: folders[1]!, count: counts[1] },
      ] as const;
      const grown = await onBoth(places, CHEAP, async (sites) => [
        ...(await timeWelcome(sites, rounds, seconds, say)),
        ...(await timeFlows(sites, FLOWS, rounds, CHEAP, say)),
      ]);
      grown.push(
        ...(await onBoth(places, USUAL, (sites) => timeFlows(sites, [LOGIN], rounds, USUAL, say))),
      );
      const table = grown.map(growthOf);
      const figures = table.map(figureOf);
      const plot: BarPlot = {
        name: "growth",
        title: "The time of each page with a million users, over that with a hundred",
        axis: "times as long",
        bars: figureBars(figures),
      };
      return {
        markdown: growthTable(table, ...counts),
        figures,
        plots: [plot],
        json: { counts, grown: table },
      };
    } finally {
      for (const folder of folders) removeFolder(folder);
    }
  },
};
