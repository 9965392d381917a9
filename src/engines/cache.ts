import type { OpenableEngine } from "../sessions/session-engine.ts";
import { boundedClient } from "./bounded-client.ts";
import { type CacheClient, checkClient } from "./cache-client.ts";
import { cacheShelf } from "./cache-shelf.ts";
import type { EngineNeeds } from "./engine-needs.ts";
import { shelvedSessions } from "./shelved-sessions.ts";

export type { CacheClient } from "./cache-client.ts";

export interface CacheOptions {
  /** What the names of our keys begin with. */
  readonly prefix?: string;
}

const USUAL_PREFIX = "countersign:session:";

/**
 * Sessions in Redis or Valkey, shared by many hosts: a hash each, gone by itself when its time is
 * over.
 *
 * ```ts
 * const client = new Redis("redis://…", { autoResendUnfulfilledCommands: false });
 * client.on("error", (error) => log.warn(error));
 * countersign({ …, engine: cache(client) });
 * ```
 *
 * Not where sessions must outlive the server: one that restarts empty has logged everybody out, and one
 * that lost its last second (a power cut, a failover) has them as they were a second ago, though who
 * was logged out stays so by the register; take `layered`, or `database`. Nor beside other data in a
 * server that makes room for it (`maxmemory-policy` other than `noeviction`): it would throw sessions
 * away. On a cluster a new id is refused, unless the prefix has one hash tag for all, as in
 * `{countersign}:session:`.
 *
 * A client that sends a command again when its connection broke (that option of ioredis) may count
 * an `increment` twice.
 */
export const cache = (
  client: CacheClient,
  { prefix = USUAL_PREFIX }: CacheOptions = {},
): ((needs: Pick<EngineNeeds, "clock">) => OpenableEngine) => {
  checkClient("cache", client, prefix);
  return ({ clock }) => {
    const bounded = boundedClient(client);
    return {
      name: "cache",
      isSynchronous: false,
      ...shelvedSessions(cacheShelf(bounded, prefix, clock)),

      async open() {
        await bounded.ping();
      },
      // The client is the caller's.
      async close() {},
    };
  };
};
