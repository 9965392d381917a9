import { opendirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileError } from "./file-error.ts";
import { underLock } from "./file-lock.ts";
import { type FileShelf, LEFT_BEHIND_NAME, SESSION_NAME } from "./file-shelf.ts";

/** No act takes so long: what is older was left behind by a process that was killed. In milliseconds. */
const LEFT_BEHIND = 60_000;

/** How many names are in memory at once. Before the next ones requests get their turn. */
const NAMES = 32;

export interface FileSweep {
  sweep(now: number, limit: number): Promise<number>;
  close(): Promise<void>;
}

/**
 * Deletes what has expired, and what killed processes have left behind. Goes on where the last sweep
 * reached its limit, so that many small ones do not each look through those that live.
 */
export const fileSweep = (folder: string, shelf: FileShelf): FileSweep => {
  let round: AsyncGenerator<string> | undefined;

  const sweepFrom = async (
    names: AsyncGenerator<string>,
    now: number,
    limit: number,
  ): Promise<number> => {
    let deleted = 0;
    while (deleted < limit) {
      const { value: name, done } = await names.next();
      if (done) break;
      if (SESSION_NAME.test(name)) {
        const isOld = timeOf(join(folder, name)) < now;
        if (isOld && (await shelf.removeExpired(name, now))) deleted += 1;
      } else if (LEFT_BEHIND_NAME.test(name)) await tidy(join(folder, name));
    }
    return deleted;
  };

  const sweep = async (now: number, limit: number): Promise<number> => {
    const isFresh = round === undefined;
    round ??= namesIn(folder);
    const deleted = await sweepFrom(round, now, limit);
    if (deleted === limit) return deleted;
    round = undefined;
    // What has come since that round began, behind its back, is looked through as well.
    return isFresh ? deleted : deleted + (await sweep(now, limit - deleted));
  };

  return {
    async sweep(now, limit) {
      try {
        return await sweep(now, limit);
      } catch (error) {
        throw fileError(error, folder);
      }
    },

    async close() {
      await round?.return(undefined);
      round = undefined;
    },
  };
};

async function* namesIn(folder: string): AsyncGenerator<string> {
  for await (const { name } of opendirSync(folder, { bufferSize: NAMES })) yield name;
}

/** A session file has the moment of its expiry for its time. What has just gone is young. */
const timeOf = (path: string): number =>
  statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Number.POSITIVE_INFINITY;

const tidy = async (path: string): Promise<void> => {
  // The system's clock, whatever time it is for sessions: these files were dated by it.
  if (timeOf(path) >= Date.now() - LEFT_BEHIND) return;
  if (path.endsWith(".tmp")) rmSync(path, { force: true });
  // Whoever gets a lock that nobody holds any more takes it away afterwards.
  else await underLock(path, () => {});
};
