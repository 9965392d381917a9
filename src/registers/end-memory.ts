import type { EndLine } from "../database/database.ts";
import { createEndedSessions, type EndedSessions } from "./ended-sessions.ts";

/** What the lines of a database say, up to one of them. */
export interface EndMemory {
  readonly ended: EndedSessions;
  readonly epochs: Map<number, { readonly epoch: number; readonly at: number }>;
  /** The last line that was read: with it the next read begins. */
  last: EndLine | undefined;
  /** What expired before this moment may be gone. */
  forgotten: number;
}

export const newMemory = (): EndMemory => ({
  ended: createEndedSessions(),
  epochs: new Map(),
  last: undefined,
  forgotten: 0,
});

export const learn = (memory: EndMemory, lines: readonly EndLine[]): void => {
  for (const { sid, user_id, epoch, at, expires_at } of lines) {
    if (sid !== null) memory.ended.add(sid, expires_at);
    else if (user_id !== null && epoch !== null) memory.epochs.set(user_id, { epoch, at });
  }
  memory.last = lines.at(-1) ?? memory.last;
};

export const isSameLine = (line: EndLine | undefined, other: EndLine): boolean =>
  line?.number === other.number &&
  line.sid === other.sid &&
  line.user_id === other.user_id &&
  line.epoch === other.epoch &&
  line.at === other.at;
