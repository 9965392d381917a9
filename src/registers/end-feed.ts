import type { EndsConnection } from "../database/database.ts";
import type { Standing } from "../sessions/register.ts";
import type { Clock } from "../time/clock.ts";
import { isSameLine, learn, newMemory } from "./end-memory.ts";

/** In milliseconds. */
const BETWEEN_READS = 500;
/** Less than the second that is promised: asking the database instead takes a moment as well. */
const OLDEST_MEMORY = 900;
const LONGEST_PAUSE = 1_000;
/** By so much a clock may be set back, and nothing is wanted that was forgotten. */
const SET_BACK = 60_000;
/** Lines at a time: so many hold the event loop for some twenty milliseconds. */
const PAGE = 4_000;
/** Everybody's epoch stands under this id. */
const EVERYBODY = 0;

/** What has ended, in this process's memory. */
export interface EndFeed {
  /** What was true at some moment of the last second; undefined if that is not known. */
  recall(sid: string, userId: number): Standing | undefined;
  close(): Promise<void>;
}

/**
 * Follows the ends of sessions on a database that numbers them in the order of their commits
 * (`database/ends-by-number.ts`). They are read by number: each time the database tells of one, each
 * half second whatever it tells, and at once on a new connection; so a word that was lost, or a
 * connection that was cut for an hour, makes it miss nothing. What it knows holds as of the beginning of
 * the last read that came to the end of the lines.
 *
 * @param connect rejects while there is no connection to be had: then it is tried again
 */
export const followEnds = (
  connect: (told: () => void) => Promise<EndsConnection>,
  clock: Clock = Date.now,
): EndFeed => {
  let memory = newMemory();
  /** When the last read began that came to the end. */
  let readAt: Moment | undefined;
  let isClosed = false;
  let wake = (): void => {};
  let isTold = false;
  const told = (): void => {
    isTold = true;
    wake();
  };
  const pause = (milliseconds: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      timer.unref();
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
      if (isTold || isClosed) wake();
    });

  const readAll = async (connection: EndsConnection): Promise<void> => {
    const began: Moment = { steady: performance.now(), wall: clock() };
    isTold = false;
    // What was forgotten by a clock that has been set back since may be wanted again.
    let next = began.wall < memory.forgotten ? newMemory() : memory;
    let page = connection.read(next.last?.number ?? 0, PAGE);
    for (;;) {
      const lines = await page;
      // Nobody asks any more, and there may be a million.
      if (isClosed) return;
      if (next.last && !isSameLine(lines[0], next.last)) {
        // It is not the database that was read before: a backup was restored, or a copy took over. Or
        // that line has expired, and was swept.
        next = newMemory();
        page = connection.read(0, PAGE);
        continue;
      }
      const isEnd = lines.length < PAGE;
      // The database reads on while these are learnt.
      if (!isEnd) page = connection.read(lines.at(-1)!.number, PAGE);
      learn(next, lines);
      if (isEnd) break;
    }
    // Only now: until then what was known holds, and half of the new would have what ended live again.
    memory = next;
    readAt = began;
    memory.forgotten = Math.max(memory.forgotten, began.wall - SET_BACK);
    memory.ended.forget(began.wall - SET_BACK);
  };

  const follow = async (): Promise<void> => {
    for (let failures = 0; !isClosed; ) {
      let connection: EndsConnection | undefined;
      try {
        connection = await connect(told);
        while (!isClosed) {
          const began = performance.now();
          await readAll(connection);
          failures = 0;
          // After one that took longer the next begins at once, or what was read would be too old.
          await pause(Math.max(0, BETWEEN_READS - (performance.now() - began)));
        }
      } catch {
        // Whoever asks meanwhile is sent to the database, and hears there what is wrong.
        failures += 1;
      }
      await connection?.close().catch(() => {});
      isTold = false;
      if (!isClosed) await pause(Math.min(2 ** failures * 25, LONGEST_PAUSE) * Math.random());
    }
  };

  const following = follow();
  return {
    recall(sid, userId) {
      if (readAt === undefined || !isFresh(readAt, clock())) return undefined;
      const [own, every] = [memory.epochs.get(userId), memory.epochs.get(EVERYBODY)];
      return {
        ended: memory.ended.has(sid),
        isKnown: true,
        epoch: (own?.epoch ?? 0) + (every?.epoch ?? 0),
        raisedAt: Math.max(own?.at ?? 0, every?.at ?? 0),
      };
    },
    async close() {
      isClosed = true;
      wake();
      await following;
    },
  };
};

interface Moment {
  /** By a clock that nobody sets. */
  readonly steady: number;
  /** By one that runs on while the machine sleeps. */
  readonly wall: number;
}

/** Not once the clock was set back: sessions live again then that had expired, and whose ends may be forgotten. */
const isFresh = ({ steady, wall }: Moment, now: number): boolean =>
  performance.now() - steady <= OLDEST_MEMORY && Math.abs(now - wall) <= OLDEST_MEMORY;
