import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient } from "./client.ts";
import { asMarkdown, type Figure, spread } from "./figures.ts";
import { fillSite } from "./fill-site.ts";
import { cookieOf, SECRET } from "./filled-user.ts";
import type { Part } from "./part.ts";
import type { Memory } from "./report-memory.ts";
import { removeFolder, type ServerProcess } from "./server-process.ts";
import { startSite } from "./site.ts";
import { under } from "./targets.ts";

const CLIENTS = 8;

/** Before anything counts: as often one and the same visitor comes, until everything that is lazy has been made. */
const WARMING = 20_000;

/**
 * What a site comes to hold by visitors who are logged in, on the signed cookie engine: `rows` of them, each seen once by
 * `/welcome`, and then as many others.
 */
export const memory: Part = {
  name: "memory",
  title: "Memory of logged-in sessions",
  length: { rounds: 3, seconds: 0, rows: 100_000 },

  async measure({ rounds, rows }, say) {
    const folder = mkdtempSync(join(tmpdir(), "countersign-bench-"));
    try {
      say(`filling in ${2 * rows} users and their sessions`);
      await fillSite(folder, 2 * rows);
      const grown: Grown[] = [];
      for (let round = 1; round <= rounds; round += 1) {
        grown.push(await growthOf(folder, rows));
        say(`round ${round} of ${rounds}: ${JSON.stringify(grown.at(-1))}`);
      }
      const figures = figuresOf(grown, rows);
      return { markdown: asMarkdown(figures), figures };
    } finally {
      removeFolder(folder);
    }
  },
};

/** By how much it grew, in megabytes. */
interface Grown {
  readonly first: Memory;
  readonly next: Memory;
}

const growthOf = async (folder: string, rows: number): Promise<Grown> => {
  const site = await startSite({ COUNTERSIGN_SECRET: SECRET }, folder, [
    ...["--expose-gc", "--import", "./bench/report-memory.ts"],
  ]);
  try {
    await visit(site, Math.min(WARMING, rows), () => 1);
    const before = await site.report<Memory>();
    await visit(site, rows, (nth) => nth + 1);
    const between = await site.report<Memory>();
    await visit(site, rows, (nth) => rows + nth + 1);
    const after = await site.report<Memory>();
    return { first: minus(between, before), next: minus(after, between) };
  } finally {
    await site.stop();
  }
};

const minus = (one: Memory, other: Memory): Memory => ({
  held: (one.held - other.held) / 1e6,
  resident: (one.resident - other.resident) / 1e6,
});

/** Has so many visits made, one behind the other by each of some clients. */
const visit = async (
  { url }: ServerProcess,
  count: number,
  userOf: (nth: number) => number,
): Promise<void> => {
  let next = 0;
  const keepVisiting = async (): Promise<void> => {
    const client = createClient(url);
    while (next < count) {
      const cookie = cookieOf(userOf(next));
      next += 1;
      const { status } = await client.ask("GET", "/welcome", cookie);
      if (status !== 200) throw new Error(`a visitor was answered with ${status}`);
    }
    client.close();
  };
  await Promise.all(Array.from({ length: CLIENTS }, keepVisiting));
};

const figuresOf = (grown: readonly Grown[], rows: number): readonly Figure[] => {
  const visitors = `${rows.toLocaleString("en")} visitors who are logged in`;
  const figure = (name: string, of: (each: Grown) => number) => ({
    ...{ name, unit: " MB", measured: spread(grown.map(of)) },
  });
  const first = figure(`heap and array buffers, of ${visitors}`, ({ first }) => first.held);
  const next = figure(`heap and array buffers, of the next ${visitors}`, ({ next }) => next.held);
  return [
    { ...first, ...under(1, first.measured.median, " MB") },
    { ...next, ...under(1, next.measured.median, " MB") },
    figure(
      "resident memory, with SQLite's pages: the first of them",
      ({ first }) => first.resident,
    ),
    figure("resident memory: the others", ({ next }) => next.resident),
  ];
};
