import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "kysely";
import pg from "pg";
import type { Database } from "../../src/database/database.ts";
import { everyAct } from "./every-act.ts";
import { notedStatements } from "./noted-statements.ts";
import { postgresDatabase, skipsPostgres } from "./postgres-server.ts";
import { temporaryDatabase } from "./temporary-database.ts";
import { temporaryPostgres } from "./temporary-postgres.ts";

/** Numbers from 1 on, in both databases' words. */
const upTo = (count: number): string =>
  `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${count})`;

const FILL: readonly string[] = [
  `${upTo(100_000)} insert into countersign_users
    (username, username_key, email, email_key, email_verified_at, password, created_at)
    select 'user' || i, 'user' || i, 'user' || i || '@example.org', 'user' || i || '@example.org',
      case when i % 2 = 0 then i end, '!', i from n`,
  `${upTo(100_000)} insert into countersign_epochs (user_id, epoch, raised_at) select i, 0, 0 from n`,
  `${upTo(1_000_000)} insert into countersign_sessions
    (sid, user_id, epoch, entered_at, last_seen_at, expires_at)
    select 'sid' || i, 1 + (i - 1) % 100000, 0, i, i, 4000000000000 + i from n`,
  `${upTo(100_000)} insert into countersign_session_data (id, digest, data, marks, saved_at, expires_at)
    select 'data' || i, 'digest', '{}', '{}', i, 4000000000000 + i from n`,
  `${upTo(100_000)} insert into countersign_audit (at, event, user_id, username, actor)
    select i, case when i % 2 = 0 then 'loggedIn' else 'loginFailed' end, i, 'user' || i, 'visitor' from n`,
  `${upTo(100_000)} insert into countersign_failures (key, user_id, failures, since, open_at, expires_at)
    select 'network:' || i, i, 1, i, i % 2, 4000000000000 + i from n`,
];

/** On PostgreSQL alone. */
const ENDS: readonly string[] = [
  `${upTo(100_000)} insert into countersign_ends (number, sid, at, expires_at)
    select i, 'sid' || i, 1, 4000000000000 + i from n`,
  "update countersign_end_number set number = 100000",
];

/** Acts that read a table whole, and why they may. */
const READS_WHOLE: ReadonlySet<string> = new Set([
  // Once a minute at most, beside an attempt that does not wait for it; the table is kept to some 100,000 rows by it.
  "sweeping counts",
  // Planned anew for each moment, by how much there is since then; without one PostgreSQL takes it for a third of all.
  "the audit since",
  // In the order of an index, until a page is full.
  "one page of everybody's sessions",
  // An administrator's questions, which are answered while the table is read in the order of its ids, a page at a time.
  "the audit of a name that is gone",
  "one kind of event",
]);

/** No index helps it. */
const BLIND = "select id from countersign_users where password = 'unknown'";

/** The statements that read a table from one end to the other, by the acts that do, with their plans. */
const wholeReads = async (
  database: Database,
  plan: (text: string) => Promise<readonly string[]>,
  isWhole: (step: string) => boolean,
): Promise<readonly string[]> => {
  assert.ok((await plan(BLIND)).some(isWhole), "one that reads a table whole is found");
  const noted = notedStatements(database);
  for (const [name, act] of Object.entries(everyAct(noted.database))) {
    noted.begin(name);
    await act();
  }
  const found: string[] = [];
  for (const [text, act] of noted.statements) {
    const steps = await plan(text);
    if (!READS_WHOLE.has(act) && steps.some(isWhole)) {
      found.push(`${act}: ${text}\n  ${steps.join("\n  ")}`);
    }
  }
  return found;
};

test("with 100,000 users and a million sessions every look-up goes by an index, on SQLite (T283)", async (t) => {
  const database = await temporaryDatabase(t);
  for (const text of FILL) await sql.raw(text).execute(database.kysely);
  const plan = async (text: string): Promise<readonly string[]> => {
    const query = sql.raw<{ detail: string }>(`explain query plan ${text}`);
    return (await query.execute(database.kysely)).rows.map(({ detail }) => detail);
  };
  const isWhole = (step: string): boolean => /^SCAN (?!CONSTANT ROW|\d+-ROW|one\b)/.test(step);
  assert.deepEqual(await wholeReads(database, plan, isWhole), []);
});

test("the same on PostgreSQL (T283)", { skip: skipsPostgres }, async (t) => {
  const address = await postgresDatabase(t);
  const database = await temporaryPostgres(t, address);
  // On a connection of its own: ours give no statement that long.
  const client = new pg.Client(address);
  await client.connect();
  // And without triggers: each of so many epochs in one transaction would be told of as an end.
  await client.query("set session_replication_role = replica");
  for (const text of [...FILL, ...ENDS, "analyze"]) await client.query(text);
  await client.end();
  const plan = async (text: string): Promise<readonly string[]> => {
    const query = sql.raw<{ "QUERY PLAN": string }>(`explain (generic_plan) ${text}`);
    return (await query.execute(database.kysely)).rows.map((row) => row["QUERY PLAN"]);
  };
  assert.deepEqual(await wholeReads(database, plan, (step) => /Seq Scan/.test(step)), []);
});
