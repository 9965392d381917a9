/** Who acts: somebody at a browser, or the operator at the command line. */
export type Actor = "visitor" | "administrator";

/** By whom something is done, and from where. */
export interface Cause {
  readonly actor: Actor;
  /** The administrator's name on their machine; undefined of a visitor. */
  readonly operator?: string | undefined;
  /** The request's, as its answer and the log name it. */
  readonly requestId?: string | undefined;
  /** The visitor's, as the register keeps it. */
  readonly address?: string | undefined;
}

/** Why a login failed: for log, audit and hooks alone. To the visitor all of them are one answer. */
export type LoginFailure =
  | "unknown name"
  | "wrong password"
  | "disabled account"
  | "over-long password";

interface OfUser {
  readonly userId: number;
}

/** What each event says beside the rest. No password, token, secret or hash, nor a name that nobody has. */
interface Fields {
  /** And logged in: this is the first login's event, too. */
  readonly registered: OfUser;
  readonly loggedIn: OfUser;
  /** Of nobody where the name is unknown. What was typed is not kept: people type passwords there. */
  readonly loginFailed: { readonly userId: number | undefined; readonly reason: LoginFailure };
  readonly loggedOut: OfUser;
  /** One session, from elsewhere. */
  readonly sessionEnded: OfUser;
  /** All of a user's but the one that asks; everybody's where there is no user. How many those were. */
  readonly sessionsEnded: { readonly userId: number | undefined; readonly ended: number };
  readonly passwordChanged: OfUser;
  readonly passwordReset: OfUser;
  readonly emailChanged: OfUser;
  readonly emailVerified: OfUser;
  readonly accountAdded: OfUser;
  readonly accountImported: OfUser;
  readonly accountDisabled: OfUser;
  readonly accountEnabled: OfUser;
  /** By the hundredth failure in a row: no waiting opens it. */
  readonly accountClosed: OfUser;
  readonly accountUnblocked: OfUser;
  readonly accountDeleted: OfUser;
}

export type EventName = keyof Fields;

/** All there are, in the order in which an account may live through them. */
export const EVENT_NAMES: readonly EventName[] = Object.keys({
  registered: 0,
  loggedIn: 0,
  loginFailed: 0,
  loggedOut: 0,
  sessionEnded: 0,
  sessionsEnded: 0,
  passwordChanged: 0,
  passwordReset: 0,
  emailChanged: 0,
  emailVerified: 0,
  accountAdded: 0,
  accountImported: 0,
  accountDisabled: 0,
  accountEnabled: 0,
  accountClosed: 0,
  accountUnblocked: 0,
  accountDeleted: 0,
} satisfies Record<EventName, 0>) as EventName[];

/**
 * What whoever acts says of an act beforehand. Handed to the store that does it, which adds the rest
 * and writes it down in the same transaction.
 */
export type EventNote<Name extends EventName = EventName> = {
  readonly [Each in Name]: Cause & { readonly name: Each } & Omit<Fields[Each], "userId">;
}[Name];

/** Something that happened to an account, by the time it is committed. */
export type EventOf<Name extends EventName> = {
  readonly [Each in Name]: Cause & { readonly name: Each } & Fields[Each] & EventFacts;
}[Name];

export type AccountEvent = EventOf<EventName>;

interface EventFacts {
  /** In milliseconds. */
  readonly at: number;
  /** The user's, as it is stored; undefined where there is no user, or where users are the host's own. */
  readonly username: string | undefined;
  /** The session that it is about, by the digest with which the log names it. */
  readonly session: string | undefined;
}
