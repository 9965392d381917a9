import { type Figure, withSpread } from "./figures.ts";

/** A figure that has a target, and the part that measured it. */
export interface Summarized extends Figure {
  readonly part: string;
}

/** Every figure that has a target. */
export const summarize = (
  parts: readonly { readonly name: string; readonly figures: readonly Figure[] }[],
): readonly Summarized[] =>
  parts.flatMap(({ name, figures }) =>
    figures
      .filter(({ target }) => target !== undefined)
      .map((figure) => ({ part: name, ...figure })),
  );

export const summaryTable = (summarized: readonly Summarized[]): string =>
  [
    "| Part | Figure | Measured | Target | |",
    "| --- | --- | ---: | --- | --- |",
    ...summarized.map(({ part, name, unit, measured, target, isReached, missedBy }) => {
      const by = missedBy === undefined ? "**missed**" : `**missed** by ${missedBy}`;
      const cells = [part, name, withSpread(measured, unit), target, isReached ? "reached" : by];
      return `| ${cells.join(" | ")} |`;
    }),
  ].join("\n");
