import assert from "node:assert/strict";
import { performance } from "node:perf_hooks";
import { type TestContext, test } from "node:test";
import { postgresDatabase, skipsPostgres } from "../database/postgres-server.ts";
import { browserLikeClient } from "./browser-like-client.ts";
import { confirm, mailSite } from "./mail-site.ts";
import { FORM, form, send } from "./send.ts";

const PAIRS = 150;
/** T127: relative difference of medians, over interleaved pairs; one repeat is allowed. */
const LARGEST_DIFFERENCE = 0.1;

const median = (times: readonly number[]): number =>
  [...times].sort((one, other) => one - other)[Math.floor(times.length / 2)] ?? 0;

/** How far apart the medians of two names are, each asked for in turn. */
const difference = async (url: string, known: string, unknown: string): Promise<number> => {
  const timeOf = async (username: string): Promise<number> => {
    const began = performance.now();
    await send(url, { path: "/forgot", headers: FORM, body: form({ username }) });
    return performance.now() - began;
  };
  const times: [number[], number[]] = [[], []];
  for (let pair = 0; pair < PAIRS; pair += 1) {
    // Who is first changes, so that neither always comes behind the other.
    const order = pair % 2 === 0 ? [0, 1] : [1, 0];
    for (const which of order) times[which as 0 | 1].push(await timeOf(which ? unknown : known));
  }
  const [here, there] = times.map(median) as [number, number];
  console.log(`${known}: ${here.toFixed(2)} ms; ${unknown}: ${there.toFixed(2)} ms`);
  return Math.abs(here - there) / Math.max(here, there);
};

const measure = async (t: TestContext, database: string | undefined): Promise<void> => {
  const site = await mailSite(t, async () => database, { throttle: false });
  const { url } = site.site;
  const asked: readonly (readonly [string, string])[] = [
    ["ada", "eve"],
    ["ada@example.org", "eve@example.org"],
  ];
  const compare = async (): Promise<void> => {
    for (const [known, unknown] of asked) {
      // Once for the code that runs for the first time.
      await send(url, { path: "/forgot", headers: FORM, body: form({ username: known }) });
      const first = await difference(url, known, unknown);
      const found = first <= LARGEST_DIFFERENCE ? first : await difference(url, known, unknown);
      assert.ok(found <= LARGEST_DIFFERENCE, `${known} and ${unknown}: ${found}`);
    }
  };
  await compare();
  await confirm(browserLikeClient(site.site), site.confirmation);
  await compare();
};

test("asking for a new password takes the same time for whom it is there and for whom not: SQLite", (t) =>
  measure(t, undefined));

test(
  "asking for a new password takes the same time for whom it is there and for whom not: PostgreSQL",
  {
    skip: skipsPostgres,
  },
  async (t) => measure(t, await postgresDatabase(t)),
);
