import { readFileSync, writeFileSync } from "node:fs";
import { posix } from "node:path";
import { type BarPlot, plotFile } from "./bar-plot.ts";

const PAGES = ["README.md", "docs/performance.md"];

/** Where the pages' reports and plots are. */
export const KEPT = "docs/bench";

/** Replaces what stands between `<!-- bench:NAME -->` and `<!-- /bench:NAME -->`, wherever it does. */
export const writeTable = (
  name: string,
  markdown: string,
  plots: readonly BarPlot[] = [],
): void => {
  const place = new RegExp(`(<!-- bench:${name} -->).*?(<!-- /bench:${name} -->)`, "gs");
  const pages = PAGES.filter((page) => readFileSync(page, "utf8").search(place) >= 0);
  if (pages.length === 0) throw new Error(`no page has a place for ${name}`);
  for (const page of pages) {
    const text = readFileSync(page, "utf8");
    const seen = [...plots.map((plot) => imageOn(page, plot)), markdown].join("\n\n");
    writeFileSync(
      page,
      text.replace(place, (_, start, end) => `${start}\n\n${seen}\n\n${end}`),
    );
  }
};

/** Its alternative text leaves the numbers to the table below it. */
const imageOn = (page: string, plot: BarPlot): string => {
  const path = posix.relative(posix.dirname(page), `${KEPT}/${plotFile(plot)}`);
  return `![${plot.title}: the table below as bars](${path})`;
};
