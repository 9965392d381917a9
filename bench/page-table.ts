import { type Figure, withSpread } from "./figures.ts";
import type { MeasuredPage, MeasuredPages, Rate } from "./page-rounds.ts";
import { FRAMEWORKS } from "./page-stacks.ts";
import { atLeast, digits } from "./targets.ts";

/** Every page, its rate, and its shares. */
export const pageTable = ({ bare, pages }: MeasuredPages): string =>
  [
    "| On | The page for a logged-in user | Requests a second | Share of bare Hono | Of its own framework | Target | Processor time a request |",
    "| --- | --- | ---: | ---: | ---: | --- | ---: |",
    ...FRAMEWORKS.flatMap((framework) => [
      row(framework, "no session", ...cellsOf(bare[framework], "", "", "")),
      ...pages
        .filter(({ stack }) => stack.framework === framework)
        .map((page) => {
          const { stack, rate, ofHono, ofOwn } = page;
          const name = stack.isOurs ? `**${stack.name}**` : stack.name;
          // Only Hono's own are both.
          const own = framework === "Hono" ? "" : withSpread(ofOwn);
          const verdict = sharesOf(page)
            .map(({ target, isReached }) => `${target}: ${isReached ? "reached" : "missed"}`)
            .join(", ");
          return row(stack.on, name, ...cellsOf(rate, withSpread(ofHono), own, verdict));
        }),
    ]),
    "",
    "A share is the median over the rounds of a turn over the turns of the bare page right before and after it; it need not be the quotient of two medians of this table.",
  ].join("\n");

const cellsOf = ({ perSecond, processor }: Rate, ...between: readonly string[]) => [
  withSpread(perSecond),
  ...between,
  `${digits(processor.median)} µs`,
];

const row = (...cells: readonly string[]): string => `| ${cells.join(" | ")} |`;

/** Those that have a target. */
export const pageFigures = ({ pages }: MeasuredPages): readonly Figure[] => pages.flatMap(sharesOf);

const sharesOf = ({ stack, ofHono, ofOwn }: MeasuredPage): readonly Figure[] => {
  const { on, name, framework } = stack;
  const figures: Figure[] = [];
  if (stack.ofHono !== undefined) {
    const judged = atLeast(stack.ofHono, ofHono.median);
    figures.push({
      name: `${on}, ${name}: share of bare Hono`,
      unit: "",
      measured: ofHono,
      ...judged,
    });
  }
  if (stack.ofOwn !== undefined) {
    const judged = atLeast(stack.ofOwn, ofOwn.median);
    const share = `share of bare ${framework}`;
    figures.push({ name: `${on}, ${name}: ${share}`, unit: "", measured: ofOwn, ...judged });
  }
  return figures;
};
