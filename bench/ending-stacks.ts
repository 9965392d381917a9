// Whose logouts are measured beside whose: each a site of two processes over one store.
import type { Ways } from "./ended-session.ts";

export interface EndingStack {
  /** As the table calls it. */
  readonly name: string;
  readonly isOurs: boolean;
  /** What `node` is started with, twice. */
  readonly words: readonly string[];
  readonly ways: Ways;
  /** Packages of `bench/peers` without which there is nothing to start. */
  readonly peers: readonly string[];
  /** Is a copy let in for seconds after the logout, so that each takes that long to measure? */
  readonly isSlow: boolean;
}

const ours = (name: string, page: string): EndingStack => ({
  name: `**Countersign**, ${name}`,
  isOurs: true,
  words: ["bench/servers/logged-in.ts", "signedCookie"],
  ways: { end: ["POST", "/logout"], page },
  peers: [],
  isSlow: false,
});

const peer = (name: string, words: string, peers: string, isSlow: boolean): EndingStack => ({
  name,
  isOurs: false,
  words: `bench/peers/${words}`.split(" "),
  ways: { end: ["GET", "/end"], page: "/read" },
  peers: peers.split(" "),
  isSlow,
});

/** @param seconds for how long a copy is asked with, and the cache that has a time to live has it */
export const endingStacks = (seconds: number): readonly EndingStack[] => [
  ours("`signedCookie()`, SQLite: a page that loads the user", "/welcome"),
  peer("better-auth, SQLite", "better-auth.js", "better-auth", false),
  peer(
    `better-auth, SQLite, its cookie cache for ${seconds} s (its default: 300)`,
    `better-auth.js ${seconds}`,
    "better-auth",
    true,
  ),
  peer(
    "express-session, connect-redis",
    "express-session.js redis",
    "express-session connect-redis redis",
    false,
  ),
  peer("iron-session", "iron-session.js", "iron-session", true),
  peer("cookie-session", "cookie-session.js", "cookie-session", true),
];
