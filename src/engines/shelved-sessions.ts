import { type InspectableEngine, type Inspected, uncut } from "../sessions/inspectable-engine.ts";
import type { LoadedSession, RefusedToken, SessionSaving } from "../sessions/session-engine.ts";
import { isSameDigest, newToken, parseToken, type SessionToken } from "./session-token.ts";
import type { Shelf, ShelfChange, StoredSession } from "./shelf.ts";

/** The part of every engine on the server that is the same: tokens, and what a save does to a shelf. */
export const shelvedSessions = (
  shelf: Shelf,
): Pick<InspectableEngine, "load" | "save" | "drop" | "inspect"> => ({
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

  async inspect(token) {
    const asked = parseToken(token);
    return asked ? inspected(token, asked, await shelf.read(asked.id)) : uncut(token);
  },
});

const MALFORMED: RefusedToken = { refused: "malformed" };
const WRONG_SECRET: RefusedToken = { refused: "wrong secret" };

const opened = (
  { id, digest }: SessionToken,
  stored: StoredSession | undefined,
): LoadedSession | RefusedToken => {
  if (!stored) return { refused: "unknown", id };
  if (!isSameDigest(stored.digest, digest)) return WRONG_SECRET;
  const { data, marks, savedAt } = stored;
  return { contents: { id, data, marks, savedAt }, isOutdated: false };
};

const inspected = (
  token: string,
  { id, digest }: SessionToken,
  stored: StoredSession | undefined,
): Inspected => ({
  parts: [
    { kind: "id", text: id, isConcealed: false },
    { kind: "separator", text: ".", isConcealed: false },
    { kind: "secret", text: token.slice(id.length + 1), isConcealed: true },
  ],
  // Whoever only knows the id sees no more of the row than `load` tells them.
  ...(stored && isSameDigest(stored.digest, digest) && { row: toRow(id, stored) }),
});

const toRow = (id: string, stored: StoredSession): NonNullable<Inspected["row"]> => ({
  id,
  digest: stored.digest,
  data: Object.fromEntries(stored.data),
  marks: { ...stored.marks } as Record<string, number | string>,
  saved: new Date(stored.savedAt).toISOString(),
  expires: new Date(stored.expiresAt).toISOString(),
});
