import { wholeSeconds } from "./life-time.ts";
import type { RegisterEntry } from "./register.ts";
import { tieTo } from "./secure-login.ts";
import { type Session, stateOf } from "./session.ts";
import { forget, loginOf, mark } from "./session-state.ts";
import { open, write } from "./touch.ts";
import { putKey } from "./write-data.ts";

/** Everything of a register's row but whose it is. */
export type EntryAtTheDoor = Omit<RegisterEntry, "userId" | "epoch">;

/** The row with which somebody who logs in now is entered: a new id, and who is at the door. */
export const newEntry = (session: Session): EntryAtTheDoor => {
  const { door, visitor } = stateOf(session);
  const now = door.clock();
  const { userAgent, address } = visitor();
  return {
    sid: door.newId(),
    enteredAt: now,
    lastSeenAt: now,
    expiresAt: (wholeSeconds(now) + door.lifeTime.absolute) * 1_000,
    userAgent,
    address,
  };
};

/** The id of the logged-in session that a login from here replaces. */
export const replacedBy = (session: Session): string | undefined => {
  const state = stateOf(session);
  open(state);
  return loginOf(state)?.sid;
};

/**
 * Makes the session that of a user, under the id with which the register knows the login. What was
 * gathered anonymously is kept; what belonged to another user is not.
 *
 * @param password the user's encoded hash, to which the session is tied where sessions are
 */
export const enterUser = (session: Session, entry: RegisterEntry, password: string): void => {
  const state = stateOf(session);
  write(state);
  const before = loginOf(state);
  // The act that entered this login has ended the one before it in the same transaction; what
  // another system made has no row yet that could be ended there.
  if (before?.isForeign) state.flushed.push({ kept: undefined, login: before });
  if (before !== undefined && before.userId !== entry.userId) {
    if (state.kept) state.flushed.push({ kept: state.kept, login: undefined });
    forget(state);
  }
  state.cycledFrom = undefined;
  state.isForeign = false;
  state.isEntered = true;
  state.id = entry.sid;
  putKey(state, "user_id", entry.userId);
  tieTo(state, password);
  const login = wholeSeconds(entry.enteredAt);
  const used = state.door.lifeTime.idle === undefined ? undefined : login;
  mark(state, { epoch: entry.epoch, login, used });
};
