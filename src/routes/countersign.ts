import type { RouteContext } from "./visit.ts";

/** What `countersign(settings)` returns, and every adapter mounts. */
export interface Countersign {
  /** The public origin, `https://app.example.org`. */
  readonly origin: string;
  /** Where the pages are mounted: `/account`, or `/`. */
  readonly path: string;
  /**
   * Opens the database and migrates it, once however often it is called. Adapters await it, so that
   * calling it is only needed to learn of a failure early. Rejects with `storage.unavailable`.
   */
  ready(): Promise<void>;
  /** Ends threads and closes the database. A closed one does not open again. */
  close(): Promise<void>;
  /** For adapters: everything, once it is ready. */
  readonly context: RouteContext | undefined;
}

/** The context, awaited only the first time. */
export const contextOf = (cs: Countersign): RouteContext | Promise<RouteContext> =>
  cs.context ?? cs.ready().then(() => cs.context!);
