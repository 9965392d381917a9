import type { FieldError } from "../errors/problem.ts";
import { causeOf } from "../sessions/cause-of.ts";
import { flushEnded } from "../sessions/flush-ended.ts";
import { type Session, stateOf } from "../sessions/session.ts";
import type { Wait } from "../throttle/counters.ts";
import type { User } from "../users/user.ts";
import { confirmPassword } from "./confirm-password.ts";
import type { Parts } from "./parts.ts";

export type Deleted =
  | "deleted"
  | { readonly errors: readonly FieldError[] }
  | { readonly wait: Wait };

/**
 * Deletes the account of who is logged in, by their password, and ends all their sessions in one act.
 * The id is never given to anybody again; the name is free for whoever wants it next. Once it is done nothing makes
 * a failure of it any more.
 *
 * Rejects with `server.busy` and `storage.unavailable`; then nothing was done.
 */
export const deleteAccount = async (
  parts: Parts,
  session: Session,
  user: User,
  password: string,
  signal?: AbortSignal,
): Promise<Deleted> => {
  const confirmed = await confirmPassword(parts, session, user, password, signal);
  if ("wait" in confirmed) return confirmed;
  if ("fault" in confirmed) return { errors: [confirmed.fault] };
  const note = { name: "accountDeleted", ...causeOf(stateOf(session)) } as const;
  await parts.accounts.remove(user.id, parts.clock(), note);
  flushEnded(session);
  return "deleted";
};
