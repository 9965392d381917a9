import {
  type Insertable,
  type Kysely,
  type RawBuilder,
  type Selectable,
  type SqlBool,
  sql,
  type Updateable,
} from "kysely";
import type { RegisterEntry } from "../sessions/register.ts";
import { EVERYBODY } from "./epoch-rows.ts";
import type { SessionsTable, Tables } from "./tables.ts";

/** A login's row, inserted by whichever act or register has the transaction. */
export const insertSession = (db: Kysely<Tables>, entry: RegisterEntry): Promise<unknown> =>
  db.insertInto("countersign_sessions").values(toRow(entry)).execute();

/** The row of a login that another system made, unless it is there already. */
export const adoptSession = (db: Kysely<Tables>, entry: RegisterEntry): Promise<unknown> =>
  db
    .insertInto("countersign_sessions")
    .values(toRow(entry))
    .onConflict((conflict) => conflict.column("sid").doNothing())
    .execute();

/** A session that was ended just now, and whose it is. */
export interface EndedRow {
  readonly sid: string;
  readonly user_id: number;
}

/** Ends a session for good, or what has taken its place since; undefined if nothing was left to end. */
export const endSession = (
  db: Kysely<Tables>,
  sid: string,
  now: number,
): Promise<EndedRow | undefined> => endLast(db, sid, { ended_at: now });

/** As `endSession`, because a login takes its place. */
export const replaceSession = (
  db: Kysely<Tables>,
  sid: string,
  now: number,
): Promise<EndedRow | undefined> => endLast(db, sid, { ended_at: now, successor: ANOTHER_LOGIN });

/** Two that log in at once in one browser do not end each other: none of them is the other's successor. */
const ANOTHER_LOGIN = "";

const endLast = async (
  db: Kysely<Tables>,
  sid: string,
  end: Updateable<SessionsTable>,
): Promise<EndedRow | undefined> => {
  // Each step goes to a later session of one login, so that it ends.
  for (let next: string | null | undefined = sid; next; next = await successorOf(db, next)) {
    const ended = await endRow(db, next, end);
    if (ended) return ended;
  }
  return undefined;
};

/** Ends a session and enters the one that takes its place; false, and nothing, if it had ended. */
export const cycleSession = async (
  db: Kysely<Tables>,
  sid: string,
  entry: RegisterEntry,
  now: number,
): Promise<boolean> => {
  if (!(await endRow(db, sid, { ended_at: now, successor: entry.sid }))) return false;
  await insertSession(db, entry);
  return true;
};

/**
 * Forgets on which devices and from where a user was logged in. Their rows stay until they expire, only to be
 * known as ended.
 */
export const forgetVisitor = (db: Kysely<Tables>, userId: number): Promise<unknown> =>
  db
    .updateTable("countersign_sessions")
    .set({ user_agent: null, address: null })
    .where("user_id", "=", userId)
    .execute();

/** Was it neither ended nor has it expired, nor did it begin before the epoch of its user? */
export const isLive = (now: number): RawBuilder<SqlBool> => {
  const epoch = sql`select coalesce(sum(epoch), 0) from countersign_epochs where user_id in (countersign_sessions.user_id, ${sql.lit(EVERYBODY)})`;
  return sql`(ended_at is null and expires_at >= ${now} and countersign_sessions.epoch >= (${epoch}))`;
};

const endRow = (
  db: Kysely<Tables>,
  sid: string,
  end: Updateable<SessionsTable>,
): Promise<EndedRow | undefined> =>
  db
    .updateTable("countersign_sessions")
    .set(end)
    .where("sid", "=", sid)
    .where("ended_at", "is", null)
    .returning(["sid", "user_id"])
    .executeTakeFirst();

const successorOf = async (db: Kysely<Tables>, sid: string): Promise<string | null | undefined> => {
  const query = db.selectFrom("countersign_sessions").select("successor").where("sid", "=", sid);
  return (await query.executeTakeFirst())?.successor;
};

const toRow = (entry: RegisterEntry): Insertable<SessionsTable> => ({
  sid: entry.sid,
  user_id: entry.userId,
  epoch: entry.epoch,
  entered_at: entry.enteredAt,
  last_seen_at: entry.lastSeenAt,
  expires_at: entry.expiresAt,
  ended_at: null,
  successor: null,
  user_agent: entry.userAgent ?? null,
  address: entry.address ?? null,
});

/** By name, and not all there are: another host may be a version ahead and have added one. */
export const ENTRY_COLUMNS: readonly (keyof EntryRow)[] = [
  "sid",
  "user_id",
  "epoch",
  "entered_at",
  "last_seen_at",
  "expires_at",
  "user_agent",
  "address",
];

export type EntryRow = Omit<Selectable<SessionsTable>, "ended_at" | "successor">;

export const toEntry = (row: EntryRow): RegisterEntry => ({
  sid: row.sid,
  userId: row.user_id,
  epoch: row.epoch,
  enteredAt: row.entered_at,
  lastSeenAt: row.last_seen_at,
  expiresAt: row.expires_at,
  userAgent: row.user_agent ?? undefined,
  address: row.address ?? undefined,
});
