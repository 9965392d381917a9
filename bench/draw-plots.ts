import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type BarPlot, plotFile } from "./bar-plot.ts";
import { installPinned } from "./install-pinned.ts";

const FOLDER = "bench/plots";
const DRAWING = new URL("plots/draw-bars.js", import.meta.url);

/** Draws plots into a folder, each by its own name. Says so where there is nothing to draw with. */
export const drawPlots = async (
  folder: string,
  plots: readonly BarPlot[],
  say: (text: string) => void,
): Promise<void> => {
  if (plots.length === 0) return;
  if (installPinned(FOLDER, say).size === 0) return say("plots: not drawn");
  // Its library is nothing that `npm ci` installs, and so nothing that types can be checked by.
  const { drawBars } = (await import(DRAWING.href)) as { drawBars(plot: BarPlot): string };
  mkdirSync(folder, { recursive: true });
  for (const plot of plots) writeFileSync(join(folder, plotFile(plot)), drawBars(plot));
};
