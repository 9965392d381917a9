import { causeOf } from "./cause-of.ts";
import { enterUser, newEntry, replacedBy } from "./enter-user.ts";
import type { RegisterEntry } from "./register.ts";
import { type Session, stateOf } from "./session.ts";

/**
 * Logs in somebody whom the caller has checked by means of its own: a new id, what was gathered
 * anonymously kept, what belonged to another user not.
 *
 * Rejects with `storage.unavailable`, and with `settings.invalid` where there is no register.
 *
 * @param userId a whole number from 1 on
 * @param epoch the user's, if it was read together with what was checked: a login that was checked
 *   before all sessions were ended is then ended as well
 */
export const logInAs = async (session: Session, userId: number, epoch?: number): Promise<void> => {
  if (!Number.isSafeInteger(userId) || userId < 1) {
    throw new TypeError("logInAs: a user's id is a whole number from 1 on.");
  }
  const state = stateOf(session);
  const { door } = state;
  const { sid, ...others } = newEntry(session);
  const known = epoch ?? (await door.register.standing(sid, userId)).epoch;
  const entry: RegisterEntry = { sid, userId, epoch: known, ...others };
  const note = { name: "loggedIn", ...causeOf(state) } as const;
  await door.register.enter(entry, replacedBy(session), note);
  enterUser(session, entry, "");
};
