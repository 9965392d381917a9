import { hashSidKey, KEY_WORDS, readSidKey } from "./sid-key.ts";
import { createSidTable } from "./sid-table.ts";

/**
 * Which sessions were ended before their time, in this process's memory. Our own ids are kept as bits
 * in tables without objects: of a million, a map of strings took twice the memory (85 MB, not 43) and
 * three times as long to ask (0.75 µs, not 0.25), held the event loop for 20 to 50 ms whenever it grew,
 * and cost each full garbage collection some 50 ms more.
 */
export interface EndedSessions {
  /** Remembers an end until `expiresAt` (milliseconds); of two such moments, until the later. */
  add(sid: string, expiresAt: number): void;
  /** Exact in both directions, until the end has expired. */
  has(sid: string): boolean;
  /** Lets some of what has expired go; called twice a second, takes well under a millisecond. */
  forget(now: number): void;
  readonly size: number;
}

/** Whoever grows or is cleaned is one of so many: a million ends never hold the event loop. */
const SHARDS = 256;

/** In seconds: the year 2106, as far as 32 bits reach. */
const FOREVER = 0xffff_ffff;

export const createEndedSessions = (): EndedSessions => {
  const tables = Array.from({ length: SHARDS }, createSidTable);
  /** Ids that are not of our making: digests of Django's tokens, and whatever an engine of one's own has. */
  const others = Array.from({ length: SHARDS }, () => new Map<string, number>());
  const key = new Uint32Array(KEY_WORDS);
  let next = 0;

  const tableOfKey = () => tables[hashSidKey(key, 0) >>> 24]!;
  const othersOf = (sid: string) => others[hashText(sid) >>> 24]!;

  return {
    add(sid, expiresAt) {
      const until = secondOf(expiresAt);
      if (readSidKey(sid, key)) {
        tableOfKey().add(key, until);
      } else {
        const ends = othersOf(sid);
        ends.set(sid, Math.max(ends.get(sid) ?? 0, until));
      }
    },
    has: (sid) => (readSidKey(sid, key) ? tableOfKey().has(key) : othersOf(sid).has(sid)),
    forget(now) {
      const second = now / 1_000;
      const ends = others[next]!;
      for (const [sid, until] of ends) if (until < second) ends.delete(sid);
      tables[next]!.forget(second);
      next = (next + 1) % SHARDS;
    },
    get size() {
      return [...tables, ...others].reduce((sum, { size }) => sum + size, 0);
    },
  };
};

/** Rounded up, so that no end is forgotten before its session has expired. */
const secondOf = (moment: number): number => {
  const second = Math.ceil(moment / 1_000);
  return second < FOREVER ? Math.max(1, second) : FOREVER;
};

/** FNV-1a over characters, with a shift for its upper bits. */
const hashText = (text: string): number => {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  return Math.imul(hash ^ (hash >>> 15), 0x9e3779b1);
};
