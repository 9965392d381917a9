import { type Session, stateOf } from "../sessions/session.ts";
import { forget, type SessionState, userIdOf } from "../sessions/session-state.ts";
import { admit, load } from "../sessions/touch.ts";
import type { User } from "../users/user.ts";
import type { VisitorRecord } from "./account-store.ts";
import type { Parts } from "./parts.ts";

/**
 * Who is logged in, or undefined. The statement that reads the user also reads whether the session
 * was ended, so that a logout on another process counts at once. Answers at once where the store
 * does. Throws or rejects with `storage.unavailable`; never a wrong yes.
 */
export const currentUser = (
  { accounts }: Parts,
  session: Session,
): User | undefined | Promise<User | undefined> => {
  const state = stateOf(session);
  state.accessed = true;
  load(state);
  const userId = userIdOf(state);
  if (userId === undefined || state.id === undefined) return undefined;
  const found = accounts.findVisitor(userId, state.id);
  return found instanceof Promise
    ? found.then((record) => settle(state, record))
    : settle(state, found);
};

const settle = (state: SessionState, record: VisitorRecord | undefined): User | undefined => {
  if (!record || record.isDisabled) {
    state.phase = "open";
    state.noteRefusal(record ? "user disabled" : "user gone");
    forget(state);
    return undefined;
  }
  admit(state, record.standing);
  return userIdOf(state) === undefined ? undefined : record.user;
};
