// Over 150 lines because it is one dictionary: each member is a few lines, and a reader looks for
// all of them here.
import { checkCookieSize } from "./cookie-size.ts";
import { freezeDeep, frozenCopy, type JsonValue } from "./json-value.ts";
import { deadline } from "./life-time.ts";
import type { SessionData } from "./session-data.ts";
import { forget, type SessionState, savedAtOf, userIdOf } from "./session-state.ts";
import { open, read, write } from "./touch.ts";

const TEST_KEY = "testcookie";
const TEST_VALUE = "worked";

/** For the door and the acts, which know more of a session than a handler may. */
export let stateOf: (session: Session) => SessionState;

/**
 * A dictionary that follows a browser from request to request; Django's session under names that
 * TypeScript people expect. Synchronous: it was opened before the handler, or opens at the first
 * touch. Values are JSON, frozen, so that pushing into an array that came out of it throws instead
 * of being lost.
 *
 * Every member that writes throws `session.too-late` once the head of the answer has gone.
 */
export class Session {
  readonly #state: SessionState;

  constructor(state: SessionState) {
    this.#state = state;
  }

  static {
    stateOf = (session) => session.#state;
  }

  /** The session's id; undefined until it was first saved. */
  get id(): string | undefined {
    open(this.#state);
    return this.#state.id;
  }

  /** Has no id and no data. Asking is not a touch. */
  get isEmpty(): boolean {
    open(this.#state);
    return this.#state.id === undefined && this.#state.data.size === 0;
  }

  /** Was it read or written during this request? Then the answer varies by cookie. */
  get accessed(): boolean {
    return this.#state.accessed;
  }

  /** Was it written during this request? Then it is saved. */
  get modified(): boolean {
    return this.#state.modified;
  }

  get<Key extends keyof SessionData>(key: Key): SessionData[Key] | undefined;
  get<Key extends keyof SessionData, Fallback>(
    key: Key,
    fallback: Fallback,
  ): SessionData[Key] | Fallback;
  get(key: string): JsonValue | undefined;
  get<Fallback>(key: string, fallback: Fallback): JsonValue | Fallback;
  get(key: string, fallback?: unknown): unknown {
    const value = isHidden(key) ? undefined : this.#read().get(key);
    return value === undefined ? fallback : freezeDeep(value);
  }

  /**
   * Keeps a deep-frozen copy. Throws a `TypeError` that names the key for what is no JSON and for
   * keys that are ours (`user_id`, and those that begin with `_`), and `session.too-large` for what
   * no longer fits into a cookie.
   */
  set<Key extends keyof SessionData>(key: Exclude<Key, "user_id">, value: SessionData[Key]): void;
  set(key: string, value: JsonValue): void;
  set(key: string, value: unknown): void {
    refuseOurs(key);
    const copy = frozenCopy(key, value);
    const data = this.#write();
    const before = data.get(key);
    data.set(key, copy);
    try {
      checkCookieSize(this.#state);
    } catch (error) {
      if (before === undefined) data.delete(key);
      else data.set(key, before);
      throw error;
    }
  }

  has(key: string): boolean {
    return this.#read().has(key) && !isHidden(key);
  }

  /** Was it there? Only then is the session modified. */
  delete(key: string): boolean {
    refuseOurs(key);
    return this.has(key) && this.#write().delete(key);
  }

  /** Reads once and deletes. */
  pop(key: string): JsonValue | undefined;
  pop<Fallback>(key: string, fallback: Fallback): JsonValue | Fallback;
  pop(key: string, fallback?: unknown): unknown {
    refuseOurs(key);
    const value = this.get(key, fallback);
    this.delete(key);
    return value;
  }

  /** Writes only what is missing; what is there now. */
  setDefault(key: string, value: JsonValue): JsonValue {
    if (!this.has(key)) this.set(key, value);
    return this.get(key) as JsonValue;
  }

  update(record: { readonly [key: string]: JsonValue }): void {
    this.#write();
    for (const [key, value] of Object.entries(record)) this.set(key, value);
  }

  /** Adds to a number, which is 0 if it is missing; the sum. */
  increment(key: string, by = 1): number {
    const sum = Number(this.get(key, 0)) + by;
    this.set(key, sum);
    return sum;
  }

  *keys(): Generator<string> {
    for (const key of this.#read().keys()) if (!isHidden(key)) yield key;
  }

  *values(): Generator<JsonValue> {
    for (const [, value] of this.entries()) yield value;
  }

  *entries(): Generator<[string, JsonValue]> {
    for (const [key, value] of this.#read()) if (!isHidden(key)) yield [key, freezeDeep(value)];
  }

  [Symbol.iterator](): Generator<[string, JsonValue]> {
    return this.entries();
  }

  get size(): number {
    return [...this.keys()].length;
  }

  /** Empties and keeps the id. On a session that is logged in it is `flush()`. */
  clear(): void {
    const data = this.#write();
    if (userIdOf(this.#state) !== undefined) {
      this.flush();
      return;
    }
    data.clear();
    this.#state.marks = {};
  }

  /** The same data under a new id. The old one is dead when the answer leaves. */
  cycle(): void {
    this.#write();
    const state = this.#state;
    if (state.id === undefined) return;
    if (userIdOf(state) === undefined) state.flushed.push({ id: state.id, wasLoggedIn: false });
    // Cycled twice in one request: the id in between was never anybody's.
    else state.cycledFrom ??= state.id;
    state.isEntered = false;
    state.id = state.door.newId();
  }

  /** Empties it and ends it on the server; the cookie goes. */
  flush(): void {
    this.#write();
    const state = this.#state;
    const wasLoggedIn = userIdOf(state) !== undefined;
    const id = state.cycledFrom ?? state.id;
    if (id !== undefined) state.flushed.push({ id, wasLoggedIn });
    forget(state);
  }

  /**
   * How long it lives: whole seconds from the last save (above 0, else a `RangeError`), until a
   * moment, until the browser closes, or (undefined) as long as the setting says. Kept by the server.
   */
  setExpiry(expiry: number | Date | "browser" | undefined): void {
    const mark = expiryMark(expiry);
    this.#read();
    // What is not there cannot be taken away: no change, and nothing to save.
    if (mark === undefined && this.#state.marks.expiry === undefined) return;
    this.#write();
    const { expiry: _, ...others } = this.#state.marks;
    this.#state.marks = mark === undefined ? others : { ...others, expiry: mark };
  }

  /** What is left, in whole seconds; below 0 if it is over. */
  expiryAge(): number {
    return Math.floor((this.expiryDate().getTime() - this.#state.door.clock()) / 1_000);
  }

  /** The moment at which the server will refuse it. */
  expiryDate(): Date {
    this.#read();
    const { door, marks } = this.#state;
    const savedAt = savedAtOf(this.#state, door.clock());
    return new Date(deadline(door.lifeTime, { marks, savedAt }));
  }

  get expiresAtBrowserClose(): boolean {
    this.#read();
    return this.#state.marks.expiry === 0;
  }

  /** Does this browser keep cookies? Set on one request, ask on the next, then delete. */
  setTestCookie(): void {
    this.set(TEST_KEY, TEST_VALUE);
  }

  testCookieWorked(): boolean {
    return this.get(TEST_KEY) === TEST_VALUE;
  }

  deleteTestCookie(): void {
    this.delete(TEST_KEY);
  }

  #read(): ReadonlyMap<string, JsonValue> {
    return read(this.#state);
  }

  #write(): Map<string, JsonValue> {
    return write(this.#state);
  }
}

const isHidden = (key: string): boolean => key.startsWith("_");

const refuseOurs = (key: string): void => {
  if (key === "user_id") {
    throw new TypeError('session: "user_id" is written only by logging in and out.');
  }
  if (isHidden(key)) {
    throw new TypeError(`session: ${JSON.stringify(key)}: keys that begin with "_" are ours.`);
  }
};

const expiryMark = (expiry: number | Date | "browser" | undefined): number | string | undefined => {
  if (expiry === undefined) return undefined;
  if (expiry === "browser") return 0;
  if (expiry instanceof Date && Number.isFinite(expiry.getTime())) {
    // As Python's isoformat() spells it: before 3.11 it could not read a "Z".
    return expiry.toISOString().replace("Z", "+00:00");
  }
  if (typeof expiry === "number" && Number.isSafeInteger(expiry) && expiry > 0) return expiry;
  throw new RangeError(
    'session.setExpiry takes whole seconds above 0, a Date, "browser", or undefined.',
  );
};
