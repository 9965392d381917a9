import type { MailBox } from "../mails/mail.ts";
import type { PasswordChecker } from "../passwords/password-checker.ts";
import type { PasswordPolicy } from "../passwords/password-policy.ts";
import type { IsTrusted } from "../requests/trusted-proxies.ts";
import type { Register } from "../sessions/register.ts";
import type { SessionDoor } from "../sessions/session-door.ts";
import type { Throttle } from "../throttle/throttle.ts";
import type { Clock } from "../time/clock.ts";
import type { AccountLinks } from "./account-links.ts";
import type { AccountStore } from "./account-store.ts";
import type { Log } from "./log.ts";
import type { LoginAlarm } from "./login-alarm.ts";

/** Everything that acts and routes ask for. Chosen once, by assembly; nobody below knows which is which. */
export interface Parts {
  readonly place: Place;
  readonly door: SessionDoor;
  readonly accounts: AccountStore;
  readonly register: Register;
  readonly passwords: PasswordChecker;
  /** What a new password must be. A promise, because the list of common ones is read when first needed. */
  readonly policy: () => Promise<PasswordPolicy>;
  /** Where mails are posted; undefined where none are sent, and nothing that needs one is offered. */
  readonly mail: MailBox | undefined;
  readonly links: AccountLinks;
  /** Undefined where it is lifted, in development. */
  readonly throttle: Throttle | undefined;
  /** Is told of logins that have to wait; of the others it learns by their events. */
  readonly alarm: Pick<LoginAlarm, "noteBlocked">;
  readonly clock: Clock;
  readonly log: Log;
  /** Whose `X-Forwarded-For` counts. */
  readonly isTrustedProxy: IsTrusted;
  /** Names a request, in its answer and in the log. */
  readonly newRequestId: () => string;
  /** How a log names a session: a keyed digest of its id, the same for one session and not to be reversed. */
  readonly digestOf: (sessionId: string) => string;
  /** Why this process cannot serve, or undefined if it can. */
  readonly ailment: () => Promise<string | undefined>;
}

export type Hsts = "host" | "subdomains";

/** Where the pages are. */
export interface Place {
  /** `https://app.example.org`, as `URL.origin` spells it. */
  readonly origin: string;
  /** Where the pages are mounted, without a slash at its end: `/account`, or empty for the root. */
  readonly path: string;
  /** For whom browsers are to remember https: this host, or its subdomains as well. */
  readonly hsts: Hsts;
  /** Is the whole origin ours, so that a logout may clear what the browser has stored for it? */
  readonly isAlone: boolean;
}
