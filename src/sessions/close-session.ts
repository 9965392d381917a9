import { deleteCookie, LARGEST_COOKIE, setCookie } from "../cookies/set-cookie.ts";
import { CountersignError } from "../errors/countersign-error.ts";
import { deadline, isUseWorthWriting, wholeSeconds } from "./life-time.ts";
import { isStanding } from "./register.ts";
import { type Session, stateOf } from "./session.ts";
import { contentsOf, forget, type SessionState, savedAtOf, userIdOf } from "./session-state.ts";
import { open } from "./touch.ts";

/** What a session adds to the head of an answer. */
export interface Closing {
  /** A whole Set-Cookie line. */
  readonly setCookie: string | undefined;
  /** Was the session touched, so that the answer is this visitor's alone? Then `Vary: Cookie`. */
  readonly varies: boolean;
}

const UNTOUCHED: Closing = { setCookie: undefined, varies: false };
const ONLY_READ: Closing = { setCookie: undefined, varies: true };

/**
 * Saves what changed, ends what was flushed, and says which cookie leaves with the answer. After
 * it, writing throws `session.too-late`. Nothing of an answer that failed (5xx) is saved.
 *
 * Answers at once when there is nothing to write. Rejects with `storage.unavailable`; then the
 * caller answers 503, because a logout that was not written must not look like one.
 */
export const closeSession = (session: Session, status: number): Closing | Promise<Closing> => {
  const state = stateOf(session);
  const { saveEveryRequest } = state.door;
  if (saveEveryRequest && state.hadCookie && status < 500) open(state);
  const isUntouched = !state.accessed && !(saveEveryRequest && state.id !== undefined);
  const wasClosed = state.isClosed;
  state.isClosed = true;
  if (isUntouched || wasClosed) return UNTOUCHED;
  open(state);
  if (status >= 500 || !isWorthSaving(state)) return state.accessed ? ONLY_READ : UNTOUCHED;
  return save(state);
};

const isWorthSaving = (state: SessionState): boolean =>
  state.modified ||
  state.isOutdated ||
  (state.hadCookie && state.id === undefined) ||
  (state.door.saveEveryRequest && state.id !== undefined) ||
  (state.id !== undefined && isUseWorthWriting(state.door.lifeTime, state, state.door.clock()));

const save = async (state: SessionState): Promise<Closing> => {
  const { door } = state;
  const now = door.clock();
  for (const { id, wasLoggedIn } of state.flushed) {
    if (wasLoggedIn) await door.register.end(id, now);
    await door.engine.drop(id);
  }
  if (!(await isStillOurs(state, now))) {
    state.noteRefusal("ended while the request ran");
    forget(state);
  }

  if (state.id === undefined && state.data.size === 0) {
    return { setCookie: state.hadCookie ? deleteCookie(door.cookie) : undefined, varies: true };
  }
  if (door.lifeTime.idle !== undefined) {
    state.marks = { ...state.marks, used: wholeSeconds(now) };
  }
  const id = state.id ?? door.newId();
  const contents = contentsOf(state, id, now);
  const token = await door.engine.save(contents);
  if (door.cookie.name.length + token.length > LARGEST_COOKIE) {
    throw new CountersignError("session.too-large", "The session does not fit into a cookie.");
  }
  state.savedAt = savedAtOf(state, now);
  state.id = id;
  const left = Math.ceil((deadline(door.lifeTime, contents) - now) / 1_000);
  // No Max-Age: until the browser closes. The server keeps to its own deadline all the same.
  const maxAge = state.marks.expiry === 0 ? undefined : Math.max(left, 0);
  return { setCookie: setCookie(door.cookie, token, maxAge), varies: true };
};

/**
 * May a logged-in session still be written? A request that began before a logout and ends after it
 * must not bring the session back. A new id is entered only by whoever ended the old one, so that a
 * logout and a `cycle()` at the same moment have one winner.
 */
const isStillOurs = async (state: SessionState, now: number): Promise<boolean> => {
  const userId = userIdOf(state);
  const { epoch, login } = state.marks;
  if (userId === undefined || state.id === undefined || state.isEntered) return true;
  const { register, lifeTime } = state.door;
  const known = state.cycledFrom ?? state.id;
  if (!isStanding(await register.standing(known, userId), epoch)) return false;
  if (state.cycledFrom === undefined) return true;
  if (!(await register.end(state.cycledFrom, now))) return false;
  await register.enter({
    sid: state.id,
    userId,
    epoch: epoch!,
    enteredAt: login! * 1_000,
    lastSeenAt: now,
    expiresAt: (login! + lifeTime.absolute) * 1_000,
    ...state.visitor(),
  });
  return true;
};
