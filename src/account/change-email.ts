import type { FieldCode, FieldError } from "../errors/problem.ts";
import type { Words } from "../pages/words.ts";
import type { Session } from "../sessions/session.ts";
import type { Wait } from "../throttle/counters.ts";
import { checkEmail } from "../users/check-email.ts";
import type { User } from "../users/user.ts";
import { confirmPassword } from "./confirm-password.ts";
import type { Parts } from "./parts.ts";
import { postConfirmation, postNews } from "./post-mail.ts";

export interface NewEmail {
  readonly email: string;
  readonly password: string;
}

export type EmailOutcome =
  | "sent"
  /** Everything that is wrong, all at once. */
  | { readonly errors: readonly FieldError[] }
  | { readonly wait: Wait };

/**
 * Asks at a new address whether it belongs to who is logged in; until that is confirmed the old one
 * stays, and is told. Whether the new one is somebody else's already nobody learns here.
 *
 * Rejects with `server.busy` and `storage.unavailable`; then nothing was done.
 */
export const changeEmail = async (
  parts: Parts,
  words: Words,
  session: Session,
  user: User,
  { email, password }: NewEmail,
  signal?: AbortSignal,
): Promise<EmailOutcome> => {
  const fault = emailFault(user, email);
  const errors: readonly FieldError[] = fault ? [{ field: "email", code: fault }] : [];
  const confirmed = await confirmPassword(parts, session, user, password, signal);
  if ("wait" in confirmed) return confirmed;
  if ("fault" in confirmed) return { errors: [...errors, confirmed.fault] };
  if (errors.length > 0) return { errors };
  postConfirmation(parts, words, user.id, email);
  if (user.email !== email) postNews(parts, words, "changing", user);
  return "sent";
};

const emailFault = (user: User, email: string): FieldCode | undefined => {
  if (email === "") return "email.required";
  // Its link would have nothing to confirm.
  const isTheirs = email === user.email && user.emailVerifiedAt !== undefined;
  return isTheirs ? "email.unchanged" : checkEmail(email);
};
