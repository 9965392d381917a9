import type { Database } from "../database/database.ts";

/** Deletes at most `limit` sessions that expired before; how many it deleted. */
export const sweepSessionRows = async (
  { kysely }: Database,
  now: number,
  limit: number,
): Promise<number> => {
  const { numDeletedRows } = await kysely
    .deleteFrom("countersign_session_data")
    .where("id", "in", (select) =>
      select
        .selectFrom("countersign_session_data")
        .select("id")
        .where("expires_at", "<", now)
        .limit(limit),
    )
    .executeTakeFirst();
  return Number(numDeletedRows);
};
