import { causeOf } from "./cause-of.ts";
import { wholeSeconds } from "./life-time.ts";
import { isStanding, type RegisterEntry } from "./register.ts";
import { type KnownLogin, loginOf, mark, type SessionState } from "./session-state.ts";
import { putKey } from "./write-data.ts";

/**
 * May the session still be written? A request that began before a logout and ends after it must not
 * bring a logged-in session back. A new id is entered only by whoever ended the old one, so that a
 * logout and a `cycle()` at the same moment have one winner.
 */
export const isSecured = async (state: SessionState, now: number): Promise<boolean> => {
  const login = loginOf(state);
  if (login === undefined || state.isEntered) return true;
  const { register, bond } = state.door;
  const standing = await register.standing(login.sid, login.userId);
  if (!isStanding(standing, state)) return false;
  const tie = bond?.judge(state.data, standing.password) ?? "holds";
  if (tie === "broken") return false;
  if (tie === "outdated") tieTo(state, standing.password!);
  if (login.isForeign) await adopt(state, login, standing.epoch, now);
  if (state.cycledFrom === undefined) return true;
  return register.cycle(login.sid, entryOf(state, state.id!, login.userId, now), now);
};

/** Ends a login for good. One that another system made is entered first, so that its end is known. */
export const endLogin = async (
  state: SessionState,
  { sid, userId, isForeign }: KnownLogin,
  now: number,
): Promise<void> => {
  const { register } = state.door;
  if (isForeign) await register.adopt(entryOf(state, sid, userId, now));
  await register.end(sid, now, { name: "loggedOut", ...causeOf(state) });
};

/** The row that a login of another system's making would have, if it were entered now. */
export const foreignEntry = (state: SessionState, now: number): RegisterEntry | undefined => {
  const login = loginOf(state);
  if (!login?.isForeign) return undefined;
  const marks = { ...state.marks, login: wholeSeconds(state.savedAt) };
  return entryOf({ ...state, marks }, login.sid, login.userId, now);
};

/** Keeps in the session a proof of the user's hash, where sessions are tied to it. */
export const tieTo = (state: SessionState, password: string): void => {
  for (const [key, value] of state.door.bond?.tie(password) ?? []) putKey(state, key, value);
};

/** From the first save on a login that another system made is one of ours. */
const adopt = async (
  state: SessionState,
  { sid, userId }: KnownLogin,
  epoch: number,
  now: number,
): Promise<void> => {
  mark(state, { epoch, login: wholeSeconds(state.savedAt) });
  await state.door.register.adopt(entryOf(state, sid, userId, now));
  state.isForeign = false;
};

const entryOf = (
  { door, marks, visitor }: SessionState,
  sid: string,
  userId: number,
  now: number,
): RegisterEntry => {
  const login = marks.login ?? wholeSeconds(now);
  const { userAgent, address } = visitor();
  return {
    sid,
    userId,
    epoch: marks.epoch ?? 0,
    enteredAt: login * 1_000,
    lastSeenAt: now,
    expiresAt: (login + door.lifeTime.absolute) * 1_000,
    userAgent,
    address,
  };
};
