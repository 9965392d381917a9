import type { Limit } from "./limit.ts";

/** What is counted against. */
export interface Counter {
  /** `user:12`, `network:192.0.2.1`. Holds nothing that was typed. */
  readonly key: string;
  readonly limit: Limit;
  /** Whose account it is about; forgotten with theirs. */
  readonly userId?: number;
}

/** One that was counted, so that it can be taken back. Instants in milliseconds. */
export interface Counted extends Counter {
  readonly since: number;
  readonly openAt: number;
  /** Is it the last that there may be? Once it has failed, this is closed. */
  readonly isLast: boolean;
}

/** Not now. */
export interface Wait {
  /** From then on the next one is let through, in milliseconds; of something closed it says nothing. */
  readonly openAt: number;
  /** Does it not open by itself? */
  readonly isClosed: boolean;
}

/** Where an account stands. */
export interface Failures extends Wait {
  /** In a row. */
  readonly count: number;
}

/**
 * Counts of failures, shared by all processes of a site. Each method is one act; throwing
 * (`storage.unavailable`) means that nothing was done, and whoever asked has to refuse.
 */
export interface Counters {
  /** Must one wait for any of these? Undefined if not. */
  waitFor(counters: readonly Counter[], now: number): Promise<Wait | undefined>;

  /**
   * Counts one against each of these before it is known how it ends, or says how long to wait and counts
   * nothing. Of any number that come at once no more are let through than if they had come one by one.
   */
  count(counters: readonly Counter[], now: number): Promise<readonly Counted[] | Wait>;

  /** Takes back what was counted and was no failure. */
  takeBack(counted: readonly Counted[]): Promise<void>;

  /** A success: forgets what is counted under these keys, and takes the others back. */
  settle(forgotten: readonly string[], counted: readonly Counted[]): Promise<void>;

  /** Undefined if none were counted since the last success. */
  failuresOf(key: string): Promise<Failures | undefined>;

  /** Deletes at most `limit` of what may be forgotten, and of too many names that are nobody's; how many. */
  sweep(now: number, limit: number): Promise<number>;
}

export const isWait = (counted: readonly Counted[] | Wait): counted is Wait =>
  "isClosed" in counted;
