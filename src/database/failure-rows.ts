import { type Kysely, type RawBuilder, type Selectable, sql } from "kysely";
import type { Counted, Counter } from "../throttle/counters.ts";
import type { Limit } from "../throttle/limit.ts";
import { LONGEST_WAIT } from "../throttle/waits.ts";
import { forgetDevices } from "./epoch-rows.ts";
import type { FailuresTable, Tables } from "./tables.ts";

export type FailuresRow = Pick<Selectable<FailuresTable>, "key" | "failures" | "since" | "open_at">;

export const FAILURES_COLUMNS: readonly ["key", "failures", "since", "open_at"] = [
  "key",
  "failures",
  "since",
  "open_at",
];

/**
 * Counts one in one statement, or nothing, undefined, where one has to wait: whether one has to is asked of the row
 * as it is by then, so that of many at once each sees those before it.
 */
export const countFailure = async (
  db: Kysely<Tables>,
  counter: Counter,
  now: number,
): Promise<Counted | undefined> => {
  const { key, userId, limit } = counter;
  const next = nextOf(limit);
  const row = await db
    .insertInto("countersign_failures")
    .values({
      key,
      user_id: userId ?? null,
      failures: 1,
      since: now,
      open_at: 0,
      expires_at: limit.keptFor === undefined ? null : now + limit.keptFor * 1_000,
    })
    .onConflict((conflict) =>
      conflict
        .column("key")
        .doUpdateSet((eb) => ({ ...next, expires_at: eb.ref("excluded.expires_at") }))
        .where(sql<boolean>`countersign_failures.open_at <= excluded.since`)
        .where(isOpen(limit)),
    )
    .returning(["failures", "since", "open_at"])
    .executeTakeFirst();
  if (!row) return undefined;
  const isLast = limit.most !== undefined && row.failures >= limit.most;
  return { ...counter, since: row.since, openAt: row.open_at, isLast };
};

/** What a row is to become. In the statement, `excluded.since` is now. */
const nextOf = (limit: Limit) => {
  const { window } = limit;
  const isOver =
    window === undefined
      ? sql`1 = 0`
      : sql`countersign_failures.since <= excluded.since - ${milliseconds(window)}`;
  const failures = sql<number>`case when ${isOver} then 1 else countersign_failures.failures + 1 end`;
  const since = sql<number>`case when ${isOver} then excluded.since else countersign_failures.since end`;
  return { failures, since, open_at: openAtOf(limit, failures, since) };
};

const openAtOf = (
  { from, waits, window = 0 }: Limit,
  failures: RawBuilder<number>,
  since: RawBuilder<number>,
): RawBuilder<number> => {
  const isFree = sql`(${failures}) < ${sql.lit(from)}`;
  if (!waits) return sql`case when ${isFree} then 0 else (${since}) + ${milliseconds(window)} end`;
  const each = waits.map((wait, at) => sql`when ${sql.lit(from + at)} then ${milliseconds(wait)}`);
  return sql`case when ${isFree} then 0 else excluded.since + case (${failures}) ${sql.join(each, sql` `)} else ${milliseconds(LONGEST_WAIT)} end end`;
};

const isOpen = ({ most }: Limit): RawBuilder<boolean> =>
  most === undefined ? sql`1 = 1` : sql`countersign_failures.failures < ${sql.lit(most)}`;

const milliseconds = (seconds: number): RawBuilder<number> => sql.lit(seconds * 1_000);

/** Takes one back, and the wait that it has begun, unless others have failed since. */
export const takeFailureBack = async (
  db: Kysely<Tables>,
  { key, since, openAt, limit }: Counted,
): Promise<void> => {
  await db
    .updateTable("countersign_failures")
    .set(({ eb }) => ({
      failures: eb("failures", "-", 1),
      // Above 0 where waits have begun before it: then it is not one of those that are thrown out first.
      open_at: sql<number>`case when open_at <> ${openAt} then open_at when failures > ${limit.from} then 1 else 0 end`,
    }))
    .where("key", "=", key)
    // Begun anew in between it is another count.
    .where("since", "=", since)
    .where("failures", ">", 0)
    .execute();
};

/** Forgets what is counted under these keys. */
export const clearFailures = async (db: Kysely<Tables>, keys: readonly string[]): Promise<void> => {
  if (keys.length === 0) return;
  await db.deleteFrom("countersign_failures").where("key", "in", keys).execute();
};

/** A user has another password: no device is known any more, and no failure of before counts. Behind `raiseEpoch`. */
export const forgetGuesses = async (db: Kysely<Tables>, userId: number): Promise<void> => {
  await forgetDevices(db, userId);
  await forgetFailures(db, userId);
};

/** Forgets what is counted against a user, on every device. */
export const forgetFailures = async (db: Kysely<Tables>, userId: number): Promise<void> => {
  await db.deleteFrom("countersign_failures").where("user_id", "=", userId).execute();
};
