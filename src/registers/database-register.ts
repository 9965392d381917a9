// Over 150 lines because it is one register: each of its acts is a statement or two.
import { type Selectable, sql } from "kysely";
import { createActs } from "../database/acts.ts";
import type { Database } from "../database/database.ts";
import { deleteExpired } from "../database/delete-expired.ts";
import { enterSession, lockUser } from "../database/enter-session.ts";
import {
  EPOCH,
  EVERYBODY,
  epochOf,
  RAISED_AT,
  raiseEpoch,
  raiseEveryEpoch,
} from "../database/epoch-rows.ts";
import {
  adoptSession,
  cycleSession,
  ENTRY_COLUMNS,
  type EntryRow,
  endSession,
  isLive,
  replaceSession,
  toEntry,
} from "../database/session-rows.ts";
import { type StandingRow, toStanding } from "../database/standing-rows.ts";
import type { SessionsTable } from "../database/tables.ts";
import { type EventSink, NOBODY_LISTENS } from "../events/event-sink.ts";
import { type Register, type RegisterEntry, TOUCH_EVERY } from "../sessions/register.ts";

export interface RegisterOptions {
  /** The table with the hashes to which sessions are tied (see `PasswordBond`). */
  readonly tiedTo?: "auth_user" | undefined;
  /** How many sessions a user may have: a login beyond it ends the oldest. Any number if left out. */
  readonly sessionLimit?: number | undefined;
  /** Who is told of logins and ends. Nobody if left out: they are written down all the same. */
  readonly sink?: EventSink | undefined;
}

type StandingOf = [sid: string, ...userId: number[]];

/**
 * The register as a table. A session counts as ended unless its row is there and says that it is
 * not: after a backup was restored, a session that the backup does not know names nobody.
 */
export const databaseRegister = (
  database: Database,
  { tiedTo, sessionLimit, sink = NOBODY_LISTENS }: RegisterOptions = {},
): Register => {
  const { kysely, transact, dialect } = database;
  const act = createActs(database, sink, tiedTo);

  const standingQuery = kysely
    .selectFrom(sql<{ one: number }>`(select 1 as one)`.as("one"))
    .leftJoin("countersign_sessions as session", (join) =>
      join.on("session.sid", "=", "").on("session.user_id", "=", 0),
    )
    .leftJoin("countersign_epochs as own", (join) => join.on("own.user_id", "=", 0))
    .leftJoin("countersign_epochs as every", (join) =>
      join.on("every.user_id", "=", sql.lit(EVERYBODY)),
    )
    .select(["session.ended_at", "session.last_seen_at", EPOCH, RAISED_AT]);
  const standing = tiedTo
    ? database.prepare<StandingOf, StandingRow>(
        standingQuery
          // Nobody's hash, if the user is gone or disabled: then no tie holds.
          .leftJoin(tiedTo, (join) =>
            join.on("auth_user.id", "=", 0).on("auth_user.is_active", "=", sql`true`),
          )
          .select("auth_user.password"),
      )
    : database.prepare<StandingOf, StandingRow>(standingQuery);

  const replaced = database.prepare<[sid: string], Pick<Selectable<SessionsTable>, "ended_at">>(
    kysely
      .selectFrom("countersign_sessions")
      .select("ended_at")
      .where("sid", "=", "")
      .where("successor", "is not", null),
  );

  // Beside those who write: a page with the list waits for none of them.
  const liveOf = database.prepareRows<[userId: number, now: number], EntryRow>(
    kysely
      .selectFrom("countersign_sessions")
      .select(ENTRY_COLUMNS)
      .where("user_id", "=", 0)
      .where(isLive(0))
      .orderBy("entered_at", "desc"),
  );

  return {
    isSynchronous: database.isSynchronous,

    enter: (entry, replaces, note) =>
      act(async (transaction, record) => {
        if (sessionLimit !== undefined && dialect === "postgres") {
          await lockUser(transaction, entry.userId);
        }
        if (replaces !== undefined) await replaceSession(transaction, replaces, entry.enteredAt);
        await enterSession(transaction, entry, sessionLimit);
        await record(note, { at: entry.enteredAt, userId: entry.userId, sid: entry.sid });
      }),

    async adopt(entry) {
      await adoptSession(kysely, entry);
    },

    standing(sid, userId) {
      const row = tiedTo ? standing(sid, userId, userId, userId) : standing(sid, userId, userId);
      return row instanceof Promise ? row.then((found) => toStanding(found!)) : toStanding(row!);
    },

    end: (sid, now, note) =>
      act(async (transaction, record) => {
        const ended = await endSession(transaction, sid, now);
        if (ended) await record(note, { at: now, userId: ended.user_id, sid: ended.sid });
        return ended !== undefined;
      }),

    cycle: (sid, entry, now) =>
      transact((transaction) => cycleSession(transaction, sid, entry, now)),

    replacedAt(sid) {
      const row = replaced(sid);
      return row instanceof Promise
        ? row.then((found) => found?.ended_at ?? undefined)
        : (row?.ended_at ?? undefined);
    },

    raiseEpoch: (userId, now, note) =>
      act(async (transaction, record) => {
        await raiseEpoch(transaction, userId, now);
        await record(note, { at: now, userId });
        return epochOf(transaction, userId);
      }),

    raiseEveryEpoch: (now, note) =>
      act(async (transaction, record) => {
        await raiseEveryEpoch(transaction, now);
        await record(note, { at: now, userId: undefined });
      }),

    async list(userId, now) {
      return (await liveOf(userId, now)).map(toEntry);
    },

    async *listAll(now) {
      const query = kysely
        .selectFrom("countersign_sessions")
        .select(ENTRY_COLUMNS)
        .where(isLive(now))
        .orderBy("user_id", "desc")
        .orderBy("entered_at", "desc")
        .orderBy("sid", "desc")
        .limit(PAGE);
      const behind = ({ userId, enteredAt, sid }: RegisterEntry) =>
        query.where((where) =>
          where(
            where.refTuple("user_id", "entered_at", "sid"),
            "<",
            where.tuple(userId, enteredAt, sid),
          ),
        );
      let page = (await query.execute()).map(toEntry);
      while (page.length > 0) {
        yield* page;
        page = (await behind(page.at(-1)!).execute()).map(toEntry);
      }
    },

    async touch(sids, now) {
      if (sids.length === 0) return;
      await kysely
        .updateTable("countersign_sessions")
        .set({ last_seen_at: now })
        .where("sid", "in", sids)
        .where("ended_at", "is", null)
        .where("last_seen_at", "<=", now - TOUCH_EVERY)
        .execute();
    },

    async sweep(now, limit) {
      // Of what happened they only tell, and are not counted.
      if (dialect === "postgres") await deleteExpired(database, LINES, now, limit);
      return deleteExpired(database, ROWS, now, limit);
    },
  };
};

const PAGE = 500;

const LINES = { table: "countersign_ends", key: "number", moment: "expires_at" } as const;
const ROWS = { table: "countersign_sessions", key: "sid", moment: "expires_at" } as const;
