import type { LoginFailure } from "../events/account-event.ts";
import { causeOf } from "../sessions/cause-of.ts";
import { type Session, stateOf } from "../sessions/session.ts";
import type { User } from "../users/user.ts";
import type { LoginRecord } from "../users/user-store.ts";
import { checkCredentials } from "./check-credentials.ts";
import type { Parts } from "./parts.ts";

/**
 * Asks somebody who is logged in for their password once more, before what a session left open must
 * not be enough for. Costs and counts as a login does: whoever has the session guesses no faster than
 * whoever has not. The user's record, or why not, which has been written down.
 *
 * Rejects with `server.busy` and `storage.unavailable`.
 */
export const confirmPassword = async (
  parts: Parts,
  session: Session,
  { id, username }: User,
  password: string,
  signal?: AbortSignal,
): Promise<LoginRecord | LoginFailure> => {
  const record = await checkCredentials(
    parts,
    { username, password },
    causeOf(stateOf(session)),
    signal,
  );
  // A name may be somebody else's by now, if its user was deleted this very moment.
  return typeof record === "object" && record.user.id !== id ? "wrong password" : record;
};
