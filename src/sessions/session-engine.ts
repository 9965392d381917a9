import type { SessionContents } from "./session-contents.ts";

/**
 * Where sessions are kept. One engine is chosen by one setting.
 *
 * "No session" is a value, and unknown, forged and malformed tokens are all no session. Throwing
 * means that the storage failed: `storage.unavailable`, which a site answers with 503.
 * What is expired is none of an engine's business: the door asks that of every session it opens.
 */
export interface SessionEngine {
  /** As `COUNTERSIGN_ENGINE` names it. */
  readonly name: string;

  /** What a cookie's token stands for. May answer at once or by a promise. */
  load(token: string): LoadedSession | RefusedToken | Promise<LoadedSession | RefusedToken>;

  /** Keeps the contents, and says what the cookie is to carry. */
  save(contents: SessionContents): string | Promise<string>;

  /** Forgets a session. One that is not there is no error. */
  drop(id: string): void | Promise<void>;
}

export interface LoadedSession {
  readonly contents: SessionContents;
  /** Was the token made by an older secret, so that it ought to be made anew? */
  readonly isOutdated: boolean;
}

export interface RefusedToken {
  /** For the log, at debug. Holds nothing of the token. */
  readonly refused: string;
}

/** An engine whose token carries the data, so that there is a limit to it. */
export interface BoundedEngine extends SessionEngine {
  /** Bytes of the token that these contents would make. */
  weigh(contents: SessionContents): number;
}

export const isBounded = (engine: SessionEngine): engine is BoundedEngine => "weigh" in engine;
