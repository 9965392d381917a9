import { isoMoment } from "../time/iso-moment.ts";
import type { SessionContents, SessionMarks } from "./session-contents.ts";

/** All in whole seconds. */
export interface LifeTime {
  /** From the last save. */
  readonly age: number;
  /** From the last use; undefined for no such limit. */
  readonly idle: number | undefined;
  /** From the login (for an anonymous session: from the last save), past which nothing reaches. */
  readonly absolute: number;
}

type Dated = Pick<SessionContents, "marks" | "savedAt">;

/** The clocks of two hosts may differ by so much. In milliseconds. */
const SKEW = 60_000;

/** The moment at which a session ends, in milliseconds, whatever its cookie says. */
export const deadline = (life: LifeTime, { marks, savedAt }: Dated): number => {
  const longest = start({ marks, savedAt }) + life.absolute * 1_000;
  const last = life.idle === undefined ? longest : lastUse({ marks, savedAt }) + life.idle * 1_000;
  return Math.min(ownDeadline(life, marks, savedAt), longest, last);
};

const ownDeadline = (life: LifeTime, { expiry }: SessionMarks, savedAt: number): number => {
  if (typeof expiry === "string") return isoMoment(expiry);
  // A cookie that lasts until the browser closes still ends on the server: browsers restore tabs.
  return savedAt + (expiry || life.age) * 1_000;
};

const start = ({ marks, savedAt }: Dated): number =>
  marks.login === undefined ? savedAt : marks.login * 1_000;

const lastUse = ({ marks, savedAt }: Dated): number =>
  marks.used === undefined ? savedAt : marks.used * 1_000;

/** One of the reasons for which a session ends, each of which is enough. */
export interface Limit {
  /** `own` is an expiry of the session's own, in place of `age`. */
  readonly name: "age" | "own" | "idle" | "absolute";
  /** In milliseconds. */
  readonly from: number;
  readonly until: number;
}

/** What `deadline` is the first of, the first one first. */
export const limitsOf = (life: LifeTime, { marks, savedAt }: Dated): readonly Limit[] => {
  const used = lastUse({ marks, savedAt });
  const login = start({ marks, savedAt });
  const limits: Limit[] = [
    // 0 is until the browser closes, and `age` on the server.
    { name: marks.expiry ? "own" : "age", from: savedAt, until: ownDeadline(life, marks, savedAt) },
    { name: "absolute", from: login, until: login + life.absolute * 1_000 },
  ];
  if (life.idle !== undefined) {
    limits.push({ name: "idle", from: used, until: used + life.idle * 1_000 });
  }
  return limits.sort((one, other) => one.until - other.until);
};

/** The limit itself is still good, as in Django. */
export const isExpired = (life: LifeTime, session: Dated, now: number): boolean =>
  // A NaN, from a moment that is none, compares as false and so counts as expired.
  !(now <= deadline(life, session));

/** Why such a session is refused. */
export const FROM_THE_FUTURE = "from the future";

/** Is it from the future by more than clocks differ? Then some clock, or somebody, is lying. */
export const isFromFuture = ({ marks, savedAt }: Dated, now: number): boolean => {
  const latest = Math.max(savedAt, (marks.login ?? 0) * 1_000, (marks.used ?? 0) * 1_000);
  // A NaN compares as false, and so counts as the future.
  return !(latest <= now + SKEW);
};

/**
 * Is the last use so long ago that it has to be written down? Not at each request: an idle limit
 * must not turn each read into a write.
 */
export const isUseWorthWriting = (life: LifeTime, session: Dated, now: number): boolean => {
  if (life.idle === undefined) return false;
  return now - lastUse(session) > Math.min(60, life.idle / 10) * 1_000;
};

/** Whole seconds since 1970, as they are signed. */
export const wholeSeconds = (milliseconds: number): number => Math.floor(milliseconds / 1_000);
