import type { SessionInside } from "../sessions/session-inside.ts";
import type { Trial } from "../sessions/try-alteration.ts";

/** Also the page's JSON twin, as it stands. */
export interface LabView extends SessionInside {
  readonly username: string | null;
  /** An altered copy of the cookie, and what the door said to it. */
  readonly trial: Trial | null;
}

/** What was typed into the forms of the page. */
export type Typed = ReadonlyMap<string, string>;
