import type { Figure, Spread } from "./figures.ts";

/** Bars beside one another, each the median of what was measured. */
export interface BarPlot {
  /** Of its file, without what stands after the dot. */
  readonly name: string;
  readonly title: string;
  /** What the length of a bar says, and its unit. */
  readonly axis: string;
  readonly bars: readonly Bar[];
}

export interface Bar {
  /** Without Markdown. */
  readonly label: string;
  readonly isOurs: boolean;
  readonly measured: Spread;
  /** A line across the bar. */
  readonly target?: number;
}

export const plotFile = ({ name }: BarPlot): string => `${name}.svg`;

/** @param name in Markdown, as tables have it */
export const bar = (name: string, isOurs: boolean, measured: Spread, target?: number): Bar => ({
  label: name.replaceAll(/[*`]/g, ""),
  isOurs,
  measured,
  ...(target === undefined ? {} : { target }),
});

/** Figures of ours, each a bar. */
export const figureBars = (figures: readonly Figure[]): readonly Bar[] =>
  figures.map(({ name, measured, limit }) => bar(name, true, measured, limit));
