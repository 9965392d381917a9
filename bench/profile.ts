import { type Spread, spread, withSpread } from "./figures.ts";
import { startLoad } from "./load.ts";
import { site } from "./page-stacks.ts";
import type { Part } from "./part.ts";
import { forgetMap, hasPerf, MAPPED, type Stack, sampleStacks } from "./perf-samples.ts";
import { type ServedPage, startBarePage, startModel, stopPage } from "./served-page.ts";

/** Where a sample counts: at the first of these that any of its functions belongs to. */
const PLACES: readonly (readonly [place: string, frame: RegExp])[] = [
  ["V8's other threads: compiling, marking", /WorkerThread/],
  ["writing to the socket", /StreamBase::.*Write/],
  ["SQLite", /StatementSync::/],
  ["dates, by Intl", /DateTimeFormat|DatePrototypeToISOString/],
  ["signatures, digests, random numbers", /node::crypto::/],
  ["V8 looking for a property, anew each time", /Runtime_\w*(?:IC_Miss|OwnPropertyInLiteral)/],
  ["collecting garbage", /::Scavenge|MarkCompact|Heap::Collect/],
  ["JavaScript and what it calls", /^JS:|^Builtins_|^RegExp\./],
  ["parsing HTTP", /llhttp|http_parser/],
  ["reading, and waiting for more", /./],
];

const placeOf = (stack: Stack): string =>
  PLACES.find(([, frame]) => stack.some((each) => frame.test(each)))![0];

/** Asks for the page of somebody who is logged in; how many requests were answered. */
type Ask = (page: ServedPage, seconds: number) => Promise<number>;

/** Where the processor time of the page goes, ours beside bare Hono's, by Linux' `perf`. */
export const profile: Part = {
  name: "profile",
  title: "Where the time of /welcome goes",
  length: { rounds: 5, seconds: 4 },

  async measure({ rounds, seconds }, say) {
    if (!hasPerf()) return { markdown: "Not measured: `perf` is not installed.", figures: [] };
    const load = startLoad();
    const ask: Ask = async ({ server, cookie }, length) => {
      const url = `${server.url}/welcome`;
      return (await load.run({ url, cookies: [cookie], seconds: length })).requests;
    };
    const pages: ServedPage[] = [];
    try {
      const ours = await mapped(() => startModel(site("signed-cookie")));
      pages.push(ours);
      pages.push(await mapped(() => startBarePage("Hono", ours)));
      for (const page of pages) await ask(page, 3 * seconds);
      const spent: [own: Spent[], bare: Spent[]] = [[], []];
      for (let round = 1; round <= rounds; round += 1) {
        for (const [at, page] of pages.entries())
          spent[at]!.push(await spentOn(page, ask, seconds));
        say(`round ${round} of ${rounds}`);
      }
      const [own, bare] = [spreads(spent[0]), spreads(spent[1])];
      return { markdown: table(own, bare), figures: [], json: { ours: own, bare } };
    } finally {
      await load.stop();
      for (const page of pages) {
        await stopPage(page);
        forgetMap(page.server.pid);
      }
    }
  },
};

/** What is started meanwhile writes down where its code lies. */
const mapped = async <Page>(start: () => Promise<Page>): Promise<Page> => {
  const { NODE_OPTIONS = "" } = process.env;
  process.env["NODE_OPTIONS"] = `${NODE_OPTIONS} ${MAPPED}`;
  try {
    return await start();
  } finally {
    process.env["NODE_OPTIONS"] = NODE_OPTIONS;
  }
};

/** Microseconds a request, by place. */
type Spent = ReadonlyMap<string, number>;

const spentOn = async (page: ServedPage, ask: Ask, seconds: number): Promise<Spent> => {
  const spent = new Map(PLACES.map(([place]) => [place, 0]));
  let requests = 0;
  await sampleStacks(
    page.server.pid,
    async () => {
      requests = await ask(page, seconds);
    },
    (stack, microseconds) => {
      const place = placeOf(stack);
      spent.set(place, spent.get(place)! + microseconds);
    },
  );
  return new Map([...spent].map(([place, microseconds]) => [place, microseconds / requests]));
};

type Places = Readonly<Record<string, Spread>>;

const spreads = (spent: readonly Spent[]): Places =>
  Object.fromEntries(
    PLACES.map(([place]) => [place, spread(spent.map((round) => round.get(place)!))]),
  );

const table = (ours: Places, bare: Places): string => {
  const sum = (places: Places) =>
    Object.values(places).reduce((before, { median }) => before + median, 0);
  return [
    "| Microseconds a request, by samples | Countersign | Bare Hono | Between |",
    "| --- | ---: | ---: | ---: |",
    ...PLACES.map(([place]) => {
      const [own, other] = [ours[place]!, bare[place]!];
      const between = (own.median - other.median).toFixed(1);
      return `| ${place} | ${withSpread(own)} | ${withSpread(other)} | ${between} |`;
    }),
    `| all of these | ${sum(ours).toFixed(1)} | ${sum(bare).toFixed(1)} | ${(sum(ours) - sum(bare)).toFixed(1)} |`,
  ].join("\n");
};
