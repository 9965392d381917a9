import type { Database } from "../database/database.ts";
import { deleteExpired } from "../database/delete-expired.ts";
import type { SessionDataTable } from "../database/tables.ts";
import { changeStored } from "../sessions/session-change.ts";
import type { SweepableEngine } from "../sessions/session-engine.ts";
import type { Shelf, ShelfChange, StoredSession } from "./shelf.ts";
import { storedSession } from "./stored-text.ts";

/** A shelf that is the table `countersign_session_data`, a row for each session. */
export const databaseShelf = ({ kysely, prepare, transact, dialect }: Database): Shelf => {
  const rows = kysely
    .selectFrom("countersign_session_data")
    .select(["digest", "data", "marks", "saved_at", "expires_at"]);
  const byId = prepare<[id: string], Row>(rows.where("id", "=", ""));

  /** Reads and writes in one transaction, so that of two changes at once neither is lost. */
  const change = (
    id: string,
    { change, ...saved }: ShelfChange,
    to: Partial<Pick<SessionDataTable, "id" | "digest">> = {},
  ): Promise<boolean> =>
    transact(async (transaction) => {
      const row = await transaction
        .selectFrom("countersign_session_data")
        .select(["digest", "data", "marks", "saved_at", "expires_at"])
        .where("id", "=", id)
        .$if(dialect === "postgres", (query) => query.forUpdate())
        .executeTakeFirst();
      const stored = row && toStored(row);
      if (!stored) return false;
      const next = { digest: stored.digest, ...changeStored(stored, change, saved) };
      await transaction
        .updateTable("countersign_session_data")
        .set({ ...toRow(next), ...to })
        .where("id", "=", id)
        .execute();
      return true;
    });

  return {
    read(id) {
      const row = byId(id);
      return row instanceof Promise
        ? row.then((found) => found && toStored(found))
        : row && toStored(row);
    },

    async insert(id, session) {
      await kysely
        .insertInto("countersign_session_data")
        .values({ id, ...toRow(session) })
        .execute();
    },

    change,
    move: (id, { id: to, digest }, shelfChange) => change(id, shelfChange, { id: to, digest }),

    async remove(id) {
      await kysely.deleteFrom("countersign_session_data").where("id", "=", id).execute();
    },
  };
};

/** Deletes at most `limit` sessions that expired before; how many it deleted. */
export const sweepShelf =
  (database: Database): SweepableEngine["sweep"] =>
  (now, limit) =>
    deleteExpired(database, ROWS, now, limit);

const ROWS = { table: "countersign_session_data", key: "id", moment: "expires_at" } as const;

type Row = Omit<SessionDataTable, "id">;

/** Undefined for a row that somebody else has spoilt: it is no session, and nobody's error page. */
const toStored = (row: Row): StoredSession | undefined => {
  try {
    return storedSession({
      digest: row.digest,
      data: JSON.parse(row.data),
      marks: JSON.parse(row.marks),
      savedAt: row.saved_at,
      expiresAt: row.expires_at,
    });
  } catch {
    return undefined;
  }
};

const toRow = ({ digest, data, marks, savedAt, expiresAt }: StoredSession): Row => ({
  digest,
  data: JSON.stringify(Object.fromEntries(data)),
  marks: JSON.stringify(marks),
  saved_at: savedAt,
  expires_at: expiresAt,
});
