import type { Ended } from "./ended-session.ts";
import type { EndingStack } from "./ending-stacks.ts";
import { spread } from "./figures.ts";

export interface EndedStack {
  readonly stack: EndingStack;
  readonly ended: readonly Ended[];
}

/** How soon each stack's other process refuses, and after how many logouts it did not at once. */
export const endingTable = (stacks: readonly EndedStack[], patience: number): string =>
  [
    "| A copied cookie on the other process | Refused after, median | Spread | Let in after | Target |",
    "| --- | ---: | ---: | ---: | --- |",
    ...stacks.map(({ stack, ended }) => {
      const cells = [...times(ended, patience), letIn(ended), verdict(stack, ended)];
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

const letIn = (ended: readonly Ended[]): string =>
  `${ended.filter(({ accepted }) => accepted > 0).length} of ${ended.length} logouts`;

const verdict = ({ isOurs }: EndingStack, ended: readonly Ended[]): string => {
  if (!isOurs) return "";
  return `none let in: ${ended.every(({ accepted }) => accepted === 0) ? "reached" : "missed"}`;
};
