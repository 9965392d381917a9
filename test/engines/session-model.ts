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
}

const end = (login: Login): void => {
  login.isEnded = true;
  if (login.successor) end(login.successor);
};

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

export const isGood = (kept: Kept, now: number): boolean =>
  !kept.isGone && !kept.login?.isEnded && now <= deadlineOf(kept);

/** What is left of it, in seconds. */
export const ageLeft = (kept: Kept, now: number): number => deadlineOf(kept) - now;

/** What a browser holds after an answer: what it held, nothing, or something else. */
export type Held = "as before" | "nothing" | Kept;

/** One request, from its first touch to its answer. */
export class RequestModel {
  readonly #isInCookie: boolean;
  readonly #hadCookie: boolean;
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

  constructor(isInCookie: boolean, cookie: Kept | undefined, now: number) {
    this.#isInCookie = isInCookie;
    this.#hadCookie = cookie !== undefined;
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
    if (this.#login) end(this.#login);
    if (this.#login && this.#login.userId !== userId) {
      this.#dropped.push({ kept: this.#base, login: undefined });
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
    if (isLate && !this.#isNewLogin && this.#dropped.length === 0) return "as before";
    for (const { kept, login } of this.#dropped) {
      if (login) end(login);
      if (kept) kept.isGone = !this.#isInCookie;
    }
    if (this.#login?.isEnded) this.#forget();
    if (this.#cycled?.isEnded) this.#forget();
    const isReplaced = this.#isMoved && this.#base !== undefined;
    const kept = this.#keep(now);
    this.#supersedes = isReplaced && kept !== undefined;
    return kept ?? (this.#hadCookie ? "nothing" : "as before");
  }

  #keep(now: number): Kept | undefined {
    const base = this.#base;
    if (!this.#hasId && this.#data.size === 0) return undefined;
    if (this.#cycled) {
      this.#cycled.isEnded = true;
      this.#login = { ...this.#cycled, isEnded: false };
      this.#cycled.successor = this.#login;
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
