import type { Parts } from "../../src/account/parts.ts";
import type { LifeTime } from "../../src/sessions/life-time.ts";
import type { Session } from "../../src/sessions/session.ts";
import type { HandClock } from "../../src/testing/hand-clock.ts";
import type { User } from "../../src/users/user.ts";
import type { Actor, Gate, Race } from "./play-order.ts";
import type { TwoProcesses } from "./two-processes.ts";

export const PASSWORD = "five green apples";

/** What one browser has: the cookie of now, and every one that it had. */
export interface Jar {
  token: string | undefined;
  readonly held: Set<string>;
}

/** A race that holds a promise: what is set out for it, who runs, and what has to be so afterwards. */
export type RacePromise = (open: (setting?: Setting) => Scene) => Promise<Race>;

/** Races by what they promise. */
export type RacePromises = Readonly<Record<string, RacePromise>>;

export interface Scene {
  readonly hand: HandClock;
  /** Is everybody answered by one process, which knows what it has told browsers? */
  readonly isOneProcess: boolean;
  /** Does the cookie carry the data, so that an engine has nothing that could be gone? */
  readonly isInCookie: boolean;
  /** Where nobody waits for a turn: to look at what came of it. */
  readonly parts: Parts;
  /** Somebody new, whose password is `PASSWORD`, hashed at another cost than is usual if one is given. */
  somebody(cost?: number): Promise<User>;
  newName(): string;
  /** A browser in which nobody is logged in. */
  browser(): Jar;
  loggedIn(user: User): Promise<Jar>;
  /** One request of a browser, with everything that the door does before the act and after it. */
  request(jar: Jar, act: (session: Session, parts: Parts) => unknown): Actor;
  logIn(jar: Jar, user: Pick<User, "username">, password?: string): Actor;
  /** Something that no browser asks for: an operator's command, the sweep. */
  command(act: (parts: Parts, gate: Gate) => unknown): Actor;
  /** Does it here and now. */
  run(actor: Actor): Promise<unknown>;
  /** Whom a cookie names: in each process, and for a page that loads the user as for one that does not. */
  whoIs(token: string | undefined): Promise<number | undefined>;
  /** The id of the session that a cookie opens. */
  idOf(token: string | undefined): Promise<string | undefined>;
  /** The sessions of a user that the register stands by. */
  liveIds(user: User): Promise<readonly string[]>;
  /** Neither what the browser has now nor what it ever had names this user, nor does the register. */
  nobodyIs(user: User, jar: Jar): Promise<void>;
}

/** Between whom a race is run. */
export interface Stage {
  readonly processes: TwoProcesses;
  /** Do parts answer by a promise that may answer at once? */
  readonly isFar: boolean;
  /** Is everybody answered by the same process? Else they take turns. */
  readonly isOneProcess: boolean;
}

/** What one race wants otherwise. */
export interface Setting {
  readonly lifeTime?: Partial<LifeTime>;
  /** Are last uses written down for the list of devices? */
  readonly notesUses?: boolean;
  /** Are guesses counted? */
  readonly isThrottled?: boolean;
}
