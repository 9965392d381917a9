import type { Session } from "../sessions/session.ts";

/** Logs out: the session is ended on the server, and its cookie deleted, when the answer leaves. */
export const logOut = (session: Session): void => session.flush();
