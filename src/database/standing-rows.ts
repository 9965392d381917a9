import type { Standing } from "../sessions/register.ts";
import { type EpochsRow, toEpoch } from "./epoch-rows.ts";

/** What a statement reads of a session's standing: the register's row and the user's epoch. */
export interface StandingRow extends EpochsRow {
  /** Null if there is no row. */
  readonly sid: string | null;
  readonly ended_at: number | null;
  readonly last_seen_at: number | null;
  /** The user's hash, where sessions are tied to it. */
  readonly password?: string | null;
}

export const toStanding = (row: StandingRow): Standing => ({
  ended: row.sid === null || row.ended_at !== null,
  isKnown: row.sid !== null,
  ...toEpoch(row),
  lastSeenAt: row.last_seen_at ?? undefined,
  ...(typeof row.password === "string" ? { password: row.password } : {}),
});
