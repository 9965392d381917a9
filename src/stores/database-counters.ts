import { type Kysely, sql } from "kysely";
import type { Database } from "../database/database.ts";
import { deleteExpired } from "../database/delete-expired.ts";
import {
  clearFailures,
  countFailure,
  FAILURES_COLUMNS,
  type FailuresRow,
  takeFailureBack,
} from "../database/failure-rows.ts";
import type { Tables } from "../database/tables.ts";
import type { Counted, Counter, Counters, Wait } from "../throttle/counters.ts";
import { ACCOUNT, type Limit } from "../throttle/limit.ts";
import { createTurns } from "./turns.ts";

/** Rows on which nobody waits yet, of names that are nobody's and of networks. */
const MOST = 100_000;

/**
 * Counts of failures in the database: all processes of a site share them.
 *
 * @param most how many rows there may be that anybody can make by thinking of a name; beyond it the oldest
 *   of those go on which nobody waits yet
 */
export const databaseCounters = (database: Database, most: number = MOST): Counters => {
  const { kysely, transact } = database;
  // A crowd at one account would wait for its row in the database, each on a connection; of those behind us in
  // this process all but a few never write.
  const turns = createTurns();
  // Two at most are asked for together: an account, and the network that asks.
  const both = database.prepareRows<[one: string, other: string], FailuresRow>(
    kysely.selectFrom("countersign_failures").select(FAILURES_COLUMNS).where("key", "in", ["", ""]),
  );

  const waitFor = async (counters: readonly Counter[], now: number): Promise<Wait | undefined> => {
    const [first, second = first] = counters;
    if (!first || !second) return undefined;
    return waitOf(counters, await both(first.key, second.key), now);
  };

  const countAll = (
    counters: readonly Counter[],
    now: number,
  ): Promise<readonly Counted[] | Wait> =>
    transact(async (transaction) => {
      const counted: Counted[] = [];
      for (const counter of counters) {
        const one = await countFailure(transaction, counter, now);
        if (one) counted.push(one);
        else {
          for (const each of counted) await takeFailureBack(transaction, each);
          return waitNow(transaction, counter, now);
        }
      }
      return counted;
    });

  return {
    waitFor,

    count: (counters, now) =>
      turns.take(
        counters.map(({ key }) => key),
        // Whoever has to wait is refused by a read.
        async () => (await waitFor(counters, now)) ?? countAll(counters, now),
      ),

    takeBack: (counted) =>
      transact(async (transaction) => {
        for (const each of counted) await takeFailureBack(transaction, each);
      }),

    settle: (forgotten, counted) =>
      transact(async (transaction) => {
        await clearFailures(transaction, forgotten);
        for (const each of counted) await takeFailureBack(transaction, each);
      }),

    async failuresOf(key) {
      const [row] = await both(key, key);
      if (!row) return undefined;
      const { failures, open_at } = row;
      return { count: failures, openAt: open_at, isClosed: isClosed(row, ACCOUNT) };
    },

    async sweep(now, limit) {
      const deleted = await deleteExpired(database, ROWS, now, limit);
      return deleted < limit ? deleted + (await thin(kysely, most, limit - deleted)) : deleted;
    },
  };
};

const ROWS = { table: "countersign_failures", key: "key", moment: "expires_at" } as const;

const isClosed = ({ failures }: FailuresRow, { most }: Limit): boolean =>
  most !== undefined && failures >= most;

/** The longest of those that any of the rows says. */
const waitOf = (
  counters: readonly Counter[],
  rows: readonly FailuresRow[],
  now: number,
): Wait | undefined => {
  const waits = counters.flatMap(({ key, limit }): Wait[] => {
    const row = rows.find((each) => each.key === key);
    if (!row) return [];
    const wait = { openAt: row.open_at, isClosed: isClosed(row, limit) };
    return wait.isClosed || wait.openAt > now ? [wait] : [];
  });
  return waits.sort(
    (one, other) => Number(other.isClosed) - Number(one.isClosed) || other.openAt - one.openAt,
  )[0];
};

/** What has just kept one from being counted. */
const waitNow = async (db: Kysely<Tables>, counter: Counter, now: number): Promise<Wait> => {
  const rows = await db
    .selectFrom("countersign_failures")
    .select(FAILURES_COLUMNS)
    .where("key", "=", counter.key)
    .execute();
  // Forgotten this very moment: the next attempt is let through.
  return waitOf([counter], rows, now) ?? { openAt: now, isClosed: false };
};

/**
 * Deletes the oldest of too many rows. Never one on which somebody waits, or whoever guesses could have
 * their own thrown out by making up names.
 */
const thin = async (db: Kysely<Tables>, most: number, limit: number): Promise<number> => {
  const { rows } = await db
    .selectFrom("countersign_failures")
    .select(({ fn }) => fn.countAll<number>().as("rows"))
    .where("open_at", "=", 0)
    .where("expires_at", "is not", null)
    .executeTakeFirstOrThrow();
  const excess = Math.min(Number(rows) - most, limit);
  if (excess <= 0) return 0;
  const oldest = sql`select key from countersign_failures where open_at = 0 and expires_at is not null order by expires_at limit ${excess}`;
  const { numAffectedRows } =
    await sql`delete from countersign_failures where key in (${oldest}) and open_at = 0`.execute(
      db,
    );
  return Number(numAffectedRows ?? 0);
};
