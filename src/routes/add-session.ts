import type { Closing } from "../sessions/close-session.ts";

/** The head of an answer, whichever server it is of. */
export interface AnswerHead {
  get(name: string): string | null | undefined;
  set(name: string, value: string): void;
  append(name: string, value: string): void;
}

/** Does a session that leaves so change the head at all? */
export const addsNothing = ({ setCookie, varies }: Closing): boolean =>
  setCookie === undefined && !varies;

/** What a session adds to the head of an answer: its cookie, and `Vary: Cookie` if it was touched. */
export const addSession = (head: AnswerHead, closing: Closing): void => {
  const { setCookie, deviceCookie, varies } = closing;
  if (varies) {
    const vary = head.get("Vary") ?? undefined;
    const next = varyByCookie(vary);
    if (next !== vary) head.set("Vary", next);
  }
  if (setCookie === undefined) return;
  head.append("Set-Cookie", setCookie);
  if (deviceCookie !== undefined) head.append("Set-Cookie", deviceCookie);
  // An answer that sets a session is one visitor's, whatever its handler said (RFC 9111, 7.3).
  if (!FOR_ONE_VISITOR.test(head.get("Cache-Control") ?? "")) head.set("Cache-Control", "no-store");
};

const FOR_ONE_VISITOR = /(?:^|[,\s])(?:no-store|private)(?:$|[,\s])/i;

const VARIES_BY_COOKIE = /(?:^|,)\s*(?:cookie|\*)\s*(?:,|$)/i;

/** What `Vary` says of an answer that varies by cookie. */
export const varyByCookie = (vary: string | undefined): string => {
  if (!vary) return "Cookie";
  return VARIES_BY_COOKIE.test(vary) ? vary : `${vary}, Cookie`;
};
