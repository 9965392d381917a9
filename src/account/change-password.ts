import type { FieldError } from "../errors/problem.ts";
import { checkNewPassword } from "../passwords/check-new-password.ts";
import { causeOf } from "../sessions/cause-of.ts";
import { enterUser, newEntry } from "../sessions/enter-user.ts";
import { type Session, stateOf } from "../sessions/session.ts";
import type { Wait } from "../throttle/counters.ts";
import type { User } from "../users/user.ts";
import { confirmPassword, WRONG_PASSWORD } from "./confirm-password.ts";
import { knowDevice } from "./know-device.ts";
import type { Parts } from "./parts.ts";

export interface OldAndNewPassword {
  readonly password: string;
  readonly newPassword: string;
}

export type PasswordOutcome =
  | {
      /** False if this session was ended while the request ran: the password is changed all the same. */
      readonly isLoggedIn: boolean;
    }
  | {
      /** Everything that is wrong, all at once. */
      readonly errors: readonly FieldError[];
    }
  | { readonly wait: Wait };

/**
 * Changes the password of who is logged in. All their sessions end but this one, which goes on under a
 * new id, in one act of the store: a session that somebody else has on a stolen password is dead on its
 * next request.
 *
 * Rejects with `server.busy` and `storage.unavailable`; then nothing was done.
 */
export const changePassword = async (
  parts: Parts,
  session: Session,
  user: User,
  { password, newPassword }: OldAndNewPassword,
  signal?: AbortSignal,
): Promise<PasswordOutcome> => {
  const faults = checkNewPassword(newPassword, attributesOf(user), await parts.policy());
  const errors = faults.map((code): FieldError => ({ field: "newPassword", code }));
  const confirmed = await confirmPassword(parts, session, user, password, signal);
  if ("wait" in confirmed) return confirmed;
  if ("fault" in confirmed) return { errors: [confirmed.fault, ...errors] };
  if (errors.length > 0) return { errors };
  const { record } = confirmed;

  const next = await parts.passwords.make(newPassword, signal);
  const entry = newEntry(session);
  const changed = await parts.accounts.changeOwnPassword(
    {
      id: user.id,
      verified: record.password,
      next,
      goesOn: { sid: session.id ?? "", as: entry },
    },
    entry.enteredAt,
    { name: "passwordChanged", ...causeOf(stateOf(session)) },
  );
  // Somebody else has changed it since: what was typed is the old one no more.
  if (!changed) return { errors: [WRONG_PASSWORD] };
  const { epoch, goesOn } = changed;
  // The change has raised it by one, since the hash was still the one that it was read with.
  knowDevice(parts, session, user.id, record.deviceEpoch + 1);
  if (goesOn) enterUser(session, { ...entry, userId: user.id, epoch }, next);
  else session.flush();
  return { isLoggedIn: goesOn };
};

/** What a password must not be close to. */
export const attributesOf = ({ username, email }: User): readonly string[] =>
  email === undefined ? [username] : [username, email];
