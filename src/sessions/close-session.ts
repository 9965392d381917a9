import { deleteCookie, LARGEST_COOKIE, setCookie } from "../cookies/set-cookie.ts";
import { CountersignError } from "../errors/countersign-error.ts";
import { causeOf } from "./cause-of.ts";
import { hasSuccessor, isLate, isReplaced } from "./late-answer.ts";
import { deadline, isUseWorthWriting, wholeSeconds } from "./life-time.ts";
import { endLogin, isSecured } from "./secure-login.ts";
import { type Session, stateOf } from "./session.ts";
import { changeData, changeMarks } from "./session-change.ts";
import type { SessionSaving } from "./session-engine.ts";
import {
  changeOf,
  contentsOf,
  type FlushedSession,
  forget,
  mark,
  type SessionState,
  savedAtOf,
} from "./session-state.ts";
import { open } from "./touch.ts";

/** What a session adds to the head of an answer. */
export interface Closing {
  /** A whole Set-Cookie line. */
  readonly setCookie: string | undefined;
  /** Another one, behind it: that of a device which is known from now on. */
  readonly deviceCookie?: string | undefined;
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
  if (isLate(state)) return ONLY_READ;
  const now = state.door.clock();
  for (const flushed of state.flushed) await end(state, flushed, now);
  const wasRefused = state.id === undefined;
  if (wasRefused && (await isReplaced(state))) return ONLY_READ;
  const closing = await saveOrForget(state, now);
  const isGone = !wasRefused && state.id === undefined;
  // Or while it was being saved.
  return isLate(state) || (isGone && (await isReplaced(state))) ? ONLY_READ : closing;
};

const end = async (
  state: SessionState,
  { kept, login, isEnded = false }: FlushedSession,
  now: number,
): Promise<void> => {
  const { engine, register } = state.door;
  // The register first: from then on nobody believes the session, wherever a copy of it is.
  if (login && !isEnded) await endLogin(state, login, now);
  try {
    if (kept) await engine.drop(kept);
  } catch (error) {
    // Nobody believes what is left of one that has ended: it is swept when it expires.
    if (!isEnded) throw error;
  }
  if (login || kept) return;
  // Its cookie was refused. Was it good a moment ago? Then a logout means what has taken its place.
  if (!(await hasSuccessor(state))) return;
  await register.end(state.sentId!, now, { name: "loggedOut", ...causeOf(state) });
};

const saveOrForget = async (state: SessionState, now: number): Promise<Closing> => {
  const { door } = state;
  if (!(await isSecured(state, now))) {
    state.noteRefusal("ended while the request ran");
    forget(state);
  }
  const token = await keep(state, now);
  if (token === undefined) {
    return { setCookie: state.hadCookie ? deleteCookie(door.cookie) : undefined, varies: true };
  }
  if (door.cookie.name.length + token.length > LARGEST_COOKIE) {
    throw new CountersignError("session.too-large", "The session does not fit into a cookie.");
  }
  const left = Math.ceil((deadline(door.lifeTime, state) - now) / 1_000);
  // No Max-Age: until the browser closes. The server keeps to its own deadline all the same.
  const maxAge = state.marks.expiry === 0 ? undefined : Math.max(left, 0);
  const { deviceCookie } = state;
  return { setCookie: setCookie(door.cookie, token, maxAge), deviceCookie, varies: true };
};

/** Has the engine keep the session; the token, or undefined if there is no session (any more). */
const keep = async (state: SessionState, now: number): Promise<string | undefined> => {
  const { door } = state;
  if (state.id === undefined && state.data.size === 0) return undefined;
  if (door.lifeTime.idle !== undefined) mark(state, { used: wholeSeconds(now) });
  const contents = contentsOf(state, state.id ?? door.newId(), now);
  const { kept, isEntered } = state;
  const change = changeOf(state);
  const expiresAt = deadline(door.lifeTime, contents);
  const saving: SessionSaving = { contents, change, kept, expiresAt };
  const token = (await door.engine.save(saving)) ?? (isEntered && (await begin(state, saving)));
  if (!token) {
    state.noteRefusal("dropped while the request ran");
    if (state.cycledFrom !== undefined) await door.register.end(contents.id, now);
    forget(state);
    return undefined;
  }
  if (state.sentId !== undefined && state.sentId !== contents.id) {
    state.isRenewed = true;
    door.superseded.add(state.token!, now);
  }
  state.id = contents.id;
  state.savedAt = savedAtOf(state, now);
  return token;
};

/**
 * What was gathered before a login may be gone by the time of it, and must not come back; the login
 * itself is as good as any.
 */
const begin = async (state: SessionState, saving: SessionSaving): Promise<string | undefined> => {
  const { door } = state;
  const change = changeOf(state);
  state.data = changeData(new Map(), change);
  state.marks = changeMarks({}, change);
  const contents = { ...saving.contents, data: state.data, marks: state.marks };
  const expiresAt = deadline(door.lifeTime, contents);
  return door.engine.save({ contents, change, kept: undefined, expiresAt });
};
