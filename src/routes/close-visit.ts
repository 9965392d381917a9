import { type Closing, closeSession } from "../sessions/close-session.ts";
import { type Session, stateOf } from "../sessions/session.ts";
import { open } from "../sessions/touch.ts";
import { addSession, addsNothing } from "./add-session.ts";
import type { Asked } from "./asked.ts";
import type { SessionContext } from "./session-context.ts";

/**
 * The answer with which a session leaves: its cookie, and `Vary: Cookie` if it was touched. When the
 * session cannot be saved the answer becomes a 503, whatever it was going to be.
 *
 * @param isOurs is it an answer of our own routes? They say `Vary: Cookie` themselves, and reading a
 *   header of a plain answer makes it a costly one
 */
export const closeVisit = (
  context: SessionContext,
  asked: Asked,
  session: Session,
  response: Response,
  isOurs = false,
): Response | Promise<Response> => {
  try {
    const closing = closingOf(context, asked.requestId, session, response.status);
    return closing instanceof Promise
      ? closing.then(
          (closed) => leave(response, closed, isOurs),
          (error) => context.failure(asked, error),
        )
      : leave(response, closing, isOurs);
  } catch (error) {
    return context.failure(asked, error);
  }
};

/**
 * Saves the session, for servers whose answers are no `Response`. Throws or rejects with
 * `storage.unavailable`; then the answer has to become that of `context.failure`.
 */
export const closingOf = (
  context: SessionContext,
  requestId: string,
  session: Session,
  status: number,
): Closing | Promise<Closing> => {
  logKeys(context, requestId, session);
  return closeSession(session, status);
};

const leave = (response: Response, closing: Closing, isOurs: boolean): Response => {
  if (addsNothing(closing) || (isOurs && closing.setCookie === undefined)) return response;
  // A socket that changes its protocol cannot be built again, and no browser keeps a cookie of it.
  if (response.status < 200) return response;
  if (closing.setCookie === undefined && isAdded(response.headers, closing)) return response;
  const { status, statusText, body } = response;
  const headers = new Headers(response.headers);
  addSession(headers, closing);
  return new Response(body, { status, statusText, headers });
};

/**
 * Building an answer again costs @hono/node-server its short way out, which is as dear as a small page
 * itself. Only `Vary` may be added in place: a handler may answer everybody with one and the same
 * `Response`, and a cookie in it would be everybody's.
 */
const isAdded = (headers: Headers, closing: Closing): boolean => {
  try {
    addSession(headers, closing);
    return true;
  } catch {
    // What came from `fetch` or `Response.redirect` may not be changed.
    return false;
  }
};

/** The lesson prints a session's keys to the log. Never its values. */
const logKeys = ({ parts }: SessionContext, requestId: string, session: Session): void => {
  if (!parts.log.isLevelEnabled("debug")) return;
  const state = stateOf(session);
  if (!state.hadCookie && !state.modified) return;
  try {
    open(state);
  } catch {
    // Who touches it will hear of it; for a line in the log nobody's page fails.
    return;
  }
  const keys = [...state.data.keys()];
  const { id } = state;
  const digest = id === undefined ? undefined : parts.digestOf(id);
  parts.log.debug({ event: "sessionKeys", requestId, session: digest, keys }, "session keys");
};
