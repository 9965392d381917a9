import { cache } from "../../src/engines/cache.ts";
import { database } from "../../src/engines/database.ts";
import { encryptedCookie } from "../../src/engines/encrypted-cookie.ts";
import type { EngineNeeds } from "../../src/engines/engine-needs.ts";
import { file } from "../../src/engines/file.ts";
import { layered } from "../../src/engines/layered.ts";
import { memory } from "../../src/engines/memory.ts";
import { signedCookie } from "../../src/engines/signed-cookie.ts";
import type { SessionEngine } from "../../src/sessions/session-engine.ts";
import { ioredis, newPrefix } from "../engines/redis-clients.ts";
import { type Ending, temporaryFolder } from "../stories/temporary-folder.ts";

/** Called once for each process, all of which share one storage. */
export type MakeEngine = (needs: EngineNeeds) => SessionEngine;

/** A new and empty storage for each test. */
export type RacingEngine = (t: Ending) => MakeEngine;

/** Every engine by its name; those that want a Redis only where its port is told. */
export const racingEngines = (
  port: number | undefined,
): Readonly<Record<string, RacingEngine>> => ({
  "signed-cookie": () => signedCookie(),
  "encrypted-cookie": () => encryptedCookie(),
  database: () => database(),
  file: (t) => {
    const folder = temporaryFolder(t);
    return () => file(folder)();
  },
  memory: () => {
    let only: SessionEngine | undefined;
    return (needs) => {
      only ??= memory()(needs);
      return only;
    };
  },
  ...(port !== undefined && {
    cache: (t: Ending): MakeEngine => {
      const options = { prefix: newPrefix() };
      return (needs) => cache(ioredis(t, port), options)(needs);
    },
    layered: (t: Ending): MakeEngine => {
      const options = { prefix: newPrefix() };
      return (needs) => layered(ioredis(t, port), options)(needs);
    },
  }),
});
