import type { TokenPartKind } from "./inspectable-engine.ts";
import type { JsonValue } from "./json-value.ts";
import type { Limit } from "./life-time.ts";
import type { SessionContents } from "./session-contents.ts";

/** A session as it can be shown to its owner, who may look at it over somebody else's shoulder. */
export interface SessionInside {
  readonly engine: string;
  readonly cookieName: string;
  /** The server's clock. */
  readonly at: Date;
  /** The cookie that came; null if none did, or none that could be read. */
  readonly cookie: CookieInside | null;
  /** Why the door refuses it; null if it does not, or if nothing came. */
  readonly refusal: string | null;
  /** What is in it, if it is not refused. */
  readonly session: ContentsInside | null;
  /** Its limits, the first one first; also of one that was over. */
  readonly limits: readonly LimitInside[];
  /** What the register says, if it names a user. */
  readonly register: RegisterInside | null;
}

export interface CookieInside {
  readonly letters: number;
  readonly parts: readonly ShownPart[];
  /** By which secret signature or tag are good, 1 being the newest; null where there is none to check. */
  readonly sealedBy: number | "none" | null;
  readonly payload: unknown;
  readonly isDeflated: boolean;
  readonly isSealed: boolean;
  readonly isRewritable: boolean;
  readonly savedAt: Date | null;
  readonly row: Readonly<Record<string, JsonValue>> | null;
}

/** A part of a token, without its middle if it makes the token good. */
export interface ShownPart {
  readonly kind: TokenPartKind;
  readonly head: string;
  /** How many letters are left out between head and tail. */
  readonly hidden: number;
  readonly tail: string;
}

export interface ContentsInside extends Pick<SessionContents, "id" | "marks"> {
  readonly savedAt: Date;
  readonly data: Readonly<Record<string, JsonValue>>;
}

export interface LimitInside {
  readonly name: Limit["name"];
  readonly from: Date;
  readonly until: Date;
}

export interface RegisterInside {
  readonly userId: number;
  /** May the session still speak for its user? */
  readonly isStanding: boolean;
  readonly isKnown: boolean;
  readonly isEnded: boolean;
  /** The user's, now. */
  readonly epoch: number;
  /** The session's own. */
  readonly sessionEpoch: number | null;
  readonly enteredAt: Date | null;
  readonly lastSeenAt: Date | null;
  readonly expiresAt: Date | null;
  /** How many other sessions the user has. */
  readonly others: number;
}
