import assert from "node:assert/strict";
import { performance } from "node:perf_hooks";
import { test } from "node:test";
import { postgresDatabase, skipsPostgres } from "../database/postgres-server.ts";
import { browserLikeClient } from "./browser-like-client.ts";
import { ADA } from "./people.ts";
import { postgresSite } from "./postgres-site.ts";
import { siteOfWorkers } from "./site-of-workers.ts";
import type { SiteProcess } from "./site-process.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const LIMITED = { COUNTERSIGN_THROTTLE: "on" };

/** Two hundred wrong passwords at one instant, shared out among these. */
const storm = async (sites: readonly SiteProcess[]): Promise<void> => {
  await browserLikeClient(sites[0]!).post("/register", ADA);
  const began = performance.now();
  const answers = await Promise.all(
    Array.from({ length: 200 }, (_, at) =>
      browserLikeClient(sites[at % sites.length]!).postJson("/login", {
        username: ADA.username,
        password: `wrong password ${at}`,
      }),
    ),
  );
  const seconds = (performance.now() - began) / 1_000;
  const count = (status: number): number =>
    answers.filter((answer) => answer.status === status).length;
  // Waits of 1, 2, 4 seconds and so on that may have been over by then.
  const waitsOver = Math.floor(Math.log2(seconds + 1));
  assert.ok(count(401) >= 5, `${count(401)} were computed`);
  assert.ok(count(401) <= 5 + waitsOver, `${count(401)} were computed within ${seconds} s`);
  // A machine that is busy enough says so.
  assert.equal(count(401) + count(429) + count(503), 200);
};

test("two processes on one SQLite let no more guesses through than one (T107)", async (t) => {
  await storm([await siteOfWorkers(t, { folder: temporaryFolder(t), environment: LIMITED })]);
});

test("two hosts at one PostgreSQL let no more guesses through than one (T107)", {
  skip: skipsPostgres,
}, async (t) => {
  const database = await postgresDatabase(t);
  await storm([await postgresSite(t, database, LIMITED), await postgresSite(t, database, LIMITED)]);
});
