import { Session, stateOf } from "../sessions/session.ts";
import type { SessionContext } from "./session-context.ts";

/**
 * The session that stands where ours belongs, on a request that went through us before; undefined if
 * there is none. One that is not of this door is a mistake of the program's: an error, for the adapter to
 * throw as its framework wants it. Taken for ours, one site's logins would hold on another.
 */
export const sessionAtHand = (
  { parts }: SessionContext,
  found: unknown,
): Session | TypeError | undefined => {
  if (found === undefined || found === null) return undefined;
  if (!(found instanceof Session)) return new TypeError(FOREIGN);
  return stateOf(found).door === parts.door ? found : new TypeError(ANOTHER);
};

const FOREIGN =
  "This request has a session already that another library, or another copy of countersign, has put there. Mount only one of them.";
const ANOTHER =
  "This request has a session already, of another countersign() or sessionsOnly(). It can have one: mount the same cs everywhere.";
