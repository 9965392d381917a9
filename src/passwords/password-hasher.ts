import type { Owed, Work } from "./work.ts";

/**
 * Makes and verifies hashes of one algorithm. The encoded text says who made it and at what cost, so
 * several hashers can share one table: the first of a list makes, all verify.
 */
export interface PasswordHasher {
  /** What stands before the first `$` of its hashes. */
  readonly algorithm: string;

  /** Why production must not make hashes with it, or undefined. */
  readonly weakness: string | undefined;

  /** Is this its own, well formed and within its bounds? Only then may it be handed to `verify`. */
  recognises(encoded: string): boolean;

  /** Would `make` write it with another cost today? */
  isOutdated(encoded: string): boolean;

  /** Does every byte of this password count with it? Only then may it be handed to `make`. */
  canHash(password: string): boolean;

  /** What `make` does, or `verify` of this hash, which it recognises. */
  work(encoded?: string): Work;

  /**
   * A new hash with a new salt, in one task. Rejects with `password.unhashable` if it cannot hash this password, with
   * `server.busy` when the queue is full, and with the signal's reason when the caller left before its turn came.
   */
  make(password: string, threads: HashThreads, signal?: AbortSignal): Promise<string>;

  /** Is it this password's? In one task. Rejects as threads do; a wrong password is `false`. */
  verify(
    password: string,
    encoded: string,
    threads: HashThreads,
    signal?: AbortSignal,
  ): Promise<boolean>;
}

/**
 * Where hashes are computed: away from the event loop, and away from the runtime's own thread pool,
 * in which file reads and DNS look-ups would wait behind them.
 */
export interface HashThreads {
  /** Runs a function that a module exports, once a thread is free. */
  run<Result>(task: HashTask, signal?: AbortSignal): Promise<Result>;
  /** Ends the threads. What waits is refused. */
  close(): Promise<void>;
}

export interface HashTask {
  /** URL of the module. */
  readonly module: string;
  /** The name under which it exports a function of one argument. */
  readonly act: string;
  readonly input: unknown;
  /** Done in the same turn, after it: a second turn in the queue would show. */
  readonly owed?: Owed;
  /**
   * A user's id, where they are asked for their password on a device that is known as theirs: if the queue is full it may
   * wait in a place that is kept for such, unless a hash of theirs waits already.
   */
  readonly knownAs?: number | undefined;
}
