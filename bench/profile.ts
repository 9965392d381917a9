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

/** Microseconds a request, round by round. */
type Found = ReadonlyMap<string, number[]>;

/** Where the processor time of the page goes, ours beside bare Hono's, by Linux' `perf`. */
export const profile: Part = {
  name: "profile",
  title: "Where the time of /welcome goes",
  length: { rounds: 5, seconds: 4 },

  async measure({ rounds, seconds }, say) {
    if (!hasPerf()) return { markdown: "Not measured: `perf` is not installed.", figures: [] };
    const load = startLoad();
    const pages: ServedPage[] = [];
    const found: Found[] = [];
    // For every server that is started from here on.
    process.env["NODE_OPTIONS"] = MAPPED;
    try {
      const ours = await startModel(site("signed-cookie"));
      pages.push(ours);
      pages.push(await startBarePage("Hono", ours));
      const ask = ({ server, cookie }: ServedPage, length: number) =>
        load.run({ url: `${server.url}/welcome`, cookies: [cookie], seconds: length });
      for (const page of pages) {
        await ask(page, 3 * seconds);
        found.push(new Map(PLACES.map(([place]) => [place, []])));
      }
      for (let round = 1; round <= rounds; round += 1) {
        for (const [at, page] of pages.entries()) {
          const spent = new Map<string, number>();
          let requests = 0;
          await sampleStacks(
            page.server.pid,
            async () => {
              requests = (await ask(page, seconds)).requests;
            },
            (stack, microseconds) => {
              const place = placeOf(stack);
              spent.set(place, (spent.get(place) ?? 0) + microseconds);
            },
          );
          for (const [place, own] of found[at]!) own.push((spent.get(place) ?? 0) / requests);
        }
        say(`round ${round} of ${rounds}`);
      }
    } finally {
      delete process.env["NODE_OPTIONS"];
      await load.stop();
      for (const page of pages) {
        await stopPage(page);
        forgetMap(page.server.pid);
      }
    }
    const [ours, bare] = found.map(spreads) as [Places, Places];
    return { markdown: table(ours, bare), figures: [], json: { ours, bare } };
  },
};

type Places = Readonly<Record<string, Spread>>;

const spreads = (found: Found): Places =>
  Object.fromEntries([...found].map(([place, own]) => [place, spread(own)]));

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
    `| all of it | ${sum(ours).toFixed(1)} | ${sum(bare).toFixed(1)} | ${(sum(ours) - sum(bare)).toFixed(1)} |`,
  ].join("\n");
};
