import { type Kysely, sql } from "kysely";
import type { RegisterEntry } from "../sessions/register.ts";
import { insertSession, isLive } from "./session-rows.ts";
import type { Tables } from "./tables.ts";

/**
 * Enters a login, and ends the oldest of its user's sessions beyond the limit, within whatever
 * transaction logs in. Two logins of one user at once have to wait for each other: see `lockUser`.
 *
 * @param limit how many sessions a user may have; any number if left out
 */
export const enterSession = async (
  db: Kysely<Tables>,
  entry: RegisterEntry,
  limit?: number,
): Promise<void> => {
  await insertSession(db, entry);
  if (limit === undefined) return;
  const others = await db
    .selectFrom("countersign_sessions")
    .select("sid")
    .where("user_id", "=", entry.userId)
    .where("sid", "<>", entry.sid)
    .where(isLive(entry.enteredAt))
    .orderBy("entered_at", "desc")
    .execute();
  const oldest = others.slice(Math.max(limit - 1, others.length - MOST)).map(({ sid }) => sid);
  if (oldest.length === 0) return;
  await db
    .updateTable("countersign_sessions")
    .set({ ended_at: entry.enteredAt })
    .where("sid", "in", oldest)
    .where("ended_at", "is", null)
    .execute();
};

/**
 * So many are ended by one login. Only where the limit is new may there be more, and their user would never
 * get in: a statement takes some ten thousand values, and on PostgreSQL each end is told of within the time of one.
 */
const MOST = 5_000;

/** On PostgreSQL: has whoever else logs this user in wait until this transaction is over. */
export const lockUser = (db: Kysely<Tables>, userId: number): Promise<unknown> =>
  sql`select pg_advisory_xact_lock(hashtextextended('countersign_sessions', ${userId}))`.execute(
    db,
  );
