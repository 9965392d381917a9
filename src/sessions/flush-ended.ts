import { type Session, stateOf } from "./session.ts";
import { forget, loginOf } from "./session-state.ts";
import { write } from "./touch.ts";

/**
 * Empties a session whose login has ended already, with an act that ended all of its user's: when the answer leaves
 * nothing is left to be written for it, and so nothing that fails makes a 503 of an act that was done.
 */
export const flushEnded = (session: Session): void => {
  const state = stateOf(session);
  write(state);
  const login = loginOf(state);
  // What another system made has no row yet that could have ended.
  state.flushed.push({ kept: state.kept, login, isEnded: login?.isForeign === false });
  forget(state);
};
