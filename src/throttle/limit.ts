import { WAITS } from "./waits.ts";

/** How often something may be done in vain, and what comes then. Spans in seconds. */
export interface Limit {
  /** With this one waits begin; those before it are free. */
  readonly from: number;
  /** As `WAITS`; undefined to wait until the window is over. */
  readonly waits: readonly number[] | undefined;
  /** With this one it is closed, until somebody opens it. Never if left out. */
  readonly most?: number;
  /** Counted from the first; what comes later begins anew. Left out, all are counted that come in a row. */
  readonly window?: number;
  /** Forgotten so long after the last. Left out, only when somebody says so. */
  readonly keptFor?: number;
}

const HOUR = 3_600;
const DAY = 86_400;

/**
 * At one account: never forgotten but by a success, a new password or the administrator, or whoever is
 * patient would have a hundred guesses again and again.
 */
export const ACCOUNT: Limit = { from: 5, waits: WAITS, most: 100 };

/**
 * At a name that is nobody's: looks the same. Forgotten in the end, because anybody can think of
 * any number of them.
 */
export const NAME: Limit = { ...ACCOUNT, keptFor: 30 * DAY };

/** At one account, from one device that has logged in to it: as long as the device is known. */
export const DEVICE: Limit = { ...ACCOUNT, keptFor: 400 * DAY };

/** From one network, at whatever accounts. */
export const NETWORK: Limit = { from: 50, waits: WAITS, window: HOUR, keptFor: HOUR };

/** Names that one network registers, or is told are taken. */
export const REGISTRATIONS: Limit = { from: 10, waits: undefined, window: HOUR, keptFor: HOUR };

/** Mails of one kind to one account, and those that ask at one address whether it is somebody's. */
export const MAILS: Limit = { from: 3, waits: undefined, window: HOUR, keptFor: HOUR };

/**
 * Mails with a new password to an address that nobody has proven, for whichever accounts it was given: so
 * that no more of them come by making more accounts. Enough for two who ask for all of theirs.
 */
export const MAILS_TO_UNPROVEN: Limit = { ...MAILS, from: 10 };

/** New passwords that one network asks for, whoever's they are. */
export const RESETS: Limit = { from: 20, waits: undefined, window: HOUR, keptFor: HOUR };
