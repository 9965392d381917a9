// Over 150 lines because it is one state: what is known of a session in one request, and the steps between.
import type { JsonValue } from "./json-value.ts";
import { wholeSeconds } from "./life-time.ts";
import { changeMarks, noChange, type SessionChangeSoFar } from "./session-change.ts";
import type { SessionContents, SessionMarks } from "./session-contents.ts";
import type { NoteRefusal, SessionDoor, Visitor } from "./session-door.ts";
import type { KeptSession } from "./session-engine.ts";

/**
 * One request's session, behind the `Session` that handlers see: read by the door and written by
 * the acts of logging in and out.
 *
 * `waiting` → `loaded` (names a user whose standing was not asked yet) → `open`.
 */
export interface SessionState {
  readonly door: SessionDoor;
  readonly visitor: () => Visitor;
  readonly noteRefusal: NoteRefusal;
  /** Did the request carry our cookie, good or bad? Then an empty session has to delete it. */
  readonly hadCookie: boolean;
  readonly token: string | undefined;

  phase: "waiting" | "loaded" | "open";
  /** The id that the cookie names, good or bad. */
  sentId: string | undefined;
  /** Has the head of the answer gone? Then it may be read, and not written. */
  isClosed: boolean;
  id: string | undefined;
  /** As the engine handed it over, which may have handed it to others too: copied before a write. */
  data: ReadonlyMap<string, JsonValue>;
  marks: SessionMarks;
  savedAt: number;
  /** Under what the engine keeps it; undefined if it does not yet. */
  kept: KeptSession | undefined;
  /** What this request changed so far; undefined while that is nothing, as with most requests. */
  change: SessionChangeSoFar | undefined;
  /** Is `data` a copy of our own? */
  isOwnCopy: boolean;

  accessed: boolean;
  modified: boolean;
  isOutdated: boolean;
  isForeign: boolean;
  /** Was this id written into the register during this request? */
  isEntered: boolean;
  /** Has this request given the browser another cookie in place of the one that it sent? */
  isRenewed: boolean;
  /** The id of a logged-in session that was given a new one, and dies when the answer leaves. */
  cycledFrom: string | undefined;
  /** A Set-Cookie line that leaves with the session's own. */
  deviceCookie: string | undefined;
  /** What was flushed, and dies when the answer leaves. */
  readonly flushed: FlushedSession[];
}

export interface FlushedSession {
  readonly kept: KeptSession | undefined;
  /** The login to be ended in the register; undefined for an anonymous session. */
  readonly login: KnownLogin | undefined;
  /** Has an act ended the login already? Then only the engine has to let go of it. */
  readonly isEnded?: boolean;
}

/** A login as the register knows it. */
export interface KnownLogin {
  readonly sid: string;
  readonly userId: number;
  readonly isForeign: boolean;
}

// One of each for all requests that only read: they are never written to, but replaced.
const NO_DATA: ReadonlyMap<string, JsonValue> = new Map();
const NO_MARKS: SessionMarks = {};

export const newState = (
  door: SessionDoor,
  visitor: () => Visitor,
  noteRefusal: NoteRefusal,
  token: string | undefined,
  hadCookie: boolean,
): SessionState => ({
  door,
  visitor,
  noteRefusal,
  hadCookie,
  token,
  phase: token === undefined ? "open" : "waiting",
  sentId: undefined,
  isClosed: false,
  id: undefined,
  data: NO_DATA,
  marks: NO_MARKS,
  savedAt: 0,
  kept: undefined,
  change: undefined,
  isOwnCopy: false,
  accessed: false,
  modified: false,
  isOutdated: false,
  isForeign: false,
  isEntered: false,
  isRenewed: false,
  cycledFrom: undefined,
  deviceCookie: undefined,
  flushed: [],
});

/** The user whom the session names. Whether it still may is for the register to say. */
export const userIdOf = (state: SessionState): number | undefined =>
  state.data.get("user_id") as number | undefined;

/** The login that the session stands for. */
export const loginOf = (state: SessionState): KnownLogin | undefined => {
  const userId = userIdOf(state);
  // After a cycle the register still knows it by its old id.
  const sid = state.cycledFrom ?? state.id;
  if (userId === undefined || sid === undefined) return undefined;
  return { sid, userId, isForeign: state.isForeign };
};

export const forget = (state: SessionState): void => {
  state.id = undefined;
  state.data = new Map();
  state.marks = {};
  state.kept = undefined;
  state.change = undefined;
  state.isOwnCopy = true;
  state.isOutdated = false;
  state.isForeign = false;
  state.cycledFrom = undefined;
};

/** For writing into. */
export const changeOf = (state: SessionState): SessionChangeSoFar => {
  state.change ??= noChange();
  return state.change;
};

/** Changes marks, here and in what is saved. Undefined takes one away. */
export const mark = (
  state: SessionState,
  marks: { readonly [Mark in keyof SessionMarks]?: SessionMarks[Mark] | undefined },
): void => {
  const entries = Object.entries(marks) as [keyof SessionMarks, number | string | undefined][];
  const change = changeOf(state);
  for (const [name, value] of entries) change.marks.set(name, value);
  state.marks = changeMarks(state.marks, change);
};

/** The session as its request leaves it. */
export const contentsOf = (state: SessionState, id: string, now: number): SessionContents => ({
  id,
  data: state.data,
  marks: state.marks,
  savedAt: wholeSeconds(savedAtOf(state, now)) * 1_000,
});

/** `age` counts from the last change: a cookie that is only signed anew lives no longer for it. */
export const savedAtOf = (state: SessionState, now: number): number =>
  state.modified || state.id === undefined || state.door.saveEveryRequest ? now : state.savedAt;
