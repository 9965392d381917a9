import { currentUser } from "../account/current-user.ts";
import { currentUserId } from "../account/current-user-id.ts";
import type { Parts } from "../account/parts.ts";
import type { Session } from "../sessions/session.ts";
import type { User } from "../users/user.ts";
import { when } from "./when.ts";

/** How `requireUser` finds out who is logged in. */
export interface RequireUserOptions {
  /** Should the user be read? Yes if left out; their id alone is known without. */
  readonly load?: boolean;
}

/** Who is behind `requireUser`; every adapter hands all of it on. */
export interface RequiredUser {
  readonly userId: number;
  /** Unless it was not to be read. */
  readonly user?: User;
}

/** Who is logged in, as the guard of a handler wants to know; undefined if it is nobody. */
export const requiredUser = (
  parts: Parts,
  session: Session,
  { load = true }: RequireUserOptions,
): RequiredUser | undefined | Promise<RequiredUser | undefined> => {
  if (load) return when(currentUser(parts, session), (user) => user && { userId: user.id, user });
  const userId = currentUserId(session);
  return userId === undefined ? undefined : { userId };
};
