import { type BarPlot, bar } from "./bar-plot.ts";
import type { MeasuredStack } from "./engine-rounds.ts";
import type { Framework } from "./engine-stacks.ts";

/** What reading a key of a session adds to a request, in one framework. */
export const enginePlot = (framework: Framework, stacks: readonly MeasuredStack[]): BarPlot => ({
  name: `engines-${framework.toLowerCase().replace(":", "-")}`,
  title: `On ${framework}: what reading a key of a session adds to a request`,
  axis: "processor time in microseconds",
  bars: stacks.flatMap(({ stack, added }) => {
    const target = typeof stack.target === "number" ? stack.target : undefined;
    return added.read ? [bar(stack.name, stack.engine !== undefined, added.read, target)] : [];
  }),
});
