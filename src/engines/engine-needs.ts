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
export interface EngineFactory extends Dialect {
  (needs: EngineNeeds): SessionEngine;
}

/** In whose words sessions are kept, where they are shared with another system and its users. */
export interface Dialect {
  readonly dialect?: "django";
}
