import { cpus } from "node:os";
import { background } from "./background.ts";
import { asMarkdown, type Figure, ratios, spread } from "./figures.ts";
import { type Load, type LoadGenerator, startLoad } from "./load.ts";
import type { Length, Part } from "./part.ts";
import { removeFolder, type ServerProcess } from "./server-process.ts";
import { register, startSite } from "./site.ts";
import { atLeast } from "./targets.ts";

/** What the welcome page keeps while 16 logins wait for their hashes. */
export const storm: Part = {
  name: "storm",
  title: "While 16 logins wait",
  length: { rounds: 5, seconds: 4 },

  async measure(length, say) {
    const load = startLoad();
    const site = await startSite();
    try {
      const figures = figuresOf(await underStorm(load, site, await register(site), length, say));
      return { markdown: asMarkdown(figures), figures };
    } finally {
      await load.stop();
      await site.stop();
      removeFolder(site.folder);
    }
  },
};

interface Storm {
  readonly idle: readonly Load[];
  /** While processes that have nothing to do with us compute hashes. */
  readonly busy: readonly Load[];
  readonly storm: readonly Load[];
  /** A second. */
  readonly logins: readonly number[];
}

interface LoginsReport {
  readonly answered: Readonly<Record<string, number>>;
  readonly seconds: number;
}

const underStorm = async (
  load: LoadGenerator,
  site: ServerProcess,
  cookie: string,
  { rounds, seconds }: Length,
  say: (text: string) => void,
): Promise<Storm> => {
  const task = { url: `${site.url}/welcome`, cookies: [cookie], seconds };
  const idle: Load[] = [];
  const busy: Load[] = [];
  const storm: Load[] = [];
  const logins: number[] = [];
  await load.run({ ...task, seconds: 2 });
  for (let round = 1; round <= rounds; round += 1) {
    idle.push(await load.run(task));

    const others = await Promise.all(cpus().map(() => background("bench/busy-cores.ts")));
    busy.push(await load.run(task));
    for (const other of others) await other.stop();

    const client = await background("bench/login-storm.ts", site.url, "wrong");
    storm.push(await load.run(task));
    const report = JSON.parse(await client.stop()) as LoginsReport;
    logins.push((report.answered["401"] ?? 0) / report.seconds);
    say(
      `round ${round} of ${rounds}: idle ${idle.at(-1)?.requestsPerSecond}, busy ${busy.at(-1)?.requestsPerSecond}, storm ${storm.at(-1)?.requestsPerSecond}, ${JSON.stringify(report.answered)}`,
    );
  }
  return { idle, busy, storm, logins };
};

const rates = (loads: readonly Load[]): number[] => loads.map((each) => each.requestsPerSecond);
const tails = (loads: readonly Load[]): number[] => loads.map((each) => each.p99);

const figuresOf = ({ idle, busy, storm, logins }: Storm): readonly Figure[] => {
  const kept = spread(ratios(rates(storm), rates(idle)));
  return [
    {
      name: "`/welcome` while 16 logins wait: idle throughput kept",
      unit: "",
      measured: kept,
      ...atLeast(0.95, kept.median),
    },
    {
      name: "the same while two idle-class processes compute bcrypt: what the machine costs",
      unit: "",
      measured: spread(ratios(rates(busy), rates(idle))),
    },
    {
      name: "its 99th percentile over idle",
      unit: "",
      measured: spread(ratios(tails(storm), tails(idle))),
    },
    { name: "logins meanwhile, at cost 12", unit: " a second", measured: spread(logins) },
  ];
};
