import type { CookieAttributes } from "../cookies/set-cookie.ts";
import type { Clock } from "../time/clock.ts";
import type { LifeTime } from "./life-time.ts";
import type { PasswordBond } from "./password-bond.ts";
import type { Register } from "./register.ts";
import type { SeenSessions } from "./seen-sessions.ts";
import type { SessionEngine } from "./session-engine.ts";
import type { SupersededTokens } from "./superseded-tokens.ts";

/** What sessions are opened and closed with. Made once, at assembly. */
export interface SessionDoor {
  readonly engine: SessionEngine;
  readonly register: Register;
  /** Do engine and register answer at once? Then a session waits for its first touch. */
  readonly isSynchronous: boolean;
  readonly lifeTime: LifeTime;
  readonly cookie: CookieAttributes;
  readonly saveEveryRequest: boolean;
  /** Where sessions are tied to their user's hash. */
  readonly bond?: PasswordBond | undefined;
  readonly clock: Clock;
  readonly superseded: SupersededTokens;
  readonly seen: Pick<SeenSessions, "note">;
  /** A new session id: 128 random bits in base64url. */
  readonly newId: () => string;
}

/** Who is at the door, as far as the register's list of devices, the audit and the limits on guessing want to know. */
export interface Visitor {
  readonly userAgent: string | undefined;
  readonly address: string | undefined;
  /** The request with which they came; undefined where requests have no ids. */
  readonly requestId?: string | undefined;
  /** The Cookie header: a device that is known says so there. */
  readonly cookies?: string | undefined;
}

/** Told why a cookie was refused. The reason holds nothing of the cookie. */
export type NoteRefusal = (reason: string) => void;
