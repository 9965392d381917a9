import { randomBytes } from "node:crypto";
import {
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { changeStored } from "../sessions/session-change.ts";
import { fileError, fileErrorCode } from "./file-error.ts";
import { type HeldLock, underLock } from "./file-lock.ts";
import type { Shelf, StoredSession } from "./shelf.ts";
import { fromStoredText, toStoredText } from "./stored-text.ts";

/** Ids differ by case, and some file systems do not: in hexadecimal no two are the same. */
const nameOf = (id: string): string => Buffer.from(id).toString("hex");

/** Which file is which, by its name; whatever else lies in the folder is not ours. */
export const SESSION_NAME: RegExp = /^[0-9a-f]+\.json$/;
export const LEFT_BEHIND_NAME: RegExp = /^[0-9a-f]+\.(?:lock[.\d-]*|[0-9a-f]+\.tmp)$/;

/** A shelf that is a folder, and what sweeping one needs. */
export interface FileShelf extends Shelf {
  /** Deletes the session in a file of that name if it expired before, or is none; did it? */
  removeExpired(name: string, now: number): Promise<boolean>;
}

/**
 * One file a session. Readers never wait and never see half of one: what is written is another file,
 * which then takes the place of the first. Whoever changes, moves or removes a session holds its
 * lock, and finds it there or leaves it alone: so what was removed does not come back.
 *
 * Nothing is forced to the disk, which would hold up the whole process. A power cut can lose
 * the last seconds: a session that is gone or half written is no session, and of one that comes back
 * the register, which is forced to the disk, knows that its login has ended.
 */
export const fileShelf = (folder: string): FileShelf => {
  const sessionPath = (id: string): string => join(folder, `${nameOf(id)}.json`);

  const read = (path: string): StoredSession | undefined => {
    try {
      return fromStoredText(readFileSync(path, "utf8"));
    } catch (error) {
      if (fileErrorCode(error) !== "ENOENT") throw error;
      // Without its folder there is no telling which sessions there are.
      statSync(folder);
      return undefined;
    }
  };

  const write = (id: string, session: StoredSession, beforeItIsSeen: () => void): void => {
    const temporary = join(folder, `${nameOf(id)}.${randomBytes(8).toString("hex")}.tmp`);
    try {
      writeFileSync(temporary, toStoredText(session), { mode: 0o600, flag: "wx" });
      // So that a sweep need not open each file.
      utimesSync(temporary, new Date(), new Date(session.expiresAt));
      beforeItIsSeen();
      renameSync(temporary, sessionPath(id));
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    }
  };

  const guarded = async <Result>(act: () => Result | Promise<Result>): Promise<Result> => {
    try {
      return await act();
    } catch (error) {
      throw fileError(error, folder);
    }
  };

  const locked = <Result>(name: string, act: (lock: HeldLock) => Result): Promise<Result> =>
    guarded(() => underLock(join(folder, `${name}.lock`), act));

  return {
    read(id) {
      try {
        return read(sessionPath(id));
      } catch (error) {
        throw fileError(error, folder);
      }
    },

    insert: (id, session) => guarded(() => write(id, session, () => {})),

    change: (id, { change, ...saved }) =>
      locked(nameOf(id), (lock) => {
        const stored = read(sessionPath(id));
        if (!stored) return false;
        const changed = changeStored(stored, change, saved);
        write(id, { digest: stored.digest, ...changed }, lock.check);
        return true;
      }),

    move: (id, to, { change, ...saved }) =>
      locked(nameOf(id), (lock) => {
        const stored = read(sessionPath(id));
        if (!stored) return false;
        const changed = changeStored(stored, change, saved);
        write(to.id, { digest: to.digest, ...changed }, () => {
          lock.check();
          // Before the new one is there: if the process dies in between there is none, and not two.
          unlinkSync(sessionPath(id));
        });
        return true;
      }),

    remove: (id) =>
      locked(nameOf(id), (lock) => {
        lock.check();
        unlinkIfThere(sessionPath(id));
      }),

    removeExpired: (name, now) =>
      locked(name.replace(/\.json$/, ""), (lock) => {
        const path = join(folder, name);
        const stored = read(path);
        lock.check();
        if (!stored || stored.expiresAt < now) return unlinkIfThere(path);
        // A copy of the folder that lost the times of its files gets them back.
        utimesSync(path, new Date(), new Date(stored.expiresAt));
        return false;
      }),
  };
};

const unlinkIfThere = (path: string): boolean => {
  try {
    unlinkSync(path);
    return true;
  } catch (error) {
    if (fileErrorCode(error) === "ENOENT") return false;
    throw error;
  }
};
