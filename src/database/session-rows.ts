import type { Insertable, Kysely, Selectable } from "kysely";
import type { RegisterEntry } from "../sessions/register.ts";
import type { SessionsTable, Tables } from "./tables.ts";

/** A login's row, inserted by whichever act or register has the transaction. */
export const insertSession = (db: Kysely<Tables>, entry: RegisterEntry): Promise<unknown> =>
  db.insertInto("countersign_sessions").values(toRow(entry)).execute();

/** Ends a session for good; false if it had ended before, or never began. */
export const endSession = async (
  db: Kysely<Tables>,
  sid: string,
  now: number,
): Promise<boolean> => {
  const { numUpdatedRows } = await db
    .updateTable("countersign_sessions")
    .set({ ended_at: now })
    .where("sid", "=", sid)
    .where("ended_at", "is", null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
};

const toRow = (entry: RegisterEntry): Insertable<SessionsTable> => ({
  sid: entry.sid,
  user_id: entry.userId,
  epoch: entry.epoch,
  entered_at: entry.enteredAt,
  last_seen_at: entry.lastSeenAt,
  expires_at: entry.expiresAt,
  ended_at: null,
  user_agent: entry.userAgent ?? null,
  address: entry.address ?? null,
});

export const toEntry = (row: Selectable<SessionsTable>): RegisterEntry => ({
  sid: row.sid,
  userId: row.user_id,
  epoch: row.epoch,
  enteredAt: row.entered_at,
  lastSeenAt: row.last_seen_at,
  expiresAt: row.expires_at,
  userAgent: row.user_agent ?? undefined,
  address: row.address ?? undefined,
});
