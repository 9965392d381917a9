import { type Closing, closeSession } from "../sessions/close-session.ts";
import { type Session, stateOf } from "../sessions/session.ts";
import { open } from "../sessions/touch.ts";
import { failure } from "./answer-visit.ts";
import type { Asked } from "./asked.ts";
import type { RouteContext } from "./visit.ts";

/**
 * The answer with which a session leaves: its cookie, and `Vary: Cookie` if it was touched. When the
 * session cannot be saved the answer becomes a 503, whatever it was going to be.
 *
 * @param isOurs is it an answer of our own routes? They say `Vary: Cookie` themselves, and reading a
 *   header of a plain answer makes it a costly one
 */
export const closeVisit = (
  context: RouteContext,
  asked: Asked,
  session: Session,
  response: Response,
  isOurs = false,
): Response | Promise<Response> => {
  logKeys(context, asked.requestId, session);
  try {
    const closing = closeSession(session, response.status);
    return closing instanceof Promise
      ? closing.then(
          (closed) => leave(response, closed, isOurs),
          (error) => failure(context, asked, error),
        )
      : leave(response, closing, isOurs);
  } catch (error) {
    return failure(context, asked, error);
  }
};

const leave = (response: Response, { setCookie, varies }: Closing, isOurs: boolean): Response => {
  if (setCookie === undefined && (!varies || isOurs)) return response;
  const headers = new Headers(response.headers);
  if (varies && !variesByCookie(headers)) headers.append("Vary", "Cookie");
  if (setCookie !== undefined) {
    headers.append("Set-Cookie", setCookie);
    // An answer that sets a session is one visitor's, whatever its handler said (RFC 9111, 7.3).
    if (!headers.has("Cache-Control")) headers.set("Cache-Control", "no-store");
  }
  const { status, statusText, body } = response;
  return new Response(body, { status, statusText, headers });
};

const variesByCookie = (headers: Headers): boolean =>
  /(?:^|,)\s*(?:cookie|\*)\s*(?:,|$)/i.test(headers.get("Vary") ?? "");

/** The lesson prints a session's keys to the log. Never its values. */
const logKeys = ({ parts }: RouteContext, requestId: string, session: Session): void => {
  if (!parts.log.isLevelEnabled("debug")) return;
  const state = stateOf(session);
  if (!state.hadCookie && !state.modified) return;
  open(state);
  const keys = [...state.data.keys()];
  const { id } = state;
  parts.log.debug(
    { requestId, session: id === undefined ? undefined : parts.digestOf(id), keys },
    "session keys",
  );
};
