/** What is known of a browser from the answers that it got. */
export interface Device {
  /** The value of its session cookie. */
  cookie: string | undefined;
  /** Unknown after an act that may have been done or not: an answer that never came, or a 503. */
  known: "in" | "out" | "unknown";
  /** Counts what was begun and ended here: a page that was asked for before is not judged by it. */
  version: number;
}

export interface Person {
  readonly username: string;
  /** The address from which this person comes. */
  readonly from: string;
  readonly devices: readonly [Device, Device];
  /** One act at a time; pages are looked at meanwhile. */
  isActing: boolean;
}

/** A cookie whose session was ended, and that somebody has kept. */
export interface DeadCookie {
  readonly cookie: string;
  readonly person: Person;
}

/** What of the promises an answer broke. */
export type Broken =
  /** A session that was ended is let in. */
  | "ended"
  /** Somebody is logged out who should not be. */
  | "logged in"
  /** Somebody was told that they are registered, and is not, or not wholly. */
  | "registered"
  /** It is neither what was asked for, nor does it say that it cannot be had now. */
  | "true";

export interface Wrong {
  readonly broken: Broken;
  readonly text: string;
}

/** Everybody, and everything that must not be forgotten about them. */
export interface Crowd {
  /** Each was told that they are registered. */
  readonly people: Person[];
  readonly dead: DeadCookie[];
  /** What was answered and is not true. */
  readonly wrong: Wrong[];
}

export const newDevice = (): Device => ({ cookie: undefined, known: "out", version: 0 });

/** Its session is ended, and stays so: whoever kept the cookie is nobody. */
export const bury = (crowd: Crowd, person: Person, device: Device): void => {
  if (device.cookie !== undefined) crowd.dead.push({ cookie: device.cookie, person });
  device.cookie = undefined;
  device.known = "out";
  device.version += 1;
};

/** Has another session from now on; the one before is ended, if it was one. */
export const renew = (crowd: Crowd, person: Person, device: Device, cookie: string): void => {
  bury(crowd, person, device);
  device.cookie = cookie;
  device.known = "in";
};

/** May have been ended. */
export const doubt = (device: Device): void => {
  if (device.known === "in") device.known = "unknown";
  device.version += 1;
};
