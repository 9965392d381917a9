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

/** Whose memory is what a command takes anyway. */
const FEW = 1_000;

/** What `user list` and `session sweep` take with a million rows, over what they take with a thousand. */
export const commands: Part = {
  name: "commands",
  title: "Commands over a million rows",
  length: { rounds: 3, seconds: 0, rows: 1_000_000 },

  async measure({ rounds, rows }, say) {
    const folders = [FEW, rows].map(() => mkdtempSync(join(tmpdir(), "countersign-bench-")));
    const [few, many] = folders.map((folder) => join(folder, "bench.db")) as [string, string];
    const listed: Pairs = { few: [], many: [] };
    const swept: Pairs = { few: [], many: [] };
    try {
      say(`filling in ${FEW} and ${rows} users`);
      await fillSite(folders[0]!, FEW);
      await fillSite(folders[1]!, rows);
      for (let round = 1; round <= rounds; round += 1) {
        listed.few.push(await listUsers(few, FEW));
        listed.many.push(await listUsers(many, rows));
        fillExpired(few, FEW);
        fillExpired(many, rows);
        swept.few.push(await runCommand(few, SWEEP));
        swept.many.push(await runCommand(many, SWEEP));
        say(`round ${round} of ${rounds}`);
      }
    } finally {
      for (const folder of folders) removeFolder(folder);
    }
    const figures = [
      ...figuresOf("`user list`", rows, listed),
      streaming(rows, listed),
      ...figuresOf("`session sweep`", rows, swept),
    ];
    return { markdown: asMarkdown(figures), figures };
  },
};

const SWEEP = ["session", "sweep"];

/** Round by round. */
interface Pairs {
  readonly few: RunCommand[];
  readonly many: RunCommand[];
}

const listUsers = async (path: string, count: number): Promise<RunCommand> => {
  const run = await runCommand(path, ["user", "list"]);
  if (run.lines !== count + 1) throw new Error(`${run.lines} lines of ${count} users`);
  return run;
};

const figuresOf = (name: string, rows: number, { few, many }: Pairs): readonly Figure[] => {
  const peaks = (runs: readonly RunCommand[]): readonly number[] => runs.map(({ peak }) => peak);
  const over = spread(ratios(peaks(many), peaks(few)));
  const [less, more] = [FEW, rows].map((count) => `${count.toLocaleString("en")} rows`);
  return [
    { name: `${name}, ${more}`, unit: " s", measured: spread(many.map(({ whole }) => whole)) },
    { name: `${name}, ${less}: memory at most`, unit: " MB", measured: spread(peaks(few)) },
    { name: `${name}, ${more}: memory at most`, unit: " MB", measured: spread(peaks(many)) },
    {
      name: `${name}: memory with ${more} over ${less}`,
      unit: "",
      measured: over,
      ...atMost(1.25, over.median),
    },
  ];
};

/** Rows come as they are read, or the first would come with the last. */
const streaming = (rows: number, { many }: Pairs): Figure => {
  const share = spread(many.map(({ firstLine, whole }) => firstLine / whole));
  return {
    name: `\`user list\`, ${rows.toLocaleString("en")} rows: the first line, as a share of the whole time`,
    unit: "",
    measured: share,
    ...under(0.25, share.median),
  };
};
