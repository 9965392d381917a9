import { askDoor } from "./ask-door.ts";
import { type Inspected, isInspectable, isRewritable, uncut } from "./inspectable-engine.ts";
import { type Limit, limitsOf } from "./life-time.ts";
import { isStanding } from "./register.ts";
import { type Session, stateOf } from "./session.ts";
import type { SessionContents } from "./session-contents.ts";
import type { SessionDoor } from "./session-door.ts";
import type { LoadedSession, SessionEngine } from "./session-engine.ts";
import type {
  ContentsInside,
  CookieInside,
  LimitInside,
  RegisterInside,
  SessionInside,
} from "./session-inside.ts";
import { showPart } from "./show-part.ts";

/**
 * A visitor's session, taken apart for them: as it came with this request, whatever the request did
 * to it since. Changes nothing. Of what the door refuses nothing is shown that its holder could not
 * read without us.
 *
 * Rejects with `storage.unavailable` when a storage fails.
 */
export const lookInside = async (door: SessionDoor, session: Session): Promise<SessionInside> => {
  const { token, hadCookie, id } = stateOf(session);
  const nothing: SessionInside = {
    engine: door.engine.name,
    cookieName: door.cookie.name,
    at: new Date(door.clock()),
    cookie: null,
    refusal: hadCookie ? "unreadable" : null,
    session: null,
    limits: [],
    register: null,
  };
  if (token === undefined) return nothing;

  const inspected = await inspect(door.engine, token);
  // What is thrown out later than at the door, a user who is gone or disabled, has no id any more.
  const refusal = (await askDoor(door, token)) ?? (id === undefined ? "user gone" : null);
  const cookie = cookieInside(door.engine, token, inspected, refusal !== null);
  const loaded = await door.engine.load(token);
  if ("refused" in loaded) return { ...nothing, cookie, refusal };
  const { contents } = loaded;
  return {
    ...nothing,
    cookie,
    refusal,
    session: refusal === null ? contentsInside(contents) : null,
    limits: limitsOf(door.lifeTime, contents).filter(isDated).map(limitInside),
    register: await registerInside(door, loaded),
  };
};

/** A token cut by its engine, or in one piece where that cannot cut. */
export const inspect = (engine: SessionEngine, token: string): Inspected | Promise<Inspected> =>
  isInspectable(engine) ? engine.inspect(token) : uncut(token);

const cookieInside = (
  engine: SessionEngine,
  token: string,
  { parts, sealedBy, payload, savedAt, row }: Inspected,
  isRefused: boolean,
): CookieInside => {
  const isShown = payload !== undefined && !(payload.isSealed && isRefused);
  return {
    letters: token.length,
    parts: parts.map(showPart),
    sealedBy: typeof sealedBy === "number" ? sealedBy + 1 : (sealedBy ?? null),
    payload: isShown ? payload.value : null,
    isDeflated: payload?.isDeflated ?? false,
    isSealed: payload?.isSealed ?? false,
    isRewritable: isRewritable(engine) && payload !== undefined,
    savedAt: savedAt === undefined ? null : new Date(savedAt),
    row: isRefused ? null : (row ?? null),
  };
};

const contentsInside = ({ id, marks, savedAt, data }: SessionContents): ContentsInside => ({
  id,
  savedAt: new Date(savedAt),
  data: Object.fromEntries(data),
  marks,
});

/** `setExpiry` takes spans that end after the last moment of a `Date`: another limit comes before. */
const isDated = ({ until }: Limit): boolean => !Number.isNaN(new Date(until).getTime());

const limitInside = ({ name, from, until }: Limit): LimitInside => ({
  name,
  from: new Date(from),
  until: new Date(until),
});

const registerInside = async (
  { register, clock }: SessionDoor,
  { contents, isForeign = false }: LoadedSession,
): Promise<RegisterInside | null> => {
  const { id, data, marks, savedAt } = contents;
  const userId = data.get("user_id");
  if (typeof userId !== "number") return null;
  const [standing, entries] = await Promise.all([
    register.standing(id, userId),
    register.list(userId, clock()),
  ]);
  const entry = entries.find(({ sid }) => sid === id);
  return {
    userId,
    isStanding: isStanding(standing, { marks, savedAt, isForeign }),
    isKnown: standing.isKnown,
    isEnded: standing.ended,
    epoch: standing.epoch,
    sessionEpoch: marks.epoch ?? null,
    enteredAt: entry ? new Date(entry.enteredAt) : null,
    lastSeenAt: entry ? new Date(entry.lastSeenAt) : null,
    expiresAt: entry ? new Date(entry.expiresAt) : null,
    others: entries.length - (entry ? 1 : 0),
  };
};
