import type { EndLine, EndsConnection } from "../database/database.ts";
import type { Standing } from "../sessions/register.ts";
import { createEndedSessions, type EndedSessions } from "./ended-sessions.ts";

/** In milliseconds. */
const BETWEEN_READS = 500;
/** Less than the second that is promised: asking the database instead takes a moment as well. */
const OLDEST_MEMORY = 900;
const LONGEST_PAUSE = 1_000;
/** Lines at a time: so many hold the event loop for some ten milliseconds. */
const PAGE = 2_000;
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
export const followEnds = (connect: (told: () => void) => Promise<EndsConnection>): EndFeed => {
  let memory = newMemory();
  /** When the last read began that came to the end; by a clock that nobody sets, and by one that runs on while the machine sleeps. */
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
      if (isTold) wake();
    });

  const readAll = async (connection: EndsConnection): Promise<void> => {
    const began = moment();
    isTold = false;
    for (;;) {
      const lines = await connection.read(memory.last?.number ?? 0, PAGE);
      if (memory.last && !isSameLine(lines[0], memory.last)) {
        // It is not the database that was read before: a backup was restored, or a copy took over.
        memory = newMemory();
        continue;
      }
      learn(memory, lines);
      if (lines.length < PAGE) break;
    }
    readAt = began;
    memory.ended.forget(wallTime());
  };

  const follow = async (): Promise<void> => {
    for (let failures = 0; !isClosed; ) {
      let connection: EndsConnection | undefined;
      try {
        connection = await connect(told);
        while (!isClosed) {
          await readAll(connection);
          failures = 0;
          await pause(BETWEEN_READS);
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
      if (readAt === undefined || !isWithin(readAt, OLDEST_MEMORY)) return undefined;
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

interface Memory {
  readonly ended: EndedSessions;
  readonly epochs: Map<number, { readonly epoch: number; readonly at: number }>;
  /** The last line that was read: with it the next read begins. */
  last: EndLine | undefined;
}

const newMemory = (): Memory => ({
  ended: createEndedSessions(),
  epochs: new Map(),
  last: undefined,
});

const learn = (memory: Memory, lines: readonly EndLine[]): void => {
  for (const { sid, user_id, epoch, at, expires_at } of lines) {
    if (sid !== null) memory.ended.add(sid, expires_at);
    else if (user_id !== null && epoch !== null) memory.epochs.set(user_id, { epoch, at });
  }
  memory.last = lines.at(-1) ?? memory.last;
};

const isSameLine = (line: EndLine | undefined, other: EndLine): boolean =>
  line?.number === other.number &&
  line.sid === other.sid &&
  line.user_id === other.user_id &&
  line.epoch === other.epoch &&
  line.at === other.at;

interface Moment {
  readonly steady: number;
  readonly wall: number;
}

const moment = (): Moment => ({ steady: performance.now(), wall: Date.now() });

const isWithin = ({ steady, wall }: Moment, span: number): boolean => {
  // A clock that was set back says nothing; the steady one does.
  return performance.now() - steady <= span && Date.now() - wall <= span;
};

/** The time of day by a clock that nobody sets: one that is set far ahead for a moment would have ends forgotten. */
const wallTime = (): number => performance.timeOrigin + performance.now();
