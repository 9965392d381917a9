import type { Session } from "../sessions/session.ts";

/**
 * The id of who is logged in, or undefined, without reading the user. The register still has to stand
 * by the session: on SQLite that is one read by key, so that a logout on another process counts at
 * once; on PostgreSQL it is asked from memory, so that it counts within one second, and in the database
 * while memory is older than that. Whoever was disabled or deleted is nobody too, since both raise
 * their epoch.
 *
 * Throws `storage.unavailable`; never a wrong yes.
 */
export const currentUserId = (session: Session): number | undefined => session.get("user_id");
