import type { Session } from "../sessions/session.ts";
import type { Visit } from "./visit.ts";

/**
 * A link's token is moved from the address into the session before a page is shown: an address is kept in
 * histories and logs, and told to others in `Referer`.
 */
export const keepToken = (session: Session, key: TokenKey, token: string): void =>
  session.set<string>(key, token);

export const dropToken = (session: Session, key: TokenKey): boolean => session.delete(key);

/** The token of a form: in the session, or in a field of those who have no page. */
export const keptToken = ({ session, fields }: Visit, key: TokenKey): string | undefined => {
  const token = fields.get("token") ?? session.get<string>(key);
  return typeof token === "string" ? token : undefined;
};

/** Under which each is kept. Neither is good for the other. */
export type TokenKey = "reset_token" | "verify_token";
