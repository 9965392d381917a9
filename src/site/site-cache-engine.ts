import type { Redis } from "ioredis";
import type { Log } from "../account/log.ts";
import { cache } from "../engines/cache.ts";
import type { EngineFactory } from "../engines/engine-needs.ts";
import { layered } from "../engines/layered.ts";
import { CountersignError } from "../errors/countersign-error.ts";
import { naming } from "./naming.ts";

/** In milliseconds. The engine gives up by itself; the driver is not to go on for long after it. */
const PATIENCE = 2_000;
const LONGEST_PAUSE = 1_000;

/**
 * An engine over a Redis or Valkey, with a connection of the site's own, which goes with the engine.
 * The driver is loaded only here: who has no cache needs none.
 */
export const siteCacheEngine = async (
  name: "cache" | "layered",
  address: string,
  log: Log,
): Promise<EngineFactory> => {
  const { Redis: Client } = await driver();
  return (needs) => {
    const client = new Client(address.replace(/^valkey/, "redis"), {
      lazyConnect: true,
      connectTimeout: PATIENCE,
      commandTimeout: PATIENCE,
      maxRetriesPerRequest: 1,
      // A count that may have been counted is not counted again.
      autoResendUnfulfilledCommands: false,
      retryStrategy: (times) => Math.min(times * 50, LONGEST_PAUSE),
    });
    // Every failure also reaches whoever asked; without a listener the process would end.
    client.on("error", (error: Error) =>
      log.debug({ event: "cacheFailed", err: error }, "the cache is out of reach"),
    );
    const engine = (name === "cache" ? cache : layered)(client)(needs);
    return {
      ...engine,
      open: () => engine.open().catch(naming("COUNTERSIGN_CACHE")),
      async close() {
        await engine.close();
        client.disconnect();
      },
    };
  };
};

const driver = async (): Promise<{ readonly Redis: typeof Redis }> => {
  try {
    return await import("ioredis");
  } catch (cause) {
    throw new CountersignError(
      "settings.invalid",
      "COUNTERSIGN_ENGINE: cache and layered need the driver ioredis; `npm install ioredis`.",
      { cause },
    );
  }
};
