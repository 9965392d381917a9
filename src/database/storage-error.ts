import { CountersignError } from "../errors/countersign-error.ts";

/** Primary result codes of SQLite (https://sqlite.org/rescode.html). */
const BUSY = 5;
const LOCKED = 6;

/** The world is broken, not the statement: no memory, read-only, I/O, corrupt, full, cannot open, not a database. */
const BROKEN: ReadonlySet<number> = new Set([BUSY, LOCKED, 7, 8, 10, 11, 13, 14, 26]);

/** The low byte is the primary code; the rest says more about it. */
const primaryCode = (error: unknown): number | undefined => {
  if (!(error instanceof Error) || !("errcode" in error)) return undefined;
  return typeof error.errcode === "number" ? error.errcode & 0xff : undefined;
};

/** Is somebody else writing? Then it is worth another try. */
export const isBusy = (error: unknown): boolean => {
  const code = primaryCode(error);
  return code === BUSY || code === LOCKED;
};

/** As `storage.unavailable` if the storage is to blame, else unchanged: then it is a bug of ours. */
export const storageError = (error: unknown): unknown => {
  const code = primaryCode(error);
  if (code === undefined || !BROKEN.has(code)) return error;
  return new CountersignError(
    "storage.unavailable",
    `SQLite answered with code ${code} (https://sqlite.org/rescode.html).`,
    { cause: error },
  );
};

/** How long a busy database is asked again, in milliseconds. */
const PATIENCE = 5_000;
const LONGEST_PAUSE = 25;

/**
 * Does something again while the database is busy, for up to five seconds from `since`, without ever
 * blocking the event loop as the driver's own time-out would. Rejects with `storage.unavailable`.
 */
export const whileBusy = async <Result>(
  act: () => Result,
  since: number = performance.now(),
): Promise<Result> => {
  for (;;) {
    try {
      return act();
    } catch (error) {
      if (!isBusy(error) || performance.now() - since > PATIENCE) throw storageError(error);
    }
    // Of random length, so that processes that wait together do not come back together.
    await new Promise((resolve) => setTimeout(resolve, 1 + Math.random() * LONGEST_PAUSE));
  }
};
