import type { BarPlot } from "./bar-plot.ts";
import type { Figure } from "./figures.ts";

/** How long a part measures. */
export interface Length {
  readonly rounds: number;
  /** Of one turn under load. */
  readonly seconds: number;
  /** Of a table that is to be a large one; 0 for parts that have none. */
  readonly rows: number;
}

/** One theme of the bench: `npm run bench -- NAME`. */
export interface Part {
  readonly name: string;
  readonly title: string;
  /** If it is not said. */
  readonly length: Omit<Length, "rows"> & Partial<Length>;
  /** @param say for the one who waits; no part of the result */
  measure(length: Length, say: (text: string) => void): Promise<Report>;
}

export interface Report {
  readonly markdown: string;
  /** Those of its table, or at least those that have a target. */
  readonly figures: readonly Figure[];
  readonly plots?: readonly BarPlot[];
  /** What else is for programs. */
  readonly json?: object;
}
