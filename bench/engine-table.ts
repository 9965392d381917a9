import { type AddedCosts, COSTS } from "./added-cost.ts";
import type { MeasuredFramework, MeasuredStack } from "./engine-rounds.ts";
import type { Framework } from "./engine-stacks.ts";
import type { Figure, Spread } from "./figures.ts";
import { type Judged, under } from "./targets.ts";

export const HEAD: readonly string[] = [
  "Reads a key",
  "the same by the clock",
  "seen a moment ago",
  "of a user, register asked",
  "Writes a key",
  "Target for reading",
];

/** A framework's table: the whole request without a session, then what each session adds to it. */
export const engineTable = (framework: Framework, { bare, stacks }: MeasuredFramework): string =>
  [
    row(`On ${framework}: microseconds`, HEAD),
    RULE,
    row("no session, the whole request", [cell(bare.read), cell(bare.clock), "", "", "", ""]),
    ...stacks.map((each) =>
      row(each.stack.engine ? `**${each.stack.name}**` : each.stack.name, [
        ...addedCells(each.added),
        verdict(each, stacks),
      ]),
    ),
  ].join("\n");

export const addedCells = (added: AddedCosts): readonly string[] =>
  COSTS.map((cost) => addedCell(added[cost]));

export const row = (first: string, cells: readonly string[]): string =>
  `| ${[first, ...cells].join(" | ")} |`;

export const RULE: string = row("---", ["---:", "---:", "---:", "---:", "---:", "---"]);

export const cell = ({ min, median, max }: Spread, sign = ""): string =>
  `${sign}${median.toFixed(1)} (${min.toFixed(1)} to ${max.toFixed(1)})`;

const addedCell = (added: Spread | undefined): string =>
  added === undefined ? "" : cell(added, added.median < 0 ? "" : "+");

/** Reached or missed, in words. */
export const verdict = (each: MeasuredStack, stacks: readonly MeasuredStack[]): string => {
  const judged = judge(each, stacks);
  return judged ? `${judged.target}: ${judged.isReached ? "reached" : "missed"}` : "";
};

/** Those that have a target: what reading a key adds. */
export const readingFigures = (
  where: string,
  stacks: readonly MeasuredStack[],
): readonly Figure[] =>
  stacks.flatMap((each) => {
    const judged = judge(each, stacks);
    const name = `${where}: what reading a key adds with ${each.stack.name}`;
    return judged && each.added.read
      ? [{ name, unit: " µs", measured: each.added.read, ...judged }]
      : [];
  });

const judge = (
  { stack, added }: MeasuredStack,
  stacks: readonly MeasuredStack[],
): Judged | undefined => {
  const { target } = stack;
  if (target === undefined || !added.read) return undefined;
  if (typeof target === "number") return under(target, added.read.median, " µs");
  const limit = processorOf(target, stacks);
  if (limit === undefined) return undefined;
  return { ...under(limit, added.read.median, " µs"), target: `less than ${target}` };
};

const processorOf = (name: string, stacks: readonly MeasuredStack[]): number | undefined =>
  stacks.find(({ stack }) => stack.name === name)?.added.read?.median;
