import { type Register, type RegisterEntry, TOUCH_EVERY } from "../sessions/register.ts";

interface Row {
  readonly entry: RegisterEntry;
  endedAt?: number;
  /** As in the table `countersign_sessions`. */
  successor?: string;
}

/** Stands in place of a successor's id: who ends the session before does not mean that login. */
const ANOTHER_LOGIN = "";

/** Whose epoch counts for all: no user has this id. */
const EVERYBODY = 0;

interface Epoch {
  readonly epoch: number;
  readonly raisedAt: number;
}

const NEVER_RAISED: Epoch = { epoch: 0, raisedAt: 0 };

export interface MemoryOptions {
  /** How many sessions a user may have: a login beyond it ends the oldest. Any number if left out. */
  readonly sessionLimit?: number;
}

/**
 * The register in this process, gone with it, and everybody's login with it: for tests, and for
 * programs of one process that do not outlive their sessions.
 */
export const memoryRegister = ({ sessionLimit }: MemoryOptions = {}): Register => {
  const rows = new Map<string, Row>();
  const epochs = new Map<number, Epoch>();
  const adopt = (entry: RegisterEntry): void => {
    if (!rows.has(entry.sid)) rows.set(entry.sid, { entry });
  };
  const enter = (entry: RegisterEntry): void => {
    if (rows.has(entry.sid)) throw new TypeError("register: this session was entered before.");
    adopt(entry);
  };
  const end = (sid: string, now: number, successor?: string): boolean => {
    const row = rows.get(sid);
    if (!row) return false;
    if (row.endedAt !== undefined) return !!row.successor && end(row.successor, now, successor);
    row.endedAt = now;
    if (successor !== undefined) row.successor = successor;
    return true;
  };
  const rowOf = (userId: number) => epochs.get(userId) ?? NEVER_RAISED;
  const epochOf = (userId: number): number => rowOf(userId).epoch + rowOf(EVERYBODY).epoch;
  const raise = (userId: number, now: number): void => {
    epochs.set(userId, { epoch: rowOf(userId).epoch + 1, raisedAt: now });
  };
  /** Of everybody, user by user, the newest first. */
  const listAll = (now: number): RegisterEntry[] =>
    [...rows.values()]
      .filter(({ endedAt }) => endedAt === undefined)
      .map(({ entry }) => entry)
      .filter(({ userId, epoch, expiresAt }) => expiresAt >= now && epoch >= epochOf(userId))
      .sort((one, other) => other.userId - one.userId || other.enteredAt - one.enteredAt);

  const listOf = (userId: number, now: number): RegisterEntry[] =>
    listAll(now).filter((entry) => entry.userId === userId);

  return {
    isSynchronous: true,
    async enter(entry, replaces) {
      enter(entry);
      if (replaces !== undefined) end(replaces, entry.enteredAt, ANOTHER_LOGIN);
      if (sessionLimit === undefined) return;
      const others = listOf(entry.userId, entry.enteredAt).filter(({ sid }) => sid !== entry.sid);
      for (const { sid } of others.slice(sessionLimit - 1)) end(sid, entry.enteredAt);
    },
    adopt: async (entry) => adopt(entry),

    standing(sid, userId) {
      const row = rows.get(sid);
      const isKnown = row?.entry.userId === userId;
      return {
        ended: !isKnown || row.endedAt !== undefined,
        isKnown,
        lastSeenAt: isKnown ? row.entry.lastSeenAt : undefined,
        epoch: epochOf(userId),
        raisedAt: Math.max(rowOf(userId).raisedAt, rowOf(EVERYBODY).raisedAt),
      };
    },

    end: async (sid, now) => end(sid, now),

    async cycle(sid, entry, now) {
      const row = rows.get(sid);
      if (!row || row.endedAt !== undefined) return false;
      row.endedAt = now;
      row.successor = entry.sid;
      enter(entry);
      return true;
    },

    replacedAt(sid) {
      const row = rows.get(sid);
      return row?.successor === undefined ? undefined : row.endedAt;
    },

    async raiseEpoch(userId, now) {
      raise(userId, now);
      return epochOf(userId);
    },

    raiseEveryEpoch: async (now) => raise(EVERYBODY, now),

    list: async (userId, now) => listOf(userId, now),

    async *listAll(now) {
      yield* listAll(now);
    },

    async touch(sids, now) {
      for (const sid of sids) {
        const row = rows.get(sid);
        if (row?.endedAt !== undefined || !row || row.entry.lastSeenAt > now - TOUCH_EVERY)
          continue;
        rows.set(sid, { ...row, entry: { ...row.entry, lastSeenAt: now } });
      }
    },

    async sweep(now, limit) {
      const expired = [...rows].filter(([, { entry }]) => entry.expiresAt < now).slice(0, limit);
      for (const [sid] of expired) rows.delete(sid);
      return expired.length;
    },
  };
};
