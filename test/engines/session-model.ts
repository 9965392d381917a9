import type { JsonValue } from "../../src/sessions/json-value.ts";

// What a session is, said once more and as plainly as can be: maps, and who points at which. It knows
// nothing of tokens, changes, marks and registers, and so nothing of how any engine does it. Over 150
// lines because it is one model, and half of it is the acts of a dictionary.

/** In seconds, as on the contract's bench. */
const [AGE, ABSOLUTE] = [14 * 86_400, 90 * 86_400];

export type Data = ReadonlyMap<string, JsonValue>;
type Write = (data: Map<string, JsonValue>) => void;

/** A login, which every copy of a session shares. */
interface Login {
  readonly userId: number;
  readonly since: number;
  isEnded: boolean;
  /** The one that took its place by `cycle`, and ends with it. */
  successor?: Login;
  /** When another took its place, also by a login. */
  replacedAt?: number;
}

const end = (login: Login): void => {
  login.isEnded = true;
  if (login.successor) end(login.successor);
};

/** As `end`, because a login takes the place of what has become of it. */
const replace = (login: Login, now: number): void => {
  if (login.successor) replace(login.successor, now);
  else if (!login.isEnded) Object.assign(login, { isEnded: true, replacedAt: now });
};

/** In seconds: so long answers to requests that were sent before are waited for. */
const MEMORY = 60;

/** What a cookie stands for: on a server a session, which changes, and in a cookie one state of it. */
export interface Kept {
  data: Data;
  login: Login | undefined;
  /** As `setExpiry` has it; 0 until the browser closes. */
  expiry: number | undefined;
  savedAt: number;
  isGone: boolean;
}

const deadlineOf = ({ login, expiry, savedAt }: Kept): number =>
  Math.min(savedAt + (expiry || AGE), (login?.since ?? savedAt) + ABSOLUTE);

const isOver = (kept: Kept, now: number): boolean => kept.isGone || now > deadlineOf(kept);

export const isGood = (kept: Kept, now: number): boolean =>
  !isOver(kept, now) && !kept.login?.isEnded;

/** What is left of it, in seconds. */
export const ageLeft = (kept: Kept, now: number): number => deadlineOf(kept) - now;

/** What a browser holds after an answer: what it held, nothing, or something else. */
export type Held = "as before" | "nothing" | Kept;

/** One request, from its first touch to its answer. */
export class RequestModel {
  readonly #isInCookie: boolean;
  readonly #hadCookie: boolean;
  /** The login of which the cookie is, good or bad. */
  readonly #sent: Login | undefined;
  /** Is it known of which session the cookie is, good or bad? */
  readonly #isSentKnown: boolean;
  #base: Kept | undefined;
  #data: Map<string, JsonValue>;
  #login: Login | undefined;
  #expiry: number | undefined;
  #hasId: boolean;
  #writes: Write[] = [];
  #setsExpiry = false;
  #isModified = false;
  /** Is the login one of this very request, and not yet in the base? */
  #isNewLogin = false;
  /** The login that ends when this one leaves under a new id. */
  #cycled: Login | undefined;
  #isMoved = false;
  #supersedes = false;
  readonly #dropped: { kept: Kept | undefined; login: Login | undefined }[] = [];

  /** @param hidesId does a cookie not say of which session it is, once that is gone? */
  constructor(isInCookie: boolean, cookie: Kept | undefined, now: number, hidesId = false) {
    this.#isInCookie = isInCookie;
    this.#hadCookie = cookie !== undefined;
    this.#isSentKnown = cookie !== undefined && !(hidesId && isOver(cookie, now));
    this.#sent = this.#isSentKnown ? cookie?.login : undefined;
    this.#base = cookie && isGood(cookie, now) ? cookie : undefined;
    this.#data = new Map(this.#base?.data);
    this.#login = this.#base?.login;
    this.#expiry = this.#base?.expiry;
    this.#hasId = this.#base !== undefined;
  }

  /** Has the browser been given another cookie in place of the one that it sent? */
  get supersedes(): boolean {
    return this.#supersedes;
  }

  get data(): Data {
    return this.#data;
  }

  get userId(): number | undefined {
    return this.#login?.userId;
  }

  set(key: string, value: JsonValue): void {
    this.#write((data) => data.set(key, value));
  }

  delete(key: string): void {
    if (this.#data.has(key)) this.#write((data) => data.delete(key));
  }

  increment(key: string, by: number): void {
    if (typeof this.#data.get(key) !== "number" && this.#data.has(key)) return;
    this.#write((data) => {
      const before = data.get(key);
      data.set(key, (typeof before === "number" ? before : 0) + by);
    });
  }

