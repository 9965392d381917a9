import { type BarPlot, bar } from "./bar-plot.ts";
import type { MeasuredPages } from "./page-rounds.ts";

/** Everybody beside bare Hono, and those who have a bare framework of their own beside that. */
export const pagePlots = ({ pages }: MeasuredPages): readonly BarPlot[] => [
  {
    name: "welcome",
    title: "A page for a logged-in user, over the same page in bare Hono",
    axis: "share of its requests a second",
    bars: pages.map(({ stack, ofHono }) =>
      bar(`${stack.on}: ${stack.name}`, stack.isOurs, ofHono, stack.ofHono),
    ),
  },
  {
    name: "welcome-own-framework",
    title: "A page for a logged-in user, over the same page in its own bare framework",
    axis: "share of its requests a second",
    bars: pages
      .filter(({ stack }) => stack.framework !== "Hono")
      .map(({ stack, ofOwn }) =>
        bar(`${stack.on}: ${stack.name}`, stack.isOurs, ofOwn, stack.ofOwn),
      ),
  },
];
