import type { EventNote } from "../events/account-event.ts";
import type { SessionMarks } from "./session-contents.ts";

/**
 * Who is logged in, and who was ended before their time: what makes a signed cookie endable. A row
 * is entered at each login, for every engine, and each session that names a user is checked against
 * it. Every method throws `storage.unavailable` when the storage fails; none says yes instead.
 *
 * A note says what an act is to its user. A register that keeps an audit writes it down in the same
 * transaction, if the act did anything; one that keeps none leaves it be.
 */
export interface Register {
  /** Does `standing` answer at once, without a promise? */
  readonly isSynchronous: boolean;

  /**
   * Writes down a login, and ends the session whose place it takes. Throws if its id was entered before:
   * an ended one is not revived.
   */
  enter(entry: RegisterEntry, replaces?: string, note?: EventNote<"loggedIn">): Promise<void>;

  /** Writes down a login that another system made, unless it is known already, ended or not. */
  adopt(entry: RegisterEntry): Promise<void>;

  /** What is known of a session and its user; the user's epoch also where the session is unknown. */
  standing(sid: string, userId: number): Standing | Promise<Standing>;

  /**
   * Ends one session for good, and whatever took its place by `cycle`: a logout that comes a moment
   * later must not miss it. False if there was nothing left to end.
   */
  end(sid: string, now: number, note?: EventNote<"loggedOut" | "sessionEnded">): Promise<boolean>;

  /**
   * Ends a session and enters the one that takes its place, in one step. False, and nothing is
   * entered, if it had ended before.
   */
  cycle(sid: string, entry: RegisterEntry, now: number): Promise<boolean>;

  /**
   * When another took the place of a session, by `cycle` or by a login, in milliseconds; undefined if
   * none has. Of what was ended for another reason nothing has taken the place.
   */
  replacedAt(sid: string): number | undefined | Promise<number | undefined>;

  /** Ends all sessions of a user that began before; the new epoch. */
  raiseEpoch(userId: number, now: number, note?: EventNote<"sessionsEnded">): Promise<number>;

  /** Ends everybody's sessions that began before, also those that a restored backup knows nothing of. */
  raiseEveryEpoch(now: number, note?: EventNote<"sessionsEnded">): Promise<void>;

  /** A user's sessions that have neither ended nor expired, the newest first. */
  list(userId: number, now: number): Promise<readonly RegisterEntry[]>;

  /**
   * Everybody's of these, user by user, the newest first. Read a page at a time: a million of them need no
   * more memory than one page.
   */
  listAll(now: number): AsyncIterable<RegisterEntry>;

  /**
   * Writes down that these sessions were used, where that was last written `TOUCH_EVERY` ago or more,
   * by whichever process. One that was ended stays ended.
   */
  touch(sids: readonly string[], now: number): Promise<void>;

  /** Deletes at most `limit` rows that have expired, ended or not; how many it deleted. */
  sweep(now: number, limit: number): Promise<number>;
}

/** A register that also knows by heart what has ended, fed by whoever ends it. */
export interface RecallingRegister extends Register {
  /**
   * As `standing`, from memory and at once, by what was true at some moment of the last second;
   * undefined if memory is older than that: then `standing` has to be asked.
   */
  recall(sid: string, userId: number): Standing | undefined;
}

/** What a register knows by heart of a session, if it is one that does. */
export const recalled = (
  register: Register | RecallingRegister,
  sid: string,
  userId: number,
): Standing | undefined => ("recall" in register ? register.recall(sid, userId) : undefined);

/** A session's last use is written down so often at most, in milliseconds. */
export const TOUCH_EVERY = 60_000;

export interface RegisterEntry {
  readonly sid: string;
  readonly userId: number;
  /** The user's epoch as it was read together with the password's hash. */
  readonly epoch: number;
  /** The login, in milliseconds. */
  readonly enteredAt: number;
  readonly lastSeenAt: number;
  /** When `absolute` has passed, in milliseconds: until then an end has to be remembered. */
  readonly expiresAt: number;
  /** The browser's own words, cut at 300 characters. */
  readonly userAgent: string | undefined;
  readonly address: string | undefined;
}

export interface Standing {
  /** Ended before its time, or not in the register at all. */
  readonly ended: boolean;
  /** Is it in the register? */
  readonly isKnown: boolean;
  /** The user's, now: their own and everybody's, added up. */
  readonly epoch: number;
  /** When either was raised last, in milliseconds; 0 if never. Not told where no foreign session can be. */
  readonly raisedAt?: number | undefined;
  /** When the session was seen last, in milliseconds; undefined if it is not in the register. */
  readonly lastSeenAt?: number | undefined;
  /** The user's encoded hash, where sessions are tied to it (see `PasswordBond`). */
  readonly password?: string | undefined;
}

/** What a session says of itself when the register is asked about it. */
export interface Claim {
  readonly marks: SessionMarks;
  readonly savedAt: number;
  readonly isForeign: boolean;
}

/**
 * May this session still speak for its user? One of another system's making has neither a row nor
 * an epoch: it stands unless it was ended by its digest, or saved before the epoch was raised.
 */
export const isStanding = (standing: Standing, { marks, savedAt, isForeign }: Claim): boolean => {
  if (standing.ended && (standing.isKnown || !isForeign)) return false;
  return marks.epoch === undefined
    ? isForeign && standing.raisedAt !== undefined && savedAt >= standing.raisedAt
    : marks.epoch >= standing.epoch;
};
