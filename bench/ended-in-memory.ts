// Remembers a million ends in a process of its own (`--expose-gc`), and answers its parent once: how much
// memory they take, how long it takes to look one up and to let them go.
import { randomBytes } from "node:crypto";
import { createEndedSessions, type EndedSessions } from "../src/registers/ended-sessions.ts";

export const ENDS = 1_000_000;
const LOOKED_UP = 200_000;
const ROUNDS = 5;

/** What holds the ends: ours, or a plain map of strings. */
export type Holder = "ours" | "map";

export interface EndsInMemory {
  readonly megabytes: number;
  /** Of one look-up each, in nanoseconds, ids in no order and each a new string, as a token's is. */
  readonly found: readonly number[];
  readonly absent: readonly number[];
  /** In milliseconds. */
  readonly longestAdd: number;
  /** How long each call took that let half of what it looked at go, in milliseconds; a map does not. */
  readonly forgetting: readonly number[];
  /** A full garbage collection with nothing else to look at, in milliseconds. */
  readonly collecting: number;
}

const mapOfEnds = (): EndedSessions => {
  const ends = new Map<string, number>();
  return {
    add: (sid, expiresAt) => void ends.set(sid, expiresAt),
    has: (sid) => ends.has(sid),
    forget() {},
    get size() {
      return ends.size;
    },
  };
};

const collect = (): void => {
  if (!globalThis.gc) throw new Error("start it with --expose-gc");
  for (let each = 0; each < 4; each += 1) globalThis.gc();
};

const memory = (): number => {
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
};

/** Ids of which no string is kept. */
const randomIds = (): ((each: number) => string) => {
  const bytes = randomBytes(16 * ENDS);
  return (each) => bytes.toString("base64url", 16 * each, 16 * each + 16);
};

const timed = (act: () => void): number => {
  const began = performance.now();
  act();
  return performance.now() - began;
};

/** A moment as large as they are: a number over 32 bits costs a map an object. */
const expiryOf = (each: number): number => Date.UTC(2027, 0) + 1_000 * each;

const lookUp = (ended: EndedSessions, idOf: (each: number) => string, isEnded: boolean): number => {
  const ids = Array.from({ length: LOOKED_UP }, () => idOf(Math.floor(Math.random() * ENDS)));
  let found = 0;
  const milliseconds = timed(() => {
    for (const id of ids) if (ended.has(id)) found += 1;
  });
  if (found !== (isEnded ? LOOKED_UP : 0)) throw new Error(`${found} of ${LOOKED_UP} were found`);
  return (milliseconds / LOOKED_UP) * 1e6;
};

const measure = (holder: Holder): EndsInMemory => {
  const [idOf, otherOf] = [randomIds(), randomIds()];
  const before = memory();
  const ended = holder === "ours" ? createEndedSessions() : mapOfEnds();
  let longestAdd = 0;
  for (let each = 0; each < ENDS; each += 1) {
    const id = idOf(each);
    longestAdd = Math.max(
      longestAdd,
      timed(() => ended.add(id, expiryOf(each))),
    );
  }
  const megabytes = (memory() - before) / 1e6;
  const found: number[] = [];
  const absent: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    found.push(lookUp(ended, idOf, true));
    absent.push(lookUp(ended, otherOf, false));
  }
  collect();
  const collecting = timed(() => globalThis.gc?.());
  const forgetting =
    holder === "map"
      ? []
      : Array.from({ length: 256 }, () => timed(() => ended.forget(expiryOf(ENDS / 2))));
  return { megabytes, found, absent, longestAdd, forgetting, collecting };
};

process.once("message", ({ holder }: { holder: Holder }) => {
  process.send?.(measure(holder));
  process.disconnect?.();
});
