import type { SessionChange } from "./session-change.ts";
import type { SessionContents } from "./session-contents.ts";

/**
 * Where sessions are kept. One engine is chosen by one setting.
 *
 * "No session" is a value, and unknown, forged, malformed and dropped tokens are all no session.
 * Throwing means that the storage failed: `storage.unavailable`, which a site answers with 503.
 * What is expired is none of an engine's business: the door asks that of every session it opens.
 */
export interface SessionEngine {
  /** As `COUNTERSIGN_ENGINE` names it. */
  readonly name: string;

  /** Does `load` answer at once, without a promise? Then a session waits for its first touch. */
  readonly isSynchronous: boolean;

  /** What a cookie's token stands for. Never writes: an unknown token makes no session. */
  load(token: string): LoadedSession | RefusedToken | Promise<LoadedSession | RefusedToken>;

  /**
   * Keeps a session, and says what the cookie is to carry.
   *
   * - nothing kept before: a new session is kept
   * - kept under the same id: the change is applied to what is stored now; the token stays good
   * - kept under another id: as above, under the new id and a new token; the old one is dead, in
   *   one step
   *
   * Undefined if what was kept is gone: then nothing is kept, and what was dropped meanwhile is
   * never revived. An engine whose token carries the data has nothing that could be gone.
   */
  save(saving: SessionSaving): string | undefined | Promise<string | undefined>;

  /** Forgets a session. One that is not there is no error. */
  drop(kept: KeptSession): void | Promise<void>;
}

export interface SessionSaving {
  /** The session as its request leaves it. */
  readonly contents: SessionContents;
  /** What of it this request changed. */
  readonly change: SessionChange;
  /** Under what it was kept when it was loaded; undefined for a new one. */
  readonly kept: KeptSession | undefined;
  /** In milliseconds: it may be forgotten afterwards, and not before. */
  readonly expiresAt: number;
}

export interface KeptSession {
  readonly id: string;
  readonly token: string;
}

export interface LoadedSession {
  readonly contents: SessionContents;
  /** Was the token made by an older secret, so that it ought to be made anew? */
  readonly isOutdated: boolean;
  /**
   * Made by another system, which enters nothing into our register: not to be there is no end then.
   * Its id is a digest of the token, so that it can be ended all the same.
   */
  readonly isForeign?: boolean;
}

export interface RefusedToken {
  /** For the log, at debug. Holds nothing of the token. */
  readonly refused: string;
  /** Whose token it says it is, if nothing is kept under that id: it may be under another by now. */
  readonly id?: string;
}

/** An engine whose token carries the data, so that there is a limit to it. */
export interface BoundedEngine extends SessionEngine {
  /** Bytes of the token that these contents would make. */
  weigh(contents: SessionContents): number;
}

export const isBounded = (engine: SessionEngine): engine is BoundedEngine => "weigh" in engine;

/** An engine that has to reach something, a folder or a server, before it can keep sessions. */
export interface OpenableEngine extends SessionEngine {
  /** Rejects with `storage.unavailable` if what it needs is not there. */
  open(): Promise<void>;
  close(): Promise<void>;
}

export const isOpenable = (engine: SessionEngine): engine is OpenableEngine => "open" in engine;

/** An engine on which expired sessions stay until they are swept. */
export interface SweepableEngine extends SessionEngine {
  /** Deletes at most `limit` sessions that may be forgotten; how many it deleted. */
  sweep(now: number, limit: number): Promise<number>;
}

export const isSweepable = (engine: SessionEngine): engine is SweepableEngine => "sweep" in engine;
