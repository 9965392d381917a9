import { digits, type Judged } from "./targets.ts";

export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

export const spread = (values: readonly number[]): Spread => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const median = Number.isInteger(middle)
    ? ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
    : (sorted[Math.floor(middle)] ?? 0);
  return { min: sorted[0] ?? 0, median, max: sorted.at(-1) ?? 0 };
};

/** Pair by pair, because a noisy machine slows what runs at the same time by the same share. */
export const ratios = (ours: readonly number[], theirs: readonly number[]): readonly number[] =>
  ours.map((value, at) => value / (theirs[at] ?? Number.NaN));

/** What was measured; with a target, unless it only informs. */
export interface Figure extends Partial<Judged> {
  readonly name: string;
  readonly unit: string;
  readonly measured: Spread;
}

/** `0.81 (0.56 to 0.88)` */
export const withSpread = ({ min, median, max }: Spread, unit = ""): string =>
  `${digits(median)}${unit} (${digits(min)} to ${digits(max)})`;

export const asMarkdown = (figures: readonly Figure[]): string =>
  [
    "| Figure | Median | Spread | Target |",
    "| --- | ---: | ---: | --- |",
    ...figures.map(({ name, unit, measured, target, isReached }) => {
      const { min, median, max } = measured;
      const verdict = target === undefined ? "" : `${target}: ${isReached ? "reached" : "missed"}`;
      return `| ${name} | ${digits(median)}${unit} | ${digits(min)} to ${digits(max)} | ${verdict} |`;
    }),
  ].join("\n");
