import { type CookieFound, findCookie } from "../cookies/cookie-header.ts";
import { recalled, type Standing } from "./register.ts";
import { Session } from "./session.ts";
import type { NoteRefusal, SessionDoor, Visitor } from "./session-door.ts";
import type { LoadedSession, RefusedToken } from "./session-engine.ts";
import { newState, type SessionState, userIdOf } from "./session-state.ts";
import { admit, receive } from "./touch.ts";

/** More than any cookie of ours: nothing of that size is worth a signature check. In characters. */
const LONGEST_TOKEN = 4_096;

/**
 * The session of a request. A cookie that is unknown, forged, malformed, doubled or expired is an
 * empty session and a noted reason, never an error and never a new row.
 *
 * Answers at once where engine and register do; nothing is read then before the first touch.
 * Throws (or rejects with) `storage.unavailable` when a storage fails.
 */
export const openSession = (
  door: SessionDoor,
  cookieHeader: string | null | undefined,
  visitor: () => Visitor,
  noteRefusal: NoteRefusal,
): Session | Promise<Session> => {
  const found = findCookie(cookieHeader, door.cookie.name);
  const token = tokenIn(found, noteRefusal);
  const state = newState(door, visitor, noteRefusal, token, found.kind !== "none");
  return token === undefined || door.isSynchronous
    ? new Session(state)
    : openFromAfar(state, token);
};

/** No promise where none is needed: a cookie is there at once, and what has ended may be known by heart. */
const openFromAfar = (state: SessionState, token: string): Session | Promise<Session> => {
  const found = state.door.engine.load(token);
  return found instanceof Promise
    ? found.then((loaded) => openLoaded(state, loaded))
    : openLoaded(state, found);
};

const openLoaded = (
  state: SessionState,
  found: LoadedSession | RefusedToken,
): Session | Promise<Session> => {
  receive(state, found);
  if (state.phase !== "loaded") return new Session(state);
  const { register } = state.door;
  const asked = [state.id!, userIdOf(state)!] as const;
  const standing = recalled(register, ...asked) ?? register.standing(...asked);
  const admitted = (known: Standing): Session => {
    admit(state, known);
    return new Session(state);
  };
  return standing instanceof Promise ? standing.then(admitted) : admitted(standing);
};

const tokenIn = (found: CookieFound, noteRefusal: NoteRefusal): string | undefined => {
  if (found.kind === "none") return undefined;
  if (found.kind === "doubled") noteRefusal("doubled");
  else if (found.value.length > LONGEST_TOKEN) noteRefusal("too long");
  else return found.value;
  return undefined;
};
