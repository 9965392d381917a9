// Whose logouts are measured beside whose: each a site of two processes over one store.
import type { Ended, Ways } from "./ended-session.ts";

export interface EndingStack {
  /** As the table calls it. */
  readonly name: string;
  /** What `node` is started with, twice. */
  readonly words: readonly string[];
  readonly ways: Ways;
  /** Packages of `bench/peers` without which there is nothing to start. */
  readonly peers: readonly string[];
  readonly needs?: "redis-server";
  /** Is a copy let in for seconds after the logout, so that each takes that long to measure? */
  readonly isSlow?: boolean;
  /** Of ours. */
  readonly target?: EndingTarget;
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
