import { type CookieFound, findCookie } from "../cookies/cookie-header.ts";
import { recalled } from "./register.ts";
import { Session } from "./session.ts";
import type { NoteRefusal, SessionDoor, Visitor } from "./session-door.ts";
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

const openFromAfar = async (state: SessionState, token: string): Promise<Session> => {
  receive(state, await state.door.engine.load(token));
  if (state.phase === "loaded") {
    const { register } = state.door;
    const asked = [state.id!, userIdOf(state)!] as const;
    admit(state, recalled(register, ...asked) ?? (await register.standing(...asked)));
  }
  return new Session(state);
};

const tokenIn = (found: CookieFound, noteRefusal: NoteRefusal): string | undefined => {
  if (found.kind === "none") return undefined;
  if (found.kind === "doubled") noteRefusal("doubled");
  else if (found.value.length > LONGEST_TOKEN) noteRefusal("too long");
  else return found.value;
  return undefined;
};
