import { randomBytes } from "node:crypto";
import { isCountersignError } from "../errors/countersign-error.ts";
import type { Clock } from "../time/clock.ts";
import type { CacheClient } from "./cache-client.ts";
import { timeToLive } from "./cache-shelf.ts";
import type { StoredSession } from "./shelf.ts";
import { fromStoredText, toStoredText } from "./stored-text.ts";

/** Copies of stored sessions in a Redis or Valkey server, none of which is older than what it copies. */
export interface SessionCopies {
  /** A copy, or whether one could be put there; neither where the server cannot be asked. */
  find(id: string): Promise<{ readonly copy?: StoredSession; readonly isVacant: boolean }>;

  /** Reads a session and puts a copy there, unless somebody has written it since the reading began. */
  fill(id: string, read: () => Promise<StoredSession | undefined>): Promise<void>;

  /**
   * Writes a session while nobody believes or makes a copy of it. Rejects with `storage.unavailable`,
   * and nothing is written, if the server cannot be told so.
   */
  whileDoubted<Result>(id: string, write: () => Promise<Result>): Promise<Result>;
}

/** How long a copy lives at most, whatever went wrong before it. In milliseconds. */
const LONGEST_LIFE = 600_000;

/** Longer than any write takes: a database that is busy is given up after five seconds. */
const LONGEST_DOUBT = 60_000;

/** How long whoever fills keeps others from filling. */
const LONGEST_FILL = 10_000;

/**
 * What is under a session's key is one of: nothing; the promise of a reader to fill it; a copy; or a
 * mark for each writer at work. A writer takes promises and copies away before it writes and once more
 * when it has written, and a copy is put there only where its reader's promise still is. So it was
 * read after the last write, or goes with the next one:
 *
 * - a late reader, who read before a write or a drop and fills after it, finds its promise gone; and
 *   so does one whose promise was lost with the server's memory
 * - a writer whose last word does not arrive has left its mark, and the database is asked instead
 *
 * Only a server that loses a mark (it restarts empty) and then the writer's last word as well can be
 * left with an old copy, for ten minutes; ended logins are known to the register all the same.
 */
export const sessionCopies = (client: CacheClient, prefix: string, clock: Clock): SessionCopies => {
  const ask = (script: string, id: string, ...given: readonly string[]): Promise<unknown> =>
    client.eval(script, 1, prefix + id, ...given);

  return {
    async find(id) {
      const fields = await client.hgetall(prefix + id).catch(unlessUnavailable);
      const copy = fields?.["copy"] === undefined ? undefined : fromStoredText(fields["copy"]);
      if (copy) return { copy, isVacant: false };
      return { isVacant: fields !== undefined && Object.keys(fields).length === 0 };
    },

    async fill(id, read) {
      const promise = newMark();
      if (Number(await ask(PROMISE, id, promise, String(LONGEST_FILL))) !== 1) return;
      const stored = await read();
      const left = stored ? Math.min(timeToLive(stored.expiresAt, clock()), LONGEST_LIFE) : 0;
      if (stored && left > 0) await ask(FILL, id, promise, toStoredText(stored), String(left));
    },

    async whileDoubted(id, write) {
      const mark = `writing:${newMark()}`;
      await ask(DOUBT, id, mark, String(LONGEST_DOUBT));
      try {
        return await write();
      } finally {
        await ask(BELIEVE, id, mark).catch(unlessUnavailable);
      }
    },
  };
};

const newMark = (): string => randomBytes(12).toString("base64url");

/** Undefined if it is the server that failed: then the database answers. */
const unlessUnavailable = (error: unknown): undefined => {
  if (!isCountersignError(error, "storage.unavailable")) throw error;
};

const PROMISE = `
if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
redis.call('HSET', KEYS[1], 'promise', ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 1
`;

const FILL = `
if redis.call('HGET', KEYS[1], 'promise') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'copy', ARGV[2])
redis.call('HDEL', KEYS[1], 'promise')
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 1
`;

/** Sets before it deletes: a full server refuses the first write of a script, or none. */
const DOUBT = `
redis.call('HSET', KEYS[1], ARGV[1], '')
redis.call('HDEL', KEYS[1], 'promise', 'copy')
redis.call('PEXPIRE', KEYS[1], ARGV[2])
`;

/** A hash without fields is gone; one with the marks of others stays. */
const BELIEVE = `redis.call('HDEL', KEYS[1], ARGV[1], 'promise', 'copy')`;
