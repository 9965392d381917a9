import type { SessionContext } from "./session-context.ts";

/** What every adapter's `sessions` mounts: sessions, with or without users and pages beside them. */
export interface SessionsOnly {
  /**
   * Opens what sessions are kept in, once however often it is called. Adapters await it, so that
   * calling it is only needed to learn of a failure early. Rejects with `storage.unavailable`.
   */
  ready(): Promise<void>;
  /** Ends and closes everything. What is closed does not open again. */
  close(): Promise<void>;
  /** For adapters: everything, once it is ready. */
  readonly context: SessionContext | undefined;
}

/** The context, awaited only the first time. */
export const contextOf = <Context extends SessionContext>(
  cs: SessionsOnly & { readonly context: Context | undefined },
): Context | Promise<Context> => cs.context ?? cs.ready().then(() => cs.context!);
