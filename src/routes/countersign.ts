import type { SessionsOnly } from "./sessions-only.ts";
import type { RouteContext } from "./visit.ts";

/**
 * What `countersign(settings)` returns, and every adapter mounts. `ready()` opens the database and
 * migrates it; `close()` ends threads and closes it.
 */
export interface Countersign extends SessionsOnly {
  /** The public origin, `https://app.example.org`. */
  readonly origin: string;
  /** Where the pages are mounted: `/account`, or `/`. */
  readonly path: string;
  readonly context: RouteContext | undefined;
}
