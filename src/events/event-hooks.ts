import type { EventName, EventOf } from "./account-event.ts";
import type { LoginAttackOver, LoginsUnderAttack } from "./login-attack.ts";

/**
 * Functions of a host that are told of events, each under its event's name: after the commit, so that what
 * they are told of has happened. None is ever told a password, a token, a secret or a hash.
 *
 * What they return is not waited for by any answer, and what they throw is logged and breaks none:
 * whoever must not lose an event reads the audit.
 */
export type EventHooks = {
  readonly [Name in EventName]?: (event: EventOf<Name>) => unknown;
} & {
  /** Somebody should look. Called when it begins (`isNew`) and once a minute, by each process for itself. */
  readonly loginsUnderAttack?: (attack: LoginsUnderAttack) => unknown;
  readonly loginAttackOver?: (attack: LoginAttackOver) => unknown;
};
