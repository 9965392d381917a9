import type { Log } from "../account/log.ts";
import { database } from "../engines/database.ts";
import { encryptedCookie } from "../engines/encrypted-cookie.ts";
import type { EngineFactory } from "../engines/engine-needs.ts";
import { file } from "../engines/file.ts";
import { memory } from "../engines/memory.ts";
import { signedCookie } from "../engines/signed-cookie.ts";
import type { SiteSettings } from "./environment.ts";
import { naming } from "./naming.ts";
import { siteCacheEngine } from "./site-cache-engine.ts";

/** The engine that the settings name. Rejects with `settings.invalid` if it lacks what it needs. */
export const siteEngine = async (settings: SiteSettings, log: Log): Promise<EngineFactory> => {
  switch (settings.engine) {
    case "signed-cookie":
      return signedCookie({ django: settings.isDjango });
    case "encrypted-cookie":
      return encryptedCookie();
    case "database":
      return database({ django: settings.isDjango });
    case "file":
      return inFolder(settings.sessionFolder);
    case "memory":
      return memory();
    case "cache":
    case "layered":
      // Required with these two when the settings were read.
      return siteCacheEngine(settings.engine, settings.cache!, log);
  }
};

const inFolder = (folder: string): EngineFactory => {
  const make = file(folder);
  return () => {
    const engine = make();
    return { ...engine, open: () => engine.open().catch(naming("COUNTERSIGN_SESSION_FOLDER")) };
  };
};
