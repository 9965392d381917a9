import type { OpenableEngine, SweepableEngine } from "../sessions/session-engine.ts";
import { boundedClient } from "./bounded-client.ts";
import type { CacheOptions } from "./cache.ts";
import { type CacheClient, checkClient } from "./cache-client.ts";
import { databaseShelf, sweepShelf } from "./database-shelf.ts";
import type { EngineNeeds, EngineTraits } from "./engine-needs.ts";
import { layeredShelf } from "./layered-shelf.ts";
import { needDatabase } from "./need-database.ts";
import { sessionCopies } from "./session-copies.ts";
import { shelvedSessions } from "./shelved-sessions.ts";

export type { CacheClient } from "./cache-client.ts";

const USUAL_PREFIX = "countersign:session-copy:";

type Needs = Pick<EngineNeeds, "database" | "clock">;

export interface LayeredFactory extends EngineTraits {
  (needs: Needs): OpenableEngine & SweepableEngine;
}

/**
 * Sessions in the site's database, read from copies in Redis or Valkey: for many hosts whose sessions
 * must outlive the cache. One that restarts empty logs nobody out; while it is out of reach sessions
 * are read from the database, and a save is refused with `storage.unavailable`, because nobody could
 * be told that the copies are old.
 *
 * Not for SQLite (a read from the table is faster than any cache: take `database`), and not for
 * sessions that are written at nearly each request, since each write costs the cache two calls and
 * the next read three. No other program may write the table meanwhile: all hosts use this engine.
 */
export const layered = (
  client: CacheClient,
  { prefix = USUAL_PREFIX }: CacheOptions = {},
): LayeredFactory => {
  checkClient("layered", client, prefix);
  const put = ({ database, clock }: Needs): OpenableEngine & SweepableEngine => {
    const rows = needDatabase("layered", database);
    const bounded = boundedClient(client);
    const copies = sessionCopies(bounded, prefix, clock);
    return {
      name: "layered",
      isSynchronous: false,
      ...shelvedSessions(layeredShelf(databaseShelf(rows), copies)),
      sweep: sweepShelf(rows),

      async open() {
        await bounded.ping();
      },
      // The client is the caller's.
      async close() {},
    };
  };
  return Object.assign(put, { needsDatabase: true } as const);
};
