// Whose turn it is, and what it is compared with. A page without a session takes its turn before and after each of
// those beside it, so that a machine that slows down slows both.
import { type Spread, spread } from "./figures.ts";
import type { Load, LoadGenerator } from "./load.ts";
import { type BareFramework, FRAMEWORKS, type PageStack } from "./page-stacks.ts";
import type { Length } from "./part.ts";
import { processorTimeOf } from "./process-tree.ts";
import type { ServedPage } from "./served-page.ts";

export interface RunningPage {
  readonly stack: PageStack;
  readonly page: ServedPage;
}

export interface Rate {
  /** Requests a second. */
  readonly perSecond: Spread;
  /** Of all processes that answer, a request, in microseconds. */
  readonly processor: Spread;
}

export interface MeasuredPage {
  readonly stack: PageStack;
  readonly rate: Rate;
  /** Over the turns of bare Hono before and after it: the median of all turns. */
  readonly ofHono: Spread;
  /** The same over its own framework without a session. */
  readonly ofOwn: Spread;
}

export interface MeasuredPages {
  readonly bare: Readonly<Record<BareFramework, Rate>>;
  readonly pages: readonly MeasuredPage[];
}

interface Turn {
  readonly page: ServedPage;
  readonly rate: number;
  readonly processor: number;
}

export const runPageRounds = async (
  load: LoadGenerator,
  bare: Readonly<Record<BareFramework, ServedPage>>,
  running: readonly RunningPage[],
  { rounds, seconds }: Length,
  say: (text: string) => void,
): Promise<MeasuredPages> => {
  const turns: Turn[] = [];
  const sleepers = running.filter(({ stack }) => stack.needsCores).map(({ page }) => page);
  const ask = (page: ServedPage, length: number): Promise<Load> =>
    load.run({
      url: `${page.server.url}/welcome`,
      cookies: [page.cookie],
      seconds: length,
      idle: sleepers.includes(page) ? "sleeps" : "spins",
    });
  const take = async (page: ServedPage): Promise<void> => {
    const { pid } = page.server;
    const before = processorTimeOf(pid);
    const { requests, requestsPerSecond } = await ask(page, seconds);
    const processor = (processorTimeOf(pid) - before) / requests;
    turns.push({ page, rate: requestsPerSecond, processor });
  };
  // Warm all before anything counts: the compiler is at work for many thousands of requests.
  for (const page of [...Object.values(bare), ...running.map(({ page }) => page)]) {
    await ask(page, Math.min(5, seconds * 3));
  }
  for (let round = 1; round <= rounds; round += 1) {
    for (const framework of FRAMEWORKS) {
      await take(bare[framework]);
      for (const { stack, page } of running) {
        if (stack.framework !== framework) continue;
        await take(page);
        await take(bare[framework]);
      }
    }
    await take(bare.Hono);
    say(`round ${round} of ${rounds}`);
  }
  const rateOf = (page: ServedPage): Rate => {
    const own = turns.filter((turn) => turn.page === page);
    return {
      perSecond: spread(own.map(({ rate }) => rate)),
      processor: spread(own.map(({ processor }) => processor)),
    };
  };
  const [hono, express, fastify] = FRAMEWORKS.map((framework) => rateOf(bare[framework]));
  return {
    bare: { Hono: hono!, Express: express!, Fastify: fastify! },
    pages: running.map(({ stack, page }) => ({
      stack,
      rate: rateOf(page),
      ofHono: shareOf(turns, page, bare.Hono),
      ofOwn: shareOf(turns, page, bare[stack.framework]),
    })),
  };
};

/** Turn by turn, over the mean of the bare page's last turn before it and its first one after it. */
const shareOf = (turns: readonly Turn[], page: ServedPage, bare: ServedPage): Spread => {
  const isBare = (turn: Turn): boolean => turn.page === bare;
  return spread(
    turns.flatMap(({ page: whose, rate }, at) => {
      if (whose !== page) return [];
      const before = turns.slice(0, at).findLast(isBare)!;
      const after = turns.slice(at + 1).find(isBare)!;
      return [rate / ((before.rate + after.rate) / 2)];
    }),
  );
};
