import type { Ended } from "./ended-session.ts";
import type { EndingStack } from "./ending-stacks.ts";
import { type Figure, spread } from "./figures.ts";

export interface EndedStack {
  readonly stack: EndingStack;
  readonly ended: readonly Ended[];
}

/** How soon each stack's other process refuses, and until when it did not. */
export const endingTable = (stacks: readonly EndedStack[], patience: number): string =>
  [
    "| A copied cookie on the other process | Refused after, median | Spread | Let in after | Longest | Target |",
    "| --- | ---: | ---: | ---: | ---: | --- |",
    ...stacks.map(({ stack, ended }) => {
      const cells = [...times(ended, patience), ...letIn(ended), verdict(stack, ended)];
      return `| ${[stack.name, ...cells].join(" | ")} |`;
    }),
  ].join("\n");

/** Where a copy outlived the bench's patience there is no median to tell. */
const times = (ended: readonly Ended[], patience: number): readonly string[] => {
  const known = ended.flatMap(({ refusedAfter }) => refusedAfter ?? []);
  if (known.length < ended.length) return [`never within ${patience} s`, ""];
  const { min, median, max } = spread(known);
  return [`${shown(median)} ms`, `${shown(min)} to ${shown(max)}`];
};

const shown = (milliseconds: number): string =>
  milliseconds >= 1_000
    ? Math.round(milliseconds).toLocaleString("en")
    : milliseconds.toFixed(milliseconds < 10 ? 2 : 1);

/** After how many logouts the copy was let in at all, and for how long at most. */
const letIn = (ended: readonly Ended[]): readonly string[] => {
  const often = ended.filter(({ accepted }) => accepted > 0).length;
  const longest = spread(ended.map(({ letInUntil }) => letInUntil)).max;
  return [`${often} of ${ended.length} logouts`, often === 0 ? "" : `${shown(longest)} ms`];
};

/** Those that have a target; what was never refused took for ever. */
export const endingFigures = (stacks: readonly EndedStack[]): readonly Figure[] =>
  stacks.flatMap(({ stack, ended }) => {
    const after = ended.map(({ refusedAfter }) => refusedAfter ?? Number.POSITIVE_INFINITY);
    const { name, target } = stack;
    return target === undefined
      ? []
      : [
          {
            name: `${name}: a copied cookie refused after`,
            unit: " ms",
            measured: spread(after),
            target: target.words,
            isReached: target.isReached(ended),
          },
        ];
  });

const verdict = ({ target }: EndingStack, ended: readonly Ended[]): string =>
  target === undefined ? "" : `${target.words}: ${target.isReached(ended) ? "reached" : "missed"}`;
