import type { Database } from "../database/database.ts";
import type { SessionEngine } from "../sessions/session-engine.ts";
import type { Secret } from "../signing/signer.ts";
import type { Clock } from "../time/clock.ts";

/** What assembly hands to an engine. */
export interface EngineNeeds {
  /** Newest first: the first signs, all verify. */
  readonly secrets: readonly Secret[];
  readonly clock: Clock;
  readonly isProduction: boolean;
  /** The site's own, already open; undefined where sessions stand alone without one. */
  readonly database: Database | undefined;
}

/** `signedCookie()` and its like: an engine's own options are settled, and it is put together once. */
export interface EngineFactory extends EngineTraits {
  (needs: EngineNeeds): SessionEngine;
}

/** What assembly has to know of an engine before anything is opened. */
export interface EngineTraits {
  /** In whose words sessions are kept, where they are shared with another system and its users. */
  readonly dialect?: "django";
  /** Does it keep sessions in the site's database? */
  readonly needsDatabase?: true;
}
