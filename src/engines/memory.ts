import cluster from "node:cluster";
import { CountersignError } from "../errors/countersign-error.ts";
import { changeStored } from "../sessions/session-change.ts";
import type { SweepableEngine } from "../sessions/session-engine.ts";
import type { EngineNeeds } from "./engine-needs.ts";
import type { Shelf, StoredSession } from "./shelf.ts";
import { shelvedSessions } from "./shelved-sessions.ts";

/** How many sessions are kept if it is not said: about a hundred megabytes of small ones. */
const MOST = 100_000;

/**
 * How often a full one looks through all of them for what has expired, in milliseconds: a flood of new
 * visitors must not have it done for each.
 */
const PAUSE = 1_000;

export interface MemoryOptions {
  /** How many sessions are kept at most; past it, and when none has expired, saving fails. */
  readonly most?: number;
}

/**
 * Sessions in this process, gone with it: for tests. In production it refuses to be one of several
 * processes, which would each know only their own sessions.
 *
 * A full one throws `storage.unavailable` rather than forget somebody: else a flood of new visitors
 * would log out those who are there.
 */
export const memory = ({
  most = MOST,
}: MemoryOptions = {}): ((
  needs: Pick<EngineNeeds, "clock" | "isProduction">,
) => SweepableEngine) => {
  if (!Number.isSafeInteger(most) || most < 1) {
    throw new CountersignError(
      "settings.invalid",
      "memory: most has to be a whole number from 1 on, such as 100000.",
    );
  }
  return ({ clock, isProduction }) => {
    if (isProduction && cluster.isWorker) {
      throw new CountersignError(
        "settings.invalid",
        "engine: memory() keeps sessions in one process, and this is one of several; choose another, such as database().",
      );
    }
    const sessions = new Map<string, StoredSession>();
    const sweep = (now: number, limit: number): number => {
      let deleted = 0;
      for (const [id, { expiresAt }] of sessions) {
        if (deleted === limit) break;
        if (expiresAt < now && sessions.delete(id)) deleted += 1;
      }
      return deleted;
    };
    let sweptAt = Number.NEGATIVE_INFINITY;
    const makeRoom = (): void => {
      if (sessions.size < most) return;
      const now = clock();
      if (Math.abs(now - sweptAt) >= PAUSE) {
        sweptAt = now;
        if (sweep(now, most) > 0) return;
      }
      throw new CountersignError("storage.unavailable", `All ${most} places in memory are taken.`);
    };
    return {
      name: "memory",
      isSynchronous: true,
      ...shelvedSessions(memoryShelf(sessions, makeRoom)),
      sweep: async (now, limit) => sweep(now, limit),
    };
  };
};

const memoryShelf = (sessions: Map<string, StoredSession>, makeRoom: () => void): Shelf => ({
  read: (id) => sessions.get(id),

  insert(id, session) {
    makeRoom();
    sessions.set(id, session);
  },

  change(id, { change, ...saved }) {
    const stored = sessions.get(id);
    if (!stored) return false;
    sessions.set(id, { digest: stored.digest, ...changeStored(stored, change, saved) });
    return true;
  },

  move(id, to, { change, ...saved }) {
    const stored = sessions.get(id);
    if (!stored) return false;
    sessions.delete(id);
    sessions.set(to.id, { digest: to.digest, ...changeStored(stored, change, saved) });
    return true;
  },

  remove(id) {
    sessions.delete(id);
  },
});
