import { closeSync, lstatSync, openSync, unlinkSync } from "node:fs";
import { CountersignError } from "../errors/countersign-error.ts";
import { fileErrorCode } from "./file-error.ts";

/** How long anybody waits for a lock, in milliseconds. */
const PATIENCE = 5_000;
const LONGEST_PAUSE = 10;

/** A holder that has not written by then gives up its write. */
const LEASE = 1_000;

/** A lock that was the same for so long is nobody's: its holder was killed, or has given up. */
const ABANDONED = 3_000;

export interface HeldLock {
  /**
   * To be asked right before each step that others see. Throws `storage.unavailable` if this process
   * was held up for so long that the lock may be another's by now.
   */
  check(): void;
}

/**
 * Acts alone among all processes that use the same lock file, which is there while somebody acts.
 * The act is synchronous: within one process nothing can come in between, and a lock is held for a
 * fraction of a millisecond. Rejects with `storage.unavailable` after five seconds.
 *
 * The lock of a killed process is taken over without asking whether it lives: process numbers are
 * given anew, and differ between containers. Nor are the clocks of two machines compared: whoever has
 * seen one and the same lock for three seconds knows that its holder, if there is one, may write no
 * more. (A holder that is suspended between its last check and the write that follows it, for those
 * seconds, would break this: a matter of microseconds.)
 *
 * @param clock milliseconds, from any moment on, and never put back
 */
export const underLock = async <Result>(
  path: string,
  act: (lock: HeldLock) => Result,
  clock: () => number = () => performance.now(),
): Promise<Result> => {
  const since = clock();
  let seen: { readonly mark: string | undefined; readonly since: number } | undefined;
  for (;;) {
    const lock = take(path, clock);
    if (lock) return actWith(lock, act);
    const mark = markOf(path);
    const now = clock();
    if (seen?.mark !== mark) seen = { mark, since: now };
    if (mark !== undefined && now - seen!.since > ABANDONED) await clear(path, mark, clock);
    else if (now - since > PATIENCE) {
      throw new CountersignError("storage.unavailable", "A session is locked by somebody else.");
    }
    // Of random length, so that processes that wait together do not come back together.
    await new Promise((resolve) => setTimeout(resolve, 1 + Math.random() * LONGEST_PAUSE));
  }
};

interface OwnLock extends HeldLock {
  release(): void;
}

const take = (path: string, clock: () => number): OwnLock | undefined => {
  const since = clock();
  try {
    closeSync(openSync(path, "wx", 0o600));
  } catch (error) {
    if (fileErrorCode(error) === "EEXIST") return undefined;
    throw error;
  }
  const isMine = (): boolean => clock() - since < LEASE;
  return {
    check() {
      if (isMine()) return;
      throw new CountersignError("storage.unavailable", "The session folder took too long.");
    },
    release() {
      // Left for others to clear if it took too long: it may be theirs already.
      if (isMine()) unlinkSync(path);
    },
  };
};

const actWith = <Result>(lock: OwnLock, act: (lock: HeldLock) => Result): Result => {
  try {
    return act(lock);
  } finally {
    lock.release();
  }
};

/** Tells one lock file from the next at the same place. */
const markOf = (path: string): string | undefined => {
  const stat = lstatSync(path, { bigint: true, throwIfNoEntry: false });
  return stat && `${stat.ino}-${stat.mtimeNs}`;
};

/**
 * Takes an abandoned lock away, one process at a time and only that very lock: two that see it at
 * once must not take away the one that the faster of them has made since.
 */
const clear = (path: string, mark: string, clock: () => number): Promise<void> =>
  underLock(
    `${path}.${mark}`,
    () => {
      if (markOf(path) === mark) unlinkSync(path);
    },
    clock,
  );
