import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openMigrated } from "../src/assembly/open-migrated.ts";
import { database } from "../src/engines/database.ts";
import { type Sweep, sweepInBatches } from "../src/sessions/sweep-in-batches.ts";
import { background } from "./background.ts";
import { asMarkdown, type Figure, spread } from "./figures.ts";
import { fillExpired } from "./fill-expired.ts";
import type { Part } from "./part.ts";
import { removeFolder } from "./server-process.ts";
import { atMost } from "./targets.ts";

const ROWS = 1_000_000;

interface Swept extends Waits {
  readonly seconds: number;
}

/** Of a process that wanted to write all the while, in milliseconds. */
interface Waits {
  readonly turns: number;
  readonly median: number;
  readonly p99: number;
  readonly longest: number;
}

const sweepAll = async (
  path: string,
  sweep: Sweep,
  say: (text: string) => void,
): Promise<Swept> => {
  const writer = await background("bench/waiting-writer.ts", path);
  const began = performance.now();
  let told = 0;
  const deleted = await sweepInBatches(sweep, ROWS + 1, (soFar) => {
    if (soFar < told + ROWS / 10) return;
    told = soFar;
    say(`${soFar} of ${ROWS} rows swept`);
  });
  const seconds = (performance.now() - began) / 1_000;
  const waits = JSON.parse(await writer.stop()) as Waits;
  if (deleted !== ROWS) throw new Error(`${deleted} of ${ROWS} rows were swept`);
  return { ...waits, seconds };
};

const figuresOf = (what: string, swept: readonly Swept[]): readonly Figure[] => {
  const of = (pick: (each: Swept) => number) => spread(swept.map(pick));
  const longest = of((each) => each.longest);
  return [
    { name: `${what}: all of them`, unit: " s", measured: of((each) => each.seconds) },
    {
      name: `${what}: another process waits for its turn to write`,
      unit: " ms",
      measured: of((each) => each.median),
    },
    { name: `${what}: its 99th percentile`, unit: " ms", measured: of((each) => each.p99) },
    {
      name: `${what}: the longest wait`,
      unit: " ms",
      measured: longest,
      ...atMost(50, longest.max, " ms"),
    },
  ];
};

/** A million expired rows of each kind, deleted while others want to write. */
export const sweep: Part = {
  name: "sweep",
  title: "Sweeping a million expired rows",
  length: { rounds: 1, seconds: 0 },

  async measure({ rounds }, say) {
    const sessions: Swept[] = [];
    const logins: Swept[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const folder = mkdtempSync(join(tmpdir(), "countersign-bench-"));
      const path = join(folder, "bench.db");
      const opened = await openMigrated(`sqlite:${path}`);
      say("filling in a million rows of each kind");
      fillExpired(path, ROWS);
      const needs = { database: opened.database, secrets: [], clock: Date.now };
      sessions.push(await sweepAll(path, database()(needs).sweep, say));
      logins.push(await sweepAll(path, opened.register.sweep, say));
      await opened.database.close();
      removeFolder(folder);
    }
    const figures = [
      ...figuresOf("sessions of the engine `database`", sessions),
      ...figuresOf("logins in the register", logins),
    ];
    return { markdown: asMarkdown(figures), figures };
  },
};
