import { type BarPlot, bar } from "./bar-plot.ts";
import { type Figure, withSpread } from "./figures.ts";
import { installDjango } from "./install-django.ts";
import { installPeers } from "./install-pinned.ts";
import { startLoad } from "./load.ts";
import { betterAuth, DJANGO, IRON_SESSION, site } from "./page-stacks.ts";
import type { Part } from "./part.ts";
import { type ServedPage, startBarePage, startModel, startPage, stopPage } from "./served-page.ts";
import { type MeasuredStorm, runStorms, type StormedSite } from "./storm-rounds.ts";
import { atLeast, atMost, digits } from "./targets.ts";

/** What the welcome page keeps while 16 logins wait for their hashes, ours and the peers'. */
export const storm: Part = {
  name: "storm",
  title: "While 16 logins wait",
  length: { rounds: 5, seconds: 4 },

  async measure(length, say) {
    const installed = new Map([...installPeers(say), ...installDjango(say)]);
    const load = startLoad();
    const sites: StormedSite[] = [];
    const add = (name: string, page: ServedPage, isOurs = false): void => {
      sites.push({ name, page, isOurs, login: isOurs ? "form" : "json" });
    };
    const missing: string[] = [];
    try {
      const model = await startModel(site("signed-cookie"));
      add("**Countersign's site**", model, true);
      add("bare Hono, no session, `@node-rs/bcrypt`", await startBarePage("Hono", model));
      for (const stack of [DJANGO, betterAuth("bcrypt"), IRON_SESSION]) {
        const absent = stack.peers.find((name) => !installed.has(name));
        if (absent === undefined) add(stack.name, await startPage(stack, model));
        else missing.push(`${stack.name}: not measured, ${absent} could not be installed`);
      }
      const measured = await runStorms(load, sites, length, say);
      const [ours] = measured;
      return {
        markdown: [stormTable(measured), ...missing].join("\n\n"),
        figures: figuresOf(ours!),
        plots: [plotOf(measured)],
        json: { measured, missing, peers: Object.fromEntries(installed) },
      };
    } finally {
      await load.stop();
      for (const { page } of sites) await stopPage(page);
    }
  },
};

const KEPT = 0.95;

const plotOf = (measured: readonly MeasuredStorm[]): BarPlot => ({
  name: "storm",
  title: "While 16 logins wait",
  axis: "share of its own idle throughput that the welcome page keeps",
  bars: measured
    .filter(({ logins }) => logins !== undefined)
    .map(({ name, isOurs, kept }) => bar(name, isOurs, kept, isOurs ? KEPT : undefined)),
});

const figuresOf = ({ kept, p99 }: MeasuredStorm): readonly Figure[] => [
  {
    name: "`/welcome` while 16 logins wait: idle throughput kept",
    unit: "",
    measured: kept,
    ...atLeast(KEPT, kept.median),
  },
  {
    name: "its 99th percentile over idle",
    unit: "",
    measured: p99,
    ...atMost(1.25, p99.median),
  },
];

const stormTable = (measured: readonly MeasuredStorm[]): string =>
  [
    "| `/welcome` while 16 logins wait, at cost 12 | Idle throughput kept | 99th percentile over idle | Logins a second | Idle: requests a second |",
    "| --- | ---: | ---: | ---: | ---: |",
    ...measured.map(({ name, idle, kept, p99, logins }) => {
      const refused = logins === undefined ? "" : withSpread(logins);
      return `| ${[name, withSpread(kept), withSpread(p99), refused, digits(idle.median)].join(" | ")} |`;
    }),
    `| Target for ours | 0.95 or more | 1.25 or less | | |`,
  ].join("\n");
