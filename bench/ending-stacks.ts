// Whose logouts are measured beside whose: each a site of two processes over one store.
import type { Ended, Ways } from "./ended-session.ts";
import { spread } from "./figures.ts";

export interface EndingStack {
  /** As the table calls it. */
  readonly name: string;
  /** What `node` is started with, twice. */
  readonly words: readonly string[];
  readonly ways: Ways;
  /** Packages of `bench/peers` without which there is nothing to start. */
  readonly peers: readonly string[];
  readonly needs?: "redis-server" | "PostgreSQL";
  /** What becomes of the second process's way to the database before each logout. */
  readonly fault?: Fault;
  /** Is a copy let in for seconds after the logout, so that each takes that long to measure? */
  readonly isSlow?: boolean;
  /** Of ours. */
  readonly target?: EndingTarget;
}

/**
 * Of the database, or of that connection alone which tells of ends: it breaks, and so does whatever comes in
 * its place; or it stays, and nothing comes over.
 */
export interface Fault {
  readonly of: "database" | "feed";
  readonly is: "cut" | "hang";
}

export interface EndingTarget {
  readonly words: string;
  isReached(ended: readonly Ended[]): boolean;
}

/** For a page that asks whenever it is asked. */
const AT_ONCE: EndingTarget = {
  words: "none let in",
  isReached: (ended) => ended.every(({ accepted }) => accepted === 0),
};

/** For what is let in from memory, which learns of an end a moment later. */
const SOON: EndingTarget = {
  words: "median under 20 ms, worst under 1 s",
  isReached: (ended) => {
    const { median, max } = spread(refusals(ended));
    return median < 20 && max < 1_000;
  },
};

/** The same where the news cannot come. */
const WITHIN_A_SECOND: EndingTarget = {
  words: "worst under 1 s",
  isReached: (ended) => spread(refusals(ended)).max < 1_000,
};

/** Where the database is out of reach the refusal is a 503, which waits for it. */
const LET_IN_FOR_A_SECOND: EndingTarget = {
  words: "let in for less than 1 s",
  isReached: (ended) => ended.every(({ letInUntil }) => letInUntil < 1_000),
};

const refusals = (ended: readonly Ended[]): readonly number[] =>
  ended.map(({ refusedAfter }) => refusedAfter ?? Number.POSITIVE_INFINITY);

const ours = (name: string, page: string, more: Partial<EndingStack> = {}): EndingStack => ({
  name: `**Countersign**, ${name}`,
  words: ["bench/servers/logged-in.ts", "signedCookie"],
  ways: { end: ["POST", "/logout"], page },
  peers: [],
  target: AT_ONCE,
  ...more,
});

const peer = (
  name: string,
  words: string,
  peers: string,
  more: Partial<EndingStack> = {},
): EndingStack => ({
  name,
  words: `bench/peers/${words}`.split(" "),
  ways: { end: ["GET", "/end"], page: "/read" },
  peers: peers.split(" "),
  ...more,
});

/** @param seconds for how long a copy is asked with, and the cache that has a time to live has it */
export const endingStacks = (seconds: number): readonly EndingStack[] => [
  ours("SQLite: a page that loads the user", "/welcome"),
  ours("SQLite: `load: false`", "/id"),
  ours("PostgreSQL: a page that loads the user", "/welcome", { needs: "PostgreSQL" }),
  ours("PostgreSQL: `load: false`", "/id", { needs: "PostgreSQL", target: SOON }),
  ours("PostgreSQL: `load: false`, no news: the connection cut", "/id", {
    needs: "PostgreSQL",
    fault: { of: "feed", is: "cut" },
    target: WITHIN_A_SECOND,
  }),
  ours("PostgreSQL: `load: false`, no news: the connection silent", "/id", {
    needs: "PostgreSQL",
    fault: { of: "feed", is: "hang" },
    target: WITHIN_A_SECOND,
  }),
  ours("PostgreSQL: `load: false`, the database gone", "/id", {
    needs: "PostgreSQL",
    fault: { of: "database", is: "cut" },
    target: LET_IN_FOR_A_SECOND,
  }),
  peer("better-auth, SQLite", "better-auth.js", "better-auth"),
  peer(
    `better-auth, SQLite, its cookie cache for ${seconds} s (its default: 300)`,
    `better-auth.js ${seconds}`,
    "better-auth",
    { isSlow: true },
  ),
  peer(
    "express-session, connect-redis",
    "express-session.js redis",
    "express-session connect-redis redis",
    { needs: "redis-server" },
  ),
  peer("iron-session", "iron-session.js", "iron-session", { isSlow: true }),
  peer("cookie-session", "cookie-session.js", "cookie-session", { isSlow: true }),
];
