import type { Clock } from "../time/clock.ts";
import type { Audit, AuditLine } from "./database-audit.ts";

/** Finds the lines of the audit that are new, each once. */
export interface AuditFollower {
  /** What came since the last look. Rejects with `storage.unavailable`; then the next one tells it. */
  look(): Promise<readonly AuditLine[]>;
  /** A line that was found in another way is new no more. */
  leaveOut(id: number): void;
}

/** In milliseconds. No transaction of ours is open so long: what has not turned up by then was rolled back. */
const PATIENCE = 60_000;
/** So far back there may be some that were not committed when it began. */
const OVERLAP = 500;
const PAGE = 500;

/**
 * Follows the audit by id. One is given before the commit, and on PostgreSQL a lower one may be committed
 * later: so ids that were passed over are asked for again, for a minute.
 *
 * @param after lines behind this id are new, and those before it that turn up after the first look
 */
export const followAudit = (
  audit: Pick<Audit, "readBehind">,
  after: number,
  clock: Clock = Date.now,
): AuditFollower => {
  /** Ids that were passed over, and until when they are asked for. */
  const missing = new Map<number, number>();
  let last = Math.max(0, after - OVERLAP);

  const pass = (from: number, to: number): void => {
    const until = clock() + PATIENCE;
    // One that jumps further was set by hand.
    for (let id = Math.max(from, to - OVERLAP); id < to; id += 1) missing.set(id, until);
  };

  return {
    async look() {
      const found: AuditLine[] = [];
      for (;;) {
        for (const [id, until] of missing) if (until < clock()) missing.delete(id);
        const page = await audit.readBehind(last, [...missing.keys()], PAGE);
        for (const line of page) {
          const { id } = line;
          if (missing.delete(id) || id > Math.max(last, after)) found.push(line);
          if (id <= last) continue;
          pass(last + 1, id);
          last = id;
        }
        if (page.length < PAGE) return found;
      }
    },
    leaveOut: (id) => void missing.delete(id),
  };
};
