import type { FieldError } from "../errors/problem.ts";
import type { Cause } from "../events/account-event.ts";
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
  cause: Cause,
): Promise<Added> => {
  const faults = await checkRegistration(parts, registration);
  const errors = faults.filter(({ code }) => code !== "username.reserved");
  if (errors.length > 0) return { errors };
  const hash = await parts.passwords.make(registration.password);
  const user = newUser(registration, hash);
  const note = { name: "accountAdded", ...cause } as const;
  const added = await parts.accounts.register(user, parts.clock(), undefined, undefined, note);
  return added === "taken" ? { errors: [TAKEN] } : { user: added.user };
};
