import type { AccountEvent } from "./account-event.ts";

/** What stores and registers are given, so that others learn of what happens there. */
export interface EventSink {
  /** How log and audit name a session; undefined where no secret is at hand. */
  readonly digestOf: (sessionId: string) => string | undefined;
  /** Is told of each event, once it is committed. Throws nothing. */
  readonly tell: (event: AccountEvent) => void;
}

/** What commands have: they are written down, and nobody listens. */
export const NOBODY_LISTENS: EventSink = { digestOf: () => undefined, tell() {} };