  clear(): void {
    if (this.#login) {
      this.flush();
      return;
    }
    this.#write((data) => data.clear());
    this.#setExpiry(undefined);
  }

  setExpiry(expiry: number | undefined): void {
    if (expiry === undefined && this.#expiry === undefined) return;
    this.#isModified = true;
    this.#setExpiry(expiry);
  }

  cycle(): void {
    this.#isModified = true;
    if (!this.#hasId) return;
    this.#isMoved = true;
    if (!this.#isNewLogin) this.#cycled ??= this.#login;
  }

  flush(): void {
    this.#isModified = true;
    this.#dropped.push({ kept: this.#base, login: this.#login });
    this.#forget();
  }

  logIn(userId: number, now: number): void {
    this.#isModified = true;
    // A login ends the one before it at once, and not when the answer leaves.
    if (this.#login) replace(this.#login, now);
    if (this.#login && this.#login.userId !== userId) {
      if (this.#base) this.#dropped.push({ kept: this.#base, login: undefined });
      this.#forget();
    }
    this.#login = { userId, since: now, isEnded: false };
    this.#isNewLogin = true;
    this.#cycled = undefined;
    this.#isMoved = true;
    this.#hasId = true;
  }

  /** @param isLate has the browser been given another cookie since, by another request? */
  answer(status: number, now: number, isLate: boolean): Held {
    const isEmptied = this.#hadCookie && !this.#hasId;
    if (status >= 500 || !(this.#isModified || isEmptied)) return "as before";
    const isDecided = this.#isNewLogin || this.#dropped.length > 0;
    if (isLate && !isDecided) return "as before";
    for (const { kept, login } of this.#dropped) {
      if (login) end(login);
      if (kept) kept.isGone = !this.#isInCookie;
      // A logout with a cookie that was good a moment ago means what has taken its place.
      if (!kept && !login && this.#isReplaced(now)) end(this.#sent!);
    }
    if (!this.#hasId && !isDecided && this.#isReplaced(now)) return "as before";
    if (this.#login?.isEnded) this.#forget();
    if (this.#cycled?.isEnded) this.#forget();
    const isAnother = this.#isSentKnown && (this.#isMoved || this.#base === undefined);
    const kept = this.#keep(now);
    this.#supersedes = isAnother && kept !== undefined;
    if (kept) return kept;
    return this.#hadCookie && (isDecided || !this.#isReplaced(now)) ? "nothing" : "as before";
  }

  #isReplaced(now: number): boolean {
    const at = this.#sent?.replacedAt;
    return at !== undefined && now - at <= MEMORY;
  }

  #keep(now: number): Kept | undefined {
    const base = this.#base;
    if (!this.#hasId && this.#data.size === 0) return undefined;
    if (this.#cycled) {
      this.#cycled.isEnded = true;
      this.#login = { ...this.#cycled, isEnded: false };
      this.#cycled.successor = this.#login;
      this.#cycled.replacedAt = now;
    }
    if (base?.isGone && !this.#isNewLogin) {
      if (this.#login) this.#login.isEnded = true;
      return undefined;
    }
    const stored = this.#isInCookie || base?.isGone ? undefined : base;
    const data = this.#isInCookie ? this.#data : this.#written(stored);
    const expiry = this.#isInCookie || this.#setsExpiry ? this.#expiry : stored?.expiry;
    const kept = { data, login: this.#login, expiry, savedAt: now, isGone: false };
    if (!stored) return kept;
    if (!this.#isMoved) return Object.assign(stored, kept);
    stored.isGone = true;
    return kept;
  }

  #written(stored: Kept | undefined): Data {
    const data = new Map(stored?.data);
    for (const write of this.#writes) write(data);
    return data;
  }

  #write(write: Write): void {
    this.#isModified = true;
    this.#writes.push(write);
    write(this.#data);
  }

  #setExpiry(expiry: number | undefined): void {
    this.#setsExpiry = true;
    this.#expiry = expiry;
  }

  #forget(): void {
    this.#base = undefined;
    this.#data = new Map();
    this.#login = undefined;
    this.#expiry = undefined;
    this.#hasId = false;
    this.#writes = [];
    this.#setsExpiry = false;
    this.#isNewLogin = false;
    this.#cycled = undefined;
    this.#isMoved = false;
  }
}
