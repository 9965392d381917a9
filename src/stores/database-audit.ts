import { type Kysely, type Selectable, sql } from "kysely";
import { toEvent } from "../database/audit-rows.ts";
import type { Database } from "../database/database.ts";
import { deleteExpired } from "../database/delete-expired.ts";
import type { AuditTable, Tables } from "../database/tables.ts";
import type { AccountEvent, EventName } from "../events/account-event.ts";

/** Which events are wanted: those that all of these hold for. */
export interface AuditFilter {
  readonly userId?: number | undefined;
  /** As it was written down, for a user who is gone. */
  readonly username?: string | undefined;
  readonly event?: EventName | undefined;
  /** In milliseconds: from then on. */
  readonly since?: number | undefined;
}

export interface AuditLine {
  readonly id: number;
  readonly event: AccountEvent;
}

/** What was written down of what happened. Every method rejects with `storage.unavailable`. */
export interface Audit {
  /**
   * What a filter holds for, the oldest first. Read a page at a time: a million lines need no more memory
   * than one page.
   *
   * @param last only so many, the newest
   */
  read(filter: AuditFilter, last?: number): AsyncIterable<AuditLine>;
  /** At most `limit` lines behind an id, and those of these ids that have turned up since. */
  readBehind(id: number, turnedUp: readonly number[], limit: number): Promise<readonly AuditLine[]>;
  /** The highest id so far; 0 if there is none. */
  newest(): Promise<number>;
  /** Deletes at most `limit` lines of before a moment; how many it deleted. */
  sweep(before: number, limit: number): Promise<number>;
}

const PAGE = 500;

export const databaseAudit = (database: Database): Audit => {
  const { kysely } = database;
  const lines = kysely.selectFrom("countersign_audit").selectAll();
  const filtered = ({ userId, username, event, since }: AuditFilter) =>
    lines
      .$if(userId !== undefined, (query) => query.where("user_id", "=", userId!))
      .$if(username !== undefined, (query) => query.where("username", "=", username!))
      .$if(event !== undefined, (query) => query.where("event", "=", event!))
      .$if(since !== undefined, (query) => query.where("at", ">=", since!));

  return {
    async *read(filter, last) {
      const first = filter.since === undefined ? 0 : await firstSince(kysely, filter.since);
      if (first === undefined) return;
      const query = filtered(filter);
      let from = first;
      if (last !== undefined) {
        const newest = query
          .where("id", ">=", first)
          .orderBy("id", "desc")
          .offset(last - 1);
        // Fewer than that: all there are.
        from = (await newest.limit(1).executeTakeFirst())?.id ?? first;
      }
      for (;;) {
        const page = await query.where("id", ">=", from).orderBy("id").limit(PAGE).execute();
        yield* page.map(toLine);
        if (page.length < PAGE) return;
        from = page.at(-1)!.id + 1;
      }
    },

    async readBehind(id, turnedUp, limit) {
      // Two statements: of one with an `or` SQLite reads the whole table, from its beginning.
      const late =
        turnedUp.length > 0
          ? await lines.where("id", "in", turnedUp).where("id", "<=", id).orderBy("id").execute()
          : [];
      const rows = await lines.where("id", ">", id).orderBy("id").limit(limit).execute();
      return [...late, ...rows].map(toLine);
    },

    async newest() {
      const query = kysely
        .selectFrom("countersign_audit")
        .select(({ fn }) => fn.max("id").as("id"));
      return Number((await query.executeTakeFirst())?.id ?? 0);
    },

    sweep: (before, limit) => deleteExpired(database, LINES, before, limit),
  };
};

/** The lowest id of those lines; undefined if there are none. Found by their moments: whatever is older is not read. */
const firstSince = async (db: Kysely<Tables>, since: number): Promise<number | undefined> => {
  // Of a sum: for the lowest id itself a planner goes through the ids from the first one on.
  const lowest = sql<number | null>`min(id + 0)`.as("id");
  const query = db.selectFrom("countersign_audit").select(lowest).where("at", ">=", since);
  const { id } = await query.executeTakeFirstOrThrow();
  return id === null ? undefined : Number(id);
};

const LINES = { table: "countersign_audit", key: "id", moment: "at" } as const;

const toLine = (row: Selectable<AuditTable>): AuditLine => ({ id: row.id, event: toEvent(row) });
