import { accessSync, constants, mkdirSync, statSync } from "node:fs";
import { CountersignError } from "../errors/countersign-error.ts";
import type { OpenableEngine, SweepableEngine } from "../sessions/session-engine.ts";
import { fileError } from "./file-error.ts";
import { fileShelf } from "./file-shelf.ts";
import { fileSweep } from "./file-sweep.ts";
import { shelvedSessions } from "./shelved-sessions.ts";

/**
 * Sessions as files, one each, in a folder of their own: for a server without a database. Several
 * processes of one machine may share the folder.
 *
 * Not for several machines (locks and times are not sure on network file systems: take `cache` or
 * `database`), and not where a power cut must lose nothing of the last seconds (take `database`).
 *
 * Reads are synchronous: a small file out of the system's memory takes 7 µs of the processor, and by
 * a promise 22. So a session waits for its first touch, and a slow disk holds the process up.
 */
export const file = (folder: string): (() => OpenableEngine & SweepableEngine) => {
  if (typeof folder !== "string" || folder === "" || folder.includes("\0")) {
    throw new CountersignError(
      "settings.invalid",
      'engine: file(folder) needs the path of a folder, such as "data/sessions".',
    );
  }
  return () => sessionsIn(folder);
};

const OTHERS_WRITE = 0o002;

const sessionsIn = (folder: string): OpenableEngine & SweepableEngine => {
  const shelf = fileShelf(folder);
  const { sweep, close } = fileSweep(folder, shelf);
  return {
    name: "file",
    isSynchronous: true,
    ...shelvedSessions(shelf),
    sweep,
    close,

    async open() {
      try {
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
      } catch (error) {
        throw fileError(error, folder);
      }
      if (process.platform !== "win32" && (statSync(folder).mode & OTHERS_WRITE) !== 0) {
        throw new CountersignError(
          "settings.invalid",
          `engine: everybody on this machine may write to ${folder}, and so be anybody; chmod 700 it.`,
        );
      }
    },
  };
};
