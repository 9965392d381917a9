import type { FieldError } from "../errors/problem.ts";
import type { Cause } from "../events/account-event.ts";
import { checkNewPassword } from "../passwords/check-new-password.ts";
import type { User } from "../users/user.ts";
import { attributesOf } from "./change-password.ts";
import type { Parts } from "./parts.ts";

export type PasswordSet =
  | "set"
  /** The user was deleted meanwhile. */
  | "gone"
  | { readonly errors: readonly FieldError[] };

/**
 * Gives a user another password on behalf of the operator, who is not asked for the old one, and ends all
 * their sessions. The rules for a new password hold: whoever was given a bad one would keep it.
 *
 * Rejects with `server.busy` and `storage.unavailable`; then nothing was done.
 */
export const setPassword = async (
  parts: Pick<Parts, "accounts" | "passwords" | "policy" | "clock">,
  user: User,
  password: string,
  cause: Cause,
): Promise<PasswordSet> => {
  const faults = checkNewPassword(password, attributesOf(user), await parts.policy());
  if (faults.length > 0) return { errors: faults.map((code) => ({ field: "password", code })) };
  const hash = await parts.passwords.make(password);
  const epoch = await parts.accounts.changePassword(user.id, hash, parts.clock(), {
    name: "passwordChanged",
    ...cause,
  });
  return epoch === undefined ? "gone" : "set";
};
