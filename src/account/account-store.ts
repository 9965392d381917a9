// Over 150 lines because it is one contract: all that a store of users has to do is looked for here.
import type { EventNote } from "../events/account-event.ts";
import type { EventSink } from "../events/event-sink.ts";
import type { EntryAtTheDoor } from "../sessions/enter-user.ts";
import type { RegisterEntry, Standing } from "../sessions/register.ts";
import type { User } from "../users/user.ts";
import type { LoginRecord, UserStore } from "../users/user-store.ts";
import type { Acquaintance, ImportedUser } from "./imported-user.ts";

export interface NewUser {
  readonly username: string;
  /** By `usernameKey`; unique. */
  readonly usernameKey: string;
  readonly email: string | undefined;
  /** The encoded hash. */
  readonly password: string;
}

/**
 * Users and their logins as whole acts: the transaction is inside each method, and nothing else
 * opens one. Throwing (`storage.unavailable`) means that nothing was done.
 *
 * Each act takes a note of what it is and who does it, and writes it into the audit in its own
 * transaction, if it did anything. Without a note it is not written down.
 */
export interface AccountStore extends UserStore {
  /**
   * Are these another system's users? Then nobody registers here, and no hash is upgraded at login:
   * the other system would take that for a change of password.
   */
  readonly isForeign: boolean;

  /**
   * Inserts a user, and with an entry their first login, which ends the session that it replaces;
   * or says that the name is taken. Rejects with `settings.invalid` where users are another system's.
   */
  register(
    user: NewUser,
    now: number,
    entry?: EntryAtTheDoor,
    replaces?: string,
    note?: EventNote<"registered" | "accountAdded">,
  ): Promise<Registered | "taken">;

  /**
   * Enters a login and notes its time; ends the session that it replaces. Undefined if the user was
   * deleted or disabled since their password was checked.
   */
  logIn(
    entry: RegisterEntry,
    replaces: string | undefined,
    note?: EventNote<"loggedIn">,
  ): Promise<User | undefined>;

  /**
   * Writes down a login that failed, in a transaction of its own.
   *
   * @param userId whose it would have been; undefined if that is nobody
   * @param isClosed is the account closed by it? Then that is written down too
   */
  noteFailure(
    userId: number | undefined,
    now: number,
    note: EventNote<"loginFailed">,
    isClosed?: boolean,
  ): Promise<void>;

  /**
   * Gives a user another password and ends all their sessions, in one act; their new epoch, or
   * undefined if there is no such user.
   *
   * @param next the encoded hash
   */
  changePassword(
    id: number,
    next: string,
    now: number,
    note?: EventNote<"passwordChanged" | "passwordReset">,
  ): Promise<number | undefined>;

  /**
   * A change of password by the user themself: only if the hash is still the one that was verified, so
   * that of two at once one wins. Ends all their sessions and lets the one that asks go on under a new
   * id, in one act. Undefined, and nothing is done, if the hash is another by now, or the address that is
   * proven by the way, or the user is gone or disabled. Rejects with `settings.invalid` where users are another system's.
   */
  changeOwnPassword(
    change: PasswordChange,
    now: number,
    note?: EventNote<"passwordChanged" | "passwordReset">,
  ): Promise<PasswordChanged | undefined>;

  /**
   * Verifies an address and makes it the user's, if it is not yet; nothing is done unless the user is as
   * they were when the proof was asked for. Rejects with `settings.invalid` where users are another system's.
   */
  verifyEmail(
    proof: EmailProof,
    now: number,
    note?: EventNote<"emailVerified" | "emailChanged">,
  ): Promise<EmailVerified>;

  /** A user by id, with what a login has to know. */
  findRecord(id: number): Promise<LoginRecord | undefined>;

  /**
   * Who may be meant by somebody who has forgotten their password: the owner of the name; of an address
   * its verified owner, else at most five who gave it and never proved it, the oldest first. Takes the
   * same statements for an address that nobody has.
   */
  findForgetful(nameOrAddress: string): Promise<readonly LoginRecord[]>;

  /**
   * Disables a user, who then neither logs in nor stays logged in; false if there is no such user.
   * Rejects with `settings.invalid` where users are another system's.
   */
  disable(id: number, now: number, note?: EventNote<"accountDisabled">): Promise<boolean>;

  /** Lets a disabled user log in again. The sessions of before stay ended. As `disable`. */
  enable(id: number, now: number, note?: EventNote<"accountEnabled">): Promise<boolean>;

  /** What is known of each of these users, in their order. Writes nothing. As `disable`. */
  acquaintances(users: readonly ImportedUser[]): Promise<readonly Acquaintance[]>;

  /**
   * Inserts those of these users who are new, all in one act, or nobody if any of them is taken; what was known of
   * each, in their order. As `disable`.
   *
   * @param now for whoever came without a moment of their own
   */
  importUsers(
    users: readonly ImportedUser[],
    now: number,
    note?: EventNote<"accountImported">,
  ): Promise<readonly Acquaintance[]>;

  /** Forgets the failed guesses at a user's password, on every device, so that nobody has to wait. */
  unblock(id: number, now: number, note?: EventNote<"accountUnblocked">): Promise<void>;

  /** Deletes a user and ends all their sessions; false if there is none. As `disable`. */
  remove(id: number, now: number, note?: EventNote<"accountDeleted">): Promise<boolean>;

  /**
   * The user whom a session names and the session's standing, read in one statement, so that a page
   * for a logged-in user asks the database once. May answer at once.
   */
  findVisitor(
    userId: number,
    sid: string,
  ): VisitorRecord | undefined | Promise<VisitorRecord | undefined>;
}

export interface PasswordChange {
  readonly id: number;
  /** The encoded hash against which the old password, or the state of a reset, was verified. */
  readonly verified: string;
  /** The encoded hash of the new one. */
  readonly next: string;
  /** The user's address, if it has been proven by the way; verified by it unless it is somebody else's. */
  readonly proves?: string | undefined;
  /** The session that asks, and the row that takes its place; none if no session is to go on. */
  readonly goesOn?: { readonly sid: string; readonly as: EntryAtTheDoor };
}

export interface PasswordChanged {
  /** The user's new epoch. */
  readonly epoch: number;
  /** Does the session that asked go on? False if it was ended meanwhile. */
  readonly goesOn: boolean;
}

export interface EmailProof {
  readonly id: number;
  /** The address to which the proof was sent. */
  readonly email: string;
  /** The user's hash and address when it was sent. */
  readonly verified: string;
  readonly before: string | undefined;
}

/** `taken` if somebody else has verified the address meanwhile, `stale` if the user is another than they were. */
export type EmailVerified = "verified" | "taken" | "stale";

export interface Registered {
  readonly user: User;
  /** The epoch with which their first login was entered. */
  readonly epoch: number;
}

export interface AccountOptions {
  /** How many sessions a user may have: a login beyond it ends the oldest. Any number if left out. */
  readonly sessionLimit?: number | undefined;
  /** Who is told of what happens. Nobody if left out: it is written down all the same. */
  readonly sink?: EventSink | undefined;
}

export interface VisitorRecord {
  readonly user: User;
  readonly isDisabled: boolean;
  readonly standing: Standing;
}
