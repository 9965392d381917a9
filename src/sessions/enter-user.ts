import { wholeSeconds } from "./life-time.ts";
import type { RegisterEntry } from "./register.ts";
import { type Session, stateOf } from "./session.ts";
import { forget, userIdOf } from "./session-state.ts";
import { open, write } from "./touch.ts";

/** Everything of a register's row but whose it is. */
export type EntryAtTheDoor = Omit<RegisterEntry, "userId" | "epoch">;

/** The row with which somebody who logs in now is entered: a new id, and who is at the door. */
export const newEntry = (session: Session): EntryAtTheDoor => {
  const { door, visitor } = stateOf(session);
  const now = door.clock();
  return {
    sid: door.newId(),
    enteredAt: now,
    lastSeenAt: now,
    expiresAt: (wholeSeconds(now) + door.lifeTime.absolute) * 1_000,
    ...visitor(),
  };
};

/** The id of the logged-in session that a login from here replaces. */
export const replacedBy = (session: Session): string | undefined => {
  const state = stateOf(session);
  open(state);
  // After a cycle the register still knows it by its old id.
  return userIdOf(state) === undefined ? undefined : (state.cycledFrom ?? state.id);
};

/**
 * Makes the session that of a user, under the id with which the register knows the login. What was
 * gathered anonymously is kept; what belonged to another user is not.
 */
export const enterUser = (session: Session, entry: RegisterEntry): void => {
  const state = stateOf(session);
  write(state);
  // The act that entered this login has ended the one before it in the same transaction.
  if (state.id !== undefined) state.flushed.push({ id: state.id, wasLoggedIn: false });
  const before = userIdOf(state);
  if (before !== undefined && before !== entry.userId) forget(state);
  state.cycledFrom = undefined;
  state.isEntered = true;
  state.id = entry.sid;
  state.data = new Map(state.data).set("user_id", entry.userId);
  const login = wholeSeconds(entry.enteredAt);
  const { expiry } = state.marks;
  state.marks = {
    epoch: entry.epoch,
    login,
    ...(state.door.lifeTime.idle === undefined ? {} : { used: login }),
    ...(expiry === undefined ? {} : { expiry }),
  };
};
