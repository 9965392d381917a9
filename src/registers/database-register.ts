import { type Kysely, sql } from "kysely";
import type { Database } from "../database/database.ts";
import { deleteExpired } from "../database/delete-expired.ts";
import {
  adoptSession,
  cycleSession,
  endSession,
  insertSession,
  toEntry,
} from "../database/session-rows.ts";
import { type StandingRow, toStanding } from "../database/standing-rows.ts";
import type { Tables } from "../database/tables.ts";
import type { Register, RegisterEntry } from "../sessions/register.ts";

type StandingOf = [sid: string, ...userId: number[]];

/**
 * The register as a table. A session counts as ended unless its row is there and says that it is
 * not: after a backup was restored, a session that the backup does not know names nobody.
 *
 * @param tiedTo the table with the hashes to which sessions are tied (see `PasswordBond`)
 */
export const databaseRegister = (database: Database, tiedTo?: "auth_user"): Register => {
  const { kysely } = database;

  const standingQuery = kysely
    .selectFrom(sql<{ one: number }>`(select 1 as one)`.as("one"))
    .leftJoin("countersign_sessions as session", (join) =>
      join.on("session.sid", "=", "").on("session.user_id", "=", 0),
    )
    .leftJoin("countersign_epochs as epochs", (join) => join.on("epochs.user_id", "=", 0))
    .select((select) => [
      "session.sid",
      "session.ended_at",
      select.fn.coalesce("epochs.raised_at", sql<number>`0`).as("raised_at"),
      select.fn.coalesce("epochs.epoch", sql<number>`0`).as("epoch"),
    ]);
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

  return {
    isSynchronous: database.isSynchronous,

    async enter(entry) {
      await insertSession(kysely, entry);
    },

    async adopt(entry) {
      await adoptSession(kysely, entry);
    },

    standing(sid, userId) {
      const row = tiedTo ? standing(sid, userId, userId, userId) : standing(sid, userId, userId);
      return row instanceof Promise ? row.then((found) => toStanding(found!)) : toStanding(row!);
    },

    end: (sid, now) =>
      kysely.transaction().execute((transaction) => endSession(transaction, sid, now)),

    cycle: (sid, entry, now) =>
      kysely.transaction().execute((transaction) => cycleSession(transaction, sid, entry, now)),

    async raiseEpoch(userId, now) {
      const row = await kysely
        .insertInto("countersign_epochs")
        .values({ user_id: userId, epoch: 1, raised_at: now })
        .onConflict((conflict) =>
          conflict.column("user_id").doUpdateSet((update) => ({
            epoch: update("countersign_epochs.epoch", "+", 1),
            raised_at: now,
          })),
        )
        .returning("epoch")
        .executeTakeFirstOrThrow();
      return row.epoch;
    },

    async list(userId, now) {
      const query = standingSessions(kysely, now)
        .where("session.user_id", "=", userId)
        .orderBy("session.entered_at", "desc");
      return (await query.execute()).map(toEntry);
    },

    async *listAll(now) {
      const query = standingSessions(kysely, now)
        .orderBy("session.user_id", "desc")
        .orderBy("session.entered_at", "desc")
        .orderBy("session.sid", "desc")
        .limit(PAGE);
      const behind = ({ userId, enteredAt, sid }: RegisterEntry) =>
        query.where((where) =>
          where(
            where.refTuple("session.user_id", "session.entered_at", "session.sid"),
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

    async touch(sid, now) {
      await kysely
        .updateTable("countersign_sessions")
        .set({ last_seen_at: now })
        .where("sid", "=", sid)
        .where("ended_at", "is", null)
        .execute();
    },

    sweep: (now, limit) => deleteExpired(kysely, ROWS, now, limit),
  };
};

const PAGE = 500;

/** Those that have neither ended nor expired, nor been left behind by their user's epoch. */
const standingSessions = (kysely: Kysely<Tables>, now: number) =>
  kysely
    .selectFrom("countersign_sessions as session")
    .selectAll("session")
    .leftJoin("countersign_epochs as epochs", "epochs.user_id", "session.user_id")
    .where("session.ended_at", "is", null)
    .where("session.expires_at", ">=", now)
    .where((where) =>
      where("session.epoch", ">=", where.fn.coalesce("epochs.epoch", sql<number>`0`)),
    );

const ROWS = { table: "countersign_sessions", key: "sid", moment: "expires_at" } as const;
