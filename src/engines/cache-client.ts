import { CountersignError } from "../errors/countersign-error.ts";

/**
 * What is asked of a Redis or Valkey client: these four, as `ioredis` and `iovalkey` have them. Any
 * other can be dressed in a few lines, such as `redis`:
 *
 * ```ts
 * const client: CacheClient = {
 *   ping: () => redis.ping(),
 *   hgetall: (key) => redis.hGetAll(key),
 *   del: (key) => redis.del(key),
 *   eval: (script, keys, ...rest) =>
 *     redis.eval(script, { keys: rest.slice(0, keys), arguments: rest.slice(keys) }),
 * };
 * ```
 *
 * The client stays the caller's: who made it listens to its `error` events (some clients end the
 * process where nobody does) and closes it.
 */
export interface CacheClient {
  ping(): Promise<unknown>;
  /** All fields of a hash; an empty record if there is none. */
  hgetall(key: string): Promise<Readonly<Record<string, string>>>;
  eval(script: string, numberOfKeys: number, ...keysAndArguments: string[]): Promise<unknown>;
  del(key: string): Promise<unknown>;
}

const COMMANDS = ["ping", "hgetall", "eval", "del"] as const;

/** Throws `settings.invalid` for what is no such client, and for a prefix that is no text. */
export const checkClient = (engine: string, client: CacheClient, prefix: string): void => {
  if (typeof prefix !== "string" || prefix === "") {
    throw new CountersignError(
      "settings.invalid",
      `engine: the prefix of ${engine}(client) has to be a text, such as "site:session:".`,
    );
  }
  const missing = COMMANDS.find((command) => typeof client?.[command] !== "function");
  if (missing === undefined) return;
  throw new CountersignError(
    "settings.invalid",
    `engine: ${engine}(client) needs a client of Redis or Valkey, and this one has no ${missing}(); hand in one such as new Redis() of ioredis.`,
  );
};
