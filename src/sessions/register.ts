/**
 * Who is logged in, and who was ended before their time: what makes a signed cookie endable. A row
 * is entered at each login, for every engine, and each session that names a user is checked against
 * it. Every method throws `storage.unavailable` when the storage fails; none says yes instead.
 */
export interface Register {
  /** Writes down a login. */
  enter(entry: RegisterEntry): Promise<void>;

  /** What is known of a session and its user. May answer at once or by a promise. */
  standing(sid: string, userId: number): Standing | Promise<Standing>;

  /** Ends one session for good. False if it had ended before, or never began. */
  end(sid: string, now: number): Promise<boolean>;

  /** Ends all sessions of a user that began before; the new epoch. */
  raiseEpoch(userId: number): Promise<number>;

  /** A user's sessions that have neither ended nor expired, the newest first. */
  list(userId: number, now: number): Promise<readonly RegisterEntry[]>;

  /** Writes down that a session was used. */
  touch(sid: string, now: number): Promise<void>;

  /** Deletes at most `limit` rows that have expired, ended or not; how many it deleted. */
  sweep(now: number, limit: number): Promise<number>;
}

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
  /** The user's, now. */
  readonly epoch: number;
}

/** May a session that was signed with this epoch still speak for its user? */
export const isStanding = (standing: Standing, epoch: number | undefined): boolean =>
  !standing.ended && epoch !== undefined && epoch >= standing.epoch;
