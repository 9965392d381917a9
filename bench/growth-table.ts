import { type Figure, ratios, type Spread, spread } from "./figures.ts";
import type { Both } from "./grown-sites.ts";
import { atMost } from "./targets.ts";

/** The same on a site with few users and on one with many, turn by turn; in milliseconds. */
export interface Grown {
  readonly name: string;
  readonly clock: Both<readonly number[]>;
  readonly processor: Both<readonly number[]>;
}

/** What is in the table: many over few pair by pair, and what that comes from. */
export interface Growth {
  readonly name: string;
  readonly clock: Ratio;
  readonly processor: Ratio;
}

interface Ratio {
  readonly few: Spread;
  readonly many: Spread;
  readonly over: Spread;
}

const MOST = 1.1;

export const growthOf = ({ name, clock, processor }: Grown): Growth => ({
  ...{ name, clock: ratioOf(clock), processor: ratioOf(processor) },
});

/** What is held to the target: the time by the clock. */
export const figureOf = ({ name, clock: { over } }: Growth): Figure => ({
  name: `${name}: many users over few`,
  unit: "",
  measured: over,
  ...atMost(MOST, over.median),
});

const ratioOf = ([few, many]: Both<readonly number[]>): Ratio => ({
  ...{ few: spread(few), many: spread(many), over: spread(ratios(many, few)) },
});

/** @param few,many how many users there are */
export const growthTable = (grown: readonly Growth[], few: number, many: number): string => {
  const [less, more] = [few, many].map((count) => `${count.toLocaleString("en")} users`);
  return [
    `| | ${less} | ${more} | Many over few | Spread | Target | Processor: ${less} | ${more} | Many over few |`,
    "| --- | ---: | ---: | ---: | ---: | --- | ---: | ---: | ---: |",
    ...grown.map((each) => {
      const { name, clock, processor } = each;
      const { min, max } = clock.over;
      const { target, isReached } = figureOf(each);
      const cells = [
        ...[name, time(clock.few), time(clock.many), clock.over.median.toFixed(2)],
        `${min.toFixed(2)} to ${max.toFixed(2)}`,
        `${target}: ${isReached ? "reached" : "missed"}`,
        ...[time(processor.few), time(processor.many), processor.over.median.toFixed(2)],
      ];
      return `| ${cells.join(" | ")} |`;
    }),
  ].join("\n");
};

const time = ({ median }: Spread): string =>
  median < 1 ? `${(1_000 * median).toFixed(1)} µs` : `${median.toFixed(2)} ms`;
