import type { Session } from "../sessions/session.ts";
import type { User } from "../users/user.ts";
import { type Checked, checkCredentials } from "./check-credentials.ts";
import type { Parts } from "./parts.ts";

/**
 * Asks somebody who is logged in for their password once more, before what a session left open must
 * not be enough for. Costs and counts as a login does: whoever has the session guesses no faster than
 * whoever has not (T095). The user's record; or why not, which has been written down; or how long to wait.
 *
 * Rejects with `server.busy` and `storage.unavailable`.
 */
export const confirmPassword = async (
  parts: Parts,
  session: Session,
  { id, username }: User,
  password: string,
  signal?: AbortSignal,
): Promise<Checked> => {
  const checked = await checkCredentials(parts, session, { username, password }, signal);
  // A name may be somebody else's by now, if its user was deleted this very moment.
  const isSomebodyElse = "record" in checked && checked.record.user.id !== id;
  return isSomebodyElse ? { mismatch: "wrong password" } : checked;
};
