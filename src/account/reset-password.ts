import type { FieldError } from "../errors/problem.ts";
import { checkNewPassword } from "../passwords/check-new-password.ts";
import { causeOf } from "../sessions/cause-of.ts";
import { type Session, stateOf } from "../sessions/session.ts";
import type { User } from "../users/user.ts";
import type { LoginRecord } from "../users/user-store.ts";
import { attributesOf } from "./change-password.ts";
import type { Parts } from "./parts.ts";

/**
 * Whose link this is; undefined if it is none of ours, too old, used, or the account has changed since.
 * Rejects with `storage.unavailable`.
 */
export const findReset = async (
  { accounts, links, clock }: Parts,
  token: string,
): Promise<LoginRecord | undefined> => {
  const claim = links.readReset(token, clock());
  const record = claim && (await accounts.findRecord(claim.userId));
  return record && !record.isDisabled && claim.isGood(record) ? record : undefined;
};

export type ResetOutcome =
  | { readonly user: User }
  /** Everything that is wrong with the new password; the link stays good. */
  | { readonly errors: readonly FieldError[]; readonly username: string }
  | "invalid";

/**
 * Sets a new password by a link, once: it dies with the old one. All sessions of the user end, on every
 * device, and nobody is logged in: whoever reads a mail over a shoulder gains no session by it. The
 * address to which the link went is proven by the way.
 *
 * Rejects with `server.busy` and `storage.unavailable`; then nothing was done.
 */
export const resetPassword = async (
  parts: Parts,
  session: Session,
  token: string,
  newPassword: string,
  signal?: AbortSignal,
): Promise<ResetOutcome> => {
  const record = await findReset(parts, token);
  if (!record) return "invalid";
  const { user, password: verified } = record;
  const faults = checkNewPassword(newPassword, attributesOf(user), await parts.policy());
  if (faults.length > 0) {
    const errors = faults.map((code): FieldError => ({ field: "newPassword", code }));
    return { errors, username: user.username };
  }
  const now = parts.clock();
  const next = await parts.passwords.make(newPassword, signal);
  const change = { id: user.id, verified, next, proves: user.email };
  const note = { name: "passwordReset", ...causeOf(stateOf(session)) } as const;
  if (!(await parts.accounts.changeOwnPassword(change, now, note))) return "invalid";
  return { user };
};
