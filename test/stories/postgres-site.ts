import assert from "node:assert/strict";
import { performance } from "node:perf_hooks";
import { setTimeout } from "node:timers/promises";
import pg from "pg";
import { slowness } from "./in-time.ts";
import { SECRET } from "./people.ts";
import type { Answer } from "./send.ts";
import { type SiteProcess, siteProcess } from "./site-process.ts";
import { type Ending, temporaryFolder } from "./temporary-folder.ts";

/** The site as a process of its own, over a PostgreSQL. Those of one database share a secret. */
export const postgresSite = (
  t: Ending,
  database: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<SiteProcess> =>
  siteProcess(t, {
    folder: temporaryFolder(t),
    environment: {
      COUNTERSIGN_DATABASE: database,
      COUNTERSIGN_SECRET: SECRET,
      ...environment,
    },
  });

/** Somebody else at the database, who minds no end and is gone when the test is over. */
export const somebody = async (t: Ending, database: string): Promise<pg.Client> => {
  const client = new pg.Client(database);
  client.on("error", () => {});
  await client.connect();
  t.after(() => void client.end());
  return client;
};

/** The first column of what a statement answers, asked over a connection of its own. */
export const column = async (database: string, statement: string): Promise<readonly unknown[]> => {
  const client = new pg.Client(database);
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(statement);
    return rows.map((row) => Object.values(row)[0]);
  } finally {
    await client.end();
  }
};

/** Waits until a statement answers anything but nothing: what others do at the database is seen there. */
export const seen = async (database: string, statement: string): Promise<void> => {
  while ((await column(database, statement)).length === 0) await setTimeout(10);
};

/** Asks again until the answer is this, which has to be within so many milliseconds of a machine at leisure. */
export const answersWithin = async (
  limit: number,
  status: number,
  ask: () => Promise<Answer>,
): Promise<Answer> => {
  const started = performance.now();
  for (;;) {
    const answer = await ask();
    const milliseconds = limit * slowness();
    const took = performance.now() - started;
    if (answer.status === status) {
      assert.ok(took <= milliseconds, `${status} only after ${took} ms`);
      return answer;
    }
    // On the way back it may say that it is not there yet, and never anything else.
    assert.equal(answer.status, 503, answer.text);
    assert.ok(took <= milliseconds, `still ${answer.status} after ${took} ms`);
    await setTimeout(20);
  }
};

/** How long an act took, in milliseconds, and what it gave. */
export const timed = async <Result>(
  act: () => Promise<Result>,
): Promise<{ readonly took: number; readonly result: Result }> => {
  const started = performance.now();
  const result = await act();
  return { took: performance.now() - started, result };
};
