import type { RouteTable } from "./route-table.ts";
import type { SessionsOnly } from "./sessions-only.ts";
import type { MountedContext } from "./visit.ts";

/**
 * What `countersign(settings)` returns, and every adapter mounts. `ready()` opens the database and
 * migrates it; `close()` ends threads and closes it.
 */
export interface Countersign extends SessionsOnly {
  /** The public origin, `https://app.example.org`. */
  readonly origin: string;
  /** Where the pages are mounted: `/account`, or `/`. */
  readonly path: string;
  /** Every path of ours below `path`, for routers that have to be told each of them. */
  readonly routes: RouteTable;
  readonly context: MountedContext | undefined;
}
