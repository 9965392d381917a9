import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { asMarkdown, type Figure, ratios, spread } from "./figures.ts";
import { fillExpired } from "./fill-expired.ts";
import { fillSite } from "./fill-site.ts";
import type { Part } from "./part.ts";
import { type RunCommand, runCommand } from "./run-command.ts";
import { removeFolder } from "./server-process.ts";
import { atMost, under } from "./targets.ts";

/** What a command takes anyway. */
const FEW = 1_000;

/** What `user list` and `session sweep` take with a million rows, with half as many, and with a thousand. */
export const commands: Part = {
  name: "commands",
  title: "Commands over a million rows",
  length: { rounds: 3, seconds: 0, rows: 1_000_000 },

  async measure({ rounds, rows }, say) {
    const sizes = [FEW, Math.round(rows / 2), rows].map(
      (count): Size => ({
        folder: mkdtempSync(join(tmpdir(), "countersign-bench-")),
        ...{ count, listed: [], swept: [] },
      }),
    );
    try {
      for (const { folder, count } of sizes) {
        say(`filling in ${count} users`);
        await fillSite(folder, count);
      }
      for (let round = 1; round <= rounds; round += 1) {
        for (const { folder, count, listed, swept } of sizes) {
          const path = join(folder, "bench.db");
          const list = await runCommand(path, ["user", "list"]);
          if (list.lines !== count + 1) throw new Error(`${list.lines} lines of ${count} users`);
          listed.push(list);
          fillExpired(path, count);
          swept.push(await runCommand(path, ["session", "sweep"]));
        }
        say(`round ${round} of ${rounds}`);
      }
    } finally {
      for (const { folder } of sizes) removeFolder(folder);
    }
    const figures = [
      ...figuresOf("`user list`", sizes, ({ listed }) => listed),
      streaming(sizes.at(-1)!),
      ...figuresOf("`session sweep`", sizes, ({ swept }) => swept),
    ];
    return { markdown: asMarkdown(figures), figures };
  },
};

/** A database, and what was run over it, round by round. */
interface Size {
  readonly folder: string;
  readonly count: number;
  readonly listed: RunCommand[];
  readonly swept: RunCommand[];
}

const rowsOf = ({ count }: Size): string => `${count.toLocaleString("en")} rows`;

/**
 * Of three sizes: beside a thousand rows a million leave more garbage between two collections, so that it is by twice as
 * many rows that one sees whether memory grows with them.
 */
const figuresOf = (
  name: string,
  sizes: readonly Size[],
  runsOf: (size: Size) => readonly RunCommand[],
): readonly Figure[] => {
  const peaks = (size: Size): readonly number[] => runsOf(size).map(({ peak }) => peak);
  const [half, whole] = sizes.slice(-2) as [Size, Size];
  const over = spread(ratios(peaks(whole), peaks(half)));
  return [
    {
      name: `${name}, ${rowsOf(whole)}`,
      unit: " s",
      measured: spread(runsOf(whole).map((run) => run.whole)),
    },
    ...sizes.map((size) => ({
      name: `${name}, ${rowsOf(size)}: memory at most`,
      unit: " MB",
      measured: spread(peaks(size)),
    })),
    {
      name: `${name}: memory at most with ${rowsOf(whole)} over ${rowsOf(half)}`,
      unit: "",
      measured: over,
      ...atMost(1.1, over.median),
    },
  ];
};

/** Rows come as they are read, or the first would come with the last. */
const streaming = (size: Size): Figure => {
  const share = spread(size.listed.map(({ firstLine, whole }) => firstLine / whole));
  return {
    name: `\`user list\`, ${rowsOf(size)}: time to the first line over the whole`,
    unit: "",
    measured: share,
    ...under(0.25, share.median),
  };
};
