import type { FieldError } from "../errors/problem.ts";
import type { Session } from "../sessions/session.ts";
import type { Wait } from "../throttle/counters.ts";
import type { User } from "../users/user.ts";
import type { LoginRecord } from "../users/user-store.ts";
import { checkCredentials } from "./check-credentials.ts";
import type { Parts } from "./parts.ts";

export type Confirmed =
  | { readonly record: LoginRecord }
  | { readonly fault: FieldError }
  | { readonly wait: Wait };

/**
 * Asks somebody who is logged in for their password once more, before what a session left open must
 * not be enough for. Costs and counts as a login does: whoever has the session guesses no faster than
 * whoever has not (T095). The user's record; or what is wrong beside the field `password`; or how long to wait.
 *
 * Rejects with `server.busy` and `storage.unavailable`.
 */
export const confirmPassword = async (
  parts: Parts,
  session: Session,
  { id, username }: User,
  password: string,
  signal?: AbortSignal,
): Promise<Confirmed> => {
  if (password === "") return { fault: REQUIRED };
  const checked = await checkCredentials(parts, session, { username, password }, signal);
  if ("wait" in checked) return checked;
  // A name may be somebody else's by now, if its user was deleted this very moment.
  const isTheirs = "record" in checked && checked.record.user.id === id;
  return isTheirs ? checked : { fault: WRONG_PASSWORD };
};

const REQUIRED: FieldError = { field: "password", code: "password.required" };
export const WRONG_PASSWORD: FieldError = { field: "password", code: "password.wrong" };
