import type { User } from "../users/user.ts";
import type { LoginRecord } from "../users/user-store.ts";
import { checkCredentials, type Mismatch } from "./check-credentials.ts";
import type { Parts } from "./parts.ts";

/**
 * Asks somebody who is logged in for their password once more, before what a session left open must
 * not be enough for. Costs and counts as a login does: whoever has the session guesses no faster than
 * whoever has not. The user's record, or why not, which is for the log alone.
 *
 * Rejects with `server.busy` and `storage.unavailable`.
 */
export const confirmPassword = async (
  parts: Parts,
  { id, username }: User,
  password: string,
  signal?: AbortSignal,
): Promise<LoginRecord | Mismatch> => {
  const record = await checkCredentials(parts, { username, password }, signal);
  // A name may be somebody else's by now, if its user was deleted this very moment.
  return typeof record === "object" && record.user.id !== id ? "wrong password" : record;
};
