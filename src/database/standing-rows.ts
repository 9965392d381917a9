import type { Standing } from "../sessions/register.ts";

/** What a statement reads of a session's standing: the register's row and the user's epoch. */
export interface StandingRow {
  /** Null if there is no row. */
  readonly sid: string | null;
  readonly ended_at: number | null;
  readonly epoch: number;
  readonly raised_at: number;
  /** The user's hash, where sessions are tied to it. */
  readonly password?: string | null;
}

export const toStanding = (row: StandingRow): Standing => ({
  ended: row.sid === null || row.ended_at !== null,
  isKnown: row.sid !== null,
  epoch: row.epoch,
  raisedAt: row.raised_at,
  ...(typeof row.password === "string" ? { password: row.password } : {}),
});
