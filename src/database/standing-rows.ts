import type { Standing } from "../sessions/register.ts";

/**
 * What a statement reads of a session's standing: the register's row and the user's epoch. Each
 * column more costs a page as much as the look-up itself, so there are no more than these.
 */
export interface StandingRow {
  readonly ended_at: number | null;
  /** Null if there is no row. */
  readonly last_seen_at: number | null;
  readonly epoch: number;
  readonly raised_at?: number;
  /** The user's hash, where sessions are tied to it. */
  readonly password?: string | null;
}

export const toStanding = (row: StandingRow): Standing => {
  const standing: { -readonly [Part in keyof Standing]: Standing[Part] } = {
    ended: row.last_seen_at === null || row.ended_at !== null,
    isKnown: row.last_seen_at !== null,
    epoch: row.epoch,
    lastSeenAt: row.last_seen_at ?? undefined,
  };
  if (row.raised_at !== undefined) standing.raisedAt = row.raised_at;
  if (typeof row.password === "string") standing.password = row.password;
  return standing;
};
