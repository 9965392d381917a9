import type { FieldError } from "../errors/problem.ts";
import type { User } from "../users/user.ts";
import { checkRegistration, newUser, type Registration, TAKEN } from "./check-registration.ts";
import type { Parts } from "./parts.ts";

export type Added = { readonly user: User } | { readonly errors: readonly FieldError[] };

/**
 * Adds a user for whom somebody else acts, the operator: like a registration, but nobody is logged
 * in, and a reserved name may be given.
 */
export const addUser = async (
  parts: Pick<Parts, "accounts" | "passwords" | "policy" | "clock">,
  registration: Registration,
): Promise<Added> => {
  const faults = await checkRegistration(parts, registration);
  const errors = faults.filter(({ code }) => code !== "username.reserved");
  if (errors.length > 0) return { errors };
  const hash = await parts.passwords.make(registration.password);
  const added = await parts.accounts.register(newUser(registration, hash), parts.clock());
  return added === "taken" ? { errors: [TAKEN] } : { user: added.user };
};
