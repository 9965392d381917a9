import type {
  LoadedSession,
  RefusedToken,
  SessionEngine,
  SessionSaving,
} from "../sessions/session-engine.ts";
import { isSameDigest, newToken, parseToken, type SessionToken } from "./session-token.ts";
import type { Shelf, ShelfChange, StoredSession } from "./shelf.ts";

/** The part of every engine on the server that is the same: tokens, and what a save does to a shelf. */
export const shelvedSessions = (shelf: Shelf): Pick<SessionEngine, "load" | "save" | "drop"> => ({
  load(token) {
    const asked = parseToken(token);
    if (!asked) return MALFORMED;
    const stored = shelf.read(asked.id);
    return stored instanceof Promise
      ? stored.then((found) => opened(asked, found))
      : opened(asked, stored);
  },

  async save({ contents, change, kept, expiresAt }: SessionSaving) {
    const { id, data, marks, savedAt } = contents;
    const shelfChange: ShelfChange = { change, savedAt, expiresAt };
    if (kept?.id === id) return (await shelf.change(id, shelfChange)) ? kept.token : undefined;
    const fresh = newToken(id);
    if (kept) return (await shelf.move(kept.id, fresh, shelfChange)) ? fresh.token : undefined;
    await shelf.insert(id, { digest: fresh.digest, data, marks, savedAt, expiresAt });
    return fresh.token;
  },

  drop: ({ id }) => shelf.remove(id),
});

const MALFORMED: RefusedToken = { refused: "malformed" };
const UNKNOWN: RefusedToken = { refused: "unknown" };
const WRONG_SECRET: RefusedToken = { refused: "wrong secret" };

const opened = (
  { id, digest }: SessionToken,
  stored: StoredSession | undefined,
): LoadedSession | RefusedToken => {
  if (!stored) return UNKNOWN;
  if (!isSameDigest(stored.digest, digest)) return WRONG_SECRET;
  const { data, marks, savedAt } = stored;
  return { contents: { id, data, marks, savedAt }, isOutdated: false };
};
