import type { JsonValue } from "./json-value.ts";
import { wholeSeconds } from "./life-time.ts";
import type { SessionContents, SessionMarks } from "./session-contents.ts";
import type { NoteRefusal, SessionDoor, Visitor } from "./session-door.ts";

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
  /** Has the head of the answer gone? Then it may be read, and not written. */
  isClosed: boolean;
  id: string | undefined;
  /** As the engine handed it over, which may have handed it to others too: copied before a write. */
  data: ReadonlyMap<string, JsonValue>;
  marks: SessionMarks;
  savedAt: number;

  accessed: boolean;
  modified: boolean;
  isOutdated: boolean;
  /** Was this id written into the register during this request? */
  isEntered: boolean;
  /** The id of a logged-in session that was given a new one, and dies when the answer leaves. */
  cycledFrom: string | undefined;
  /** The ids of sessions that were flushed, and die when the answer leaves. */
  readonly flushed: { readonly id: string; readonly wasLoggedIn: boolean }[];
}

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
  isClosed: false,
  id: undefined,
  data: new Map(),
  marks: {},
  savedAt: 0,
  accessed: false,
  modified: false,
  isOutdated: false,
  isEntered: false,
  cycledFrom: undefined,
  flushed: [],
});

/** The user whom the session names. Whether it still may is for the register to say. */
export const userIdOf = (state: SessionState): number | undefined =>
  state.data.get("user_id") as number | undefined;

export const forget = (state: SessionState): void => {
  state.id = undefined;
  state.data = new Map();
  state.marks = {};
  state.isOutdated = false;
  state.cycledFrom = undefined;
};

/** What the engine is to keep. */
export const contentsOf = (state: SessionState, id: string, now: number): SessionContents => ({
  id,
  data: state.data,
  marks: state.marks,
  savedAt: wholeSeconds(savedAtOf(state, now)) * 1_000,
});

/** `age` counts from the last change: a cookie that is only signed anew lives no longer for it. */
export const savedAtOf = (state: SessionState, now: number): number =>
  state.modified || state.id === undefined || state.door.saveEveryRequest ? now : state.savedAt;
