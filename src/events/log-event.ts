import type { EventName } from "./account-event.ts";

/**
 * What the log tells of beside what happens to accounts, in the order of a request and then of a
 * process. The reference has the same list.
 */
export const LOG_EVENTS = [
  "request",
  "sessionRefused",
  "sessionKeys",
  "originRefused",
  "loginBlocked",
  "registrationBlocked",
  "loginsUnderAttack",
  "loginAttackOver",
  "hashUnverifiable",
  "resetRequested",
  "requestFailed",
  "handlerFailed",
  "pageFailed",
  "hookFailed",
  "mailSent",
  "mailDelayed",
  "mailFailed",
  "mailDropped",
  "mailWritten",
  "mailOff",
  "storageFailed",
  "usesNotWritten",
  "failuresNotSwept",
  "cacheFailed",
  "listening",
  "development",
  "secretOpen",
  "stopping",
  "faultUncaught",
  "workerListens",
  "workerEnded",
  "workerStuck",
  "workerLeaving",
] as const;

/** What a line in the log is about. */
export type LogEvent = EventName | (typeof LOG_EVENTS)[number];
