import type { RegisterEntry } from "../sessions/register.ts";
import { foreignEntry } from "../sessions/secure-login.ts";
import { type Session, stateOf } from "../sessions/session.ts";
import type { Parts } from "./parts.ts";

/** Where a user is logged in. */
export interface OwnSessions {
  /** The one that asks; undefined if it was ended this very moment. */
  readonly current: RegisterEntry | undefined;
  /** The last used first. */
  readonly others: readonly RegisterEntry[];
  /** How many are left out, used longer ago than these. */
  readonly more: number;
}

/** Nobody looks through more; and a script that logs in each minute must not make the answer ever dearer. */
const MOST = 100;

/** The sessions of the user who is logged in, this one apart. Rejects with `storage.unavailable`. */
export const listSessions = async (
  { register, clock }: Pick<Parts, "register" | "clock">,
  session: Session,
  userId: number,
): Promise<OwnSessions> => {
  const state = stateOf(session);
  const now = clock();
  const entries = await register.list(userId, now);
  const own = entries.find(({ sid }) => sid === state.id) ?? foreignEntry(state, now);
  const others = entries
    .filter(({ sid }) => sid !== state.id)
    .sort((one, other) => other.lastSeenAt - one.lastSeenAt);
  const most = MOST - 1;
  return {
    current: own && { ...own, lastSeenAt: now },
    others: others.slice(0, most),
    more: Math.max(others.length - most, 0),
  };
};
