import type { FieldError } from "../errors/problem.ts";
import { causeOf } from "../sessions/cause-of.ts";
import { enterUser, newEntry, replacedBy } from "../sessions/enter-user.ts";
import { type Session, stateOf } from "../sessions/session.ts";
import type { User } from "../users/user.ts";
import { checkRegistration, newUser, type Registration, TAKEN } from "./check-registration.ts";
import type { Parts } from "./parts.ts";

export type Registered = { readonly user: User } | { readonly errors: readonly FieldError[] };

/**
 * Registers a user and logs them in, or says everything that is wrong, all at once.
 * Rejects with `server.busy` and `storage.unavailable`; then nothing was done.
 */
export const registerUser = async (
  parts: Parts,
  session: Session,
  registration: Registration,
  signal?: AbortSignal,
): Promise<Registered> => {
  const errors = await checkRegistration(parts, registration);
  if (errors.length > 0) return { errors };

  const hash = await parts.passwords.make(registration.password, signal);
  const entry = newEntry(session);
  const registered = await parts.accounts.register(
    newUser(registration, hash),
    entry.enteredAt,
    entry,
    replacedBy(session),
    { name: "registered", ...causeOf(stateOf(session)) },
  );
  if (registered === "taken") return { errors: [TAKEN] };
  const { user, epoch } = registered;
  enterUser(session, { ...entry, userId: user.id, epoch }, hash);
  return { user };
};
