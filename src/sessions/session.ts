// Over 150 lines because it is one dictionary: each member is a few lines, and a reader looks for
// all of them here.
import { checkCookieSize } from "./cookie-size.ts";
import { freezeDeep, frozenCopy, type JsonValue } from "./json-value.ts";
import { deadline } from "./life-time.ts";
import type { DeclaredKey, Held, NumberKey, SessionData, UndeclaredKey } from "./session-data.ts";
import { forget, loginOf, mark, type SessionState, savedAtOf } from "./session-state.ts";
import { open, read, write } from "./touch.ts";
import { addToKey, clearData, deleteKey, ownData, putKey } from "./write-data.ts";

const TEST_KEY = "testcookie";
const TEST_VALUE = "worked";

/** For the door and the acts, which know more of a session than a handler may. */
export let stateOf: (session: Session) => SessionState;

/**
 * A dictionary that follows a browser from request to request; Django's session under names that
 * TypeScript people expect. Synchronous: it was opened before the handler, or opens at the first
 * touch. Values are JSON, frozen, so that pushing into an array that came out of it throws instead
 * of being lost. Keys are typed by declaration merging on `SessionData`.
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

  /** The value, frozen, or the fallback where there is none. */
  get<Key extends keyof SessionData>(key: Key): Held<Key> | undefined;
  get<Key extends keyof SessionData>(key: Key, fallback: Held<Key>): Held<Key>;
  get<Key extends keyof SessionData, const Fallback>(
    key: Key,
    fallback: Fallback,
  ): Held<Key> | Fallback;
  get<Key extends string>(key: UndeclaredKey<Key>): JsonValue | undefined;
  get<Key extends string, const Fallback>(
    key: UndeclaredKey<Key>,
    fallback: Fallback,
  ): JsonValue | Fallback;
  get(key: string, fallback?: unknown): unknown {
    const value = this.#read().get(key);
    return value === undefined || isHidden(key) ? fallback : freezeDeep(value);
  }

  /**
   * Keeps a deep-frozen copy. Throws a `TypeError` that names the key for what is no JSON and for
   * keys that are ours (`user_id`, and those that begin with `_`), and `session.too-large` for what
   * no longer fits into a cookie.
   */
  set<Key extends DeclaredKey>(key: Key, value: Held<Key>): void;
  set<Key extends string>(key: UndeclaredKey<Key>, value: JsonValue): void;
  set(key: string, value: unknown): void {
    refuseOurs(key);
    this.#put(key, frozenCopy(key, value));
  }

  /** Is it there? */
  has(key: string): boolean {
    return this.#read().has(key) && !isHidden(key);
  }

  /** Was it there? Only then is the session modified. */
  delete(key: string): boolean {
    refuseOurs(key);
    if (!this.has(key)) return false;
    this.#write();
    deleteKey(this.#state, key);
    return true;
  }

  /** Reads once and deletes. */
  pop<Key extends DeclaredKey>(key: Key): Held<Key> | undefined;
  pop<Key extends DeclaredKey>(key: Key, fallback: Held<Key>): Held<Key>;
  pop<Key extends DeclaredKey, const Fallback>(key: Key, fallback: Fallback): Held<Key> | Fallback;
  pop<Key extends string>(key: UndeclaredKey<Key>): JsonValue | undefined;
  pop<Key extends string, const Fallback>(
    key: UndeclaredKey<Key>,
    fallback: Fallback,
  ): JsonValue | Fallback;
  pop(key: string, fallback?: unknown): unknown {
    refuseOurs(key);
    const value = this.get<string, unknown>(key, fallback);
    this.delete(key);
    return value;
  }

  /** Writes only what is missing; what is there now. */
  setDefault<Key extends DeclaredKey>(key: Key, value: Held<Key>): Held<Key>;
  setDefault<Key extends string>(key: UndeclaredKey<Key>, value: JsonValue): JsonValue;
  setDefault(key: string, value: unknown): unknown {
    refuseOurs(key);
    if (!this.has(key)) this.#put(key, frozenCopy(key, value));
    return this.get<string>(key);
  }

  /** Merges a record, all of it or, if one of its values is refused, nothing. */
  update(
    record: { readonly [Key in DeclaredKey]?: Held<Key> } & {
      readonly user_id?: never;
      readonly [key: string]: JsonValue | undefined;
    },
  ): void {
    const copies = Object.entries(record).map(([key, value]): [string, JsonValue] => {
      refuseOurs(key);
      return [key, frozenCopy(key, value)];
    });
    this.#fit(copies);
    this.#write();
    for (const [key, value] of copies) putKey(this.#state, key, value);
  }

  /**
   * Adds to a number, which is 0 if it is missing; the sum as this request sees it. On engines on
   * the server it is added to what is stored at the save, so that two requests at once both count.
   * Throws a `TypeError` that names the key if it holds no number.
   */
  increment<Key extends NumberKey>(key: Key, by?: number): number;
  increment<Key extends string>(key: UndeclaredKey<Key>, by?: number): number;
  increment(key: string, by = 1): number {
    refuseOurs(key);
    const before = this.get<string, number>(key, 0);
    if (typeof before !== "number") {
      throw new TypeError(`session.increment: ${JSON.stringify(key)} holds no number.`);
    }
    // Out of a form it may be a text, which would be written behind the number.
    if (typeof by !== "number") {
      throw new TypeError(`session.increment: ${JSON.stringify(key)} is increased by no number.`);
    }
    const sum = frozenCopy(key, before + by);
    this.#fit([[key, sum]]);
    this.#write();
    return addToKey(this.#state, key, by);
  }

  /** A live view of the keys. */
  keys(): IterableIterator<string> {
    this.#read();
    return this.#entries((key) => key);
  }

  /** A live view of the values. */
  values(): IterableIterator<JsonValue> {
    this.#read();
    return this.#entries((_, value) => value);
  }

  /** A live view of keys and values. */
  entries(): IterableIterator<[string, JsonValue]> {
    this.#read();
    return this.#entries((key, value) => [key, value]);
  }

  [Symbol.iterator](): IterableIterator<[string, JsonValue]> {
    return this.entries();
  }

  get size(): number {
    return [...this.keys()].length;
  }

  /** Empties and keeps the id. On a session that is logged in it is `flush()`. */
  clear(): void {
    this.#write();
    if (loginOf(this.#state) === undefined) clearData(this.#state);
    else this.flush();
  }

  /** The same data under a new id. The old one is dead when the answer leaves. */
  cycle(): void {
    this.#write();
    const state = this.#state;
    // The id of somebody who logged in during this request is as new as it can be.
    if (state.id === undefined || state.isEntered) return;
    // Cycled twice in one request: the id in between was never anybody's.
    if (loginOf(state) !== undefined) state.cycledFrom ??= state.id;
    state.id = state.door.newId();
  }

  /** Empties it and ends it on the server; the cookie goes. */
  flush(): void {
    this.#write();
    const state = this.#state;
    state.flushed.push({ kept: state.kept, login: loginOf(state) });
    forget(state);
  }

  /**
   * How long it lives: whole seconds from the last save (above 0, else a `RangeError`), until a
   * moment, until the browser closes, or (undefined) as long as the setting says. Kept by the server.
   */
  setExpiry(expiry: number | Date | "browser" | undefined): void {
    const own = expiryMark(expiry);
    this.#read();
    // What is not there cannot be taken away: no change, and nothing to save.
    if (own === undefined && this.#state.marks.expiry === undefined) return;
    this.#write();
    mark(this.#state, { expiry: own });
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
    this.#put(TEST_KEY, TEST_VALUE);
  }

  testCookieWorked(): boolean {
    return this.get<string>(TEST_KEY) === TEST_VALUE;
  }

  deleteTestCookie(): void {
    this.delete(TEST_KEY);
  }

  #read(): ReadonlyMap<string, JsonValue> {
    return read(this.#state);
  }

  #write(): void {
    write(this.#state);
  }

  #put(key: string, value: JsonValue): void {
    this.#fit([[key, value]]);
    this.#write();
    putKey(this.#state, key, value);
  }

  /** What is refused leaves no trace, and was no write. */
  #fit(entries: readonly (readonly [key: string, value: JsonValue])[]): void {
    this.#read();
    if (!this.#state.isClosed) checkCookieSize(this.#state, entries);
  }

  *#entries<Item>(
    item: (key: string, value: JsonValue) => Item,
  ): Generator<Item, undefined, undefined> {
    this.#read();
    const data = ownData(this.#state);
    for (const [key, value] of data) {
      // Flushed in between: what was there is nobody's any more.
      if (this.#state.data !== data) return;
      if (!isHidden(key)) yield item(key, freezeDeep(value));
    }
  }
}

const LATEST = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

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
  // Past that a year has six digits, which nobody else reads.
  if (expiry instanceof Date && expiry.getTime() <= LATEST && expiry.getTime() >= 0) {
    // As Python's isoformat() spells it: before 3.11 it could not read a "Z".
    return expiry.toISOString().replace("Z", "+00:00");
  }
  if (typeof expiry === "number" && Number.isSafeInteger(expiry) && expiry > 0) return expiry;
  throw new RangeError(
    'session.setExpiry takes whole seconds above 0, a Date from 1970 to 9999, "browser", or undefined.',
  );
};
