import { randomBytes } from "node:crypto";
import type { EndingStack } from "./ending-stacks.ts";
import type { Postgres } from "./postgres.ts";
import type { RedisServer } from "./redis-server.ts";
import { startTwo, type TwoProcesses } from "./two-processes.ts";

export interface Stores {
  readonly redis: RedisServer | undefined;
  readonly postgres: Postgres | undefined;
}

export interface EndingSite {
  readonly processes: TwoProcesses;
  /** What goes wrong between the two, and how it is mended. */
  readonly fault?: { begin(): unknown; end(): Promise<void> };
}

/** A stack in two processes, over a store of its own. */
export const startEndingSite = async (
  { words, needs, fault }: EndingStack,
  { redis, postgres }: Stores,
): Promise<EndingSite> => {
  const environment = {
    BENCH_REDIS: redis?.url ?? "",
    BENCH_SECRET: randomBytes(32).toString("base64url"),
    NODE_ENV: "production",
  };
  if (needs !== "PostgreSQL" || !postgres) {
    return { processes: await startTwo(words, environment) };
  }
  const address = await postgres.database();
  const proxy = await postgres.proxy();
  const throughProxy = new URL(address);
  throughProxy.port = String(proxy.port);
  const processes = await startTwo(
    words,
    { ...environment, COUNTERSIGN_DATABASE: address },
    { COUNTERSIGN_DATABASE: throughProxy.href },
  );
  if (!fault) return { processes };
  return {
    processes,
    fault: {
      begin: () => (fault.of === "feed" ? proxy.single(FEED, fault.is) : proxy[fault.is]()),
      async end() {
        await proxy.restore();
        while ((await processes.second.ask("GET", "/health")).status !== 200) await pause(50);
        // What listens to the database comes back a moment later.
        await pause(1_000);
      },
    },
  };
};

/** What the connection that tells of ends sends before each read, and no other does. */
const FEED = "ends\0";

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));
