export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

/**
 * How deep a value may be nested. Somebody's JSON of a few kilobytes goes so deep that the stack ends, here
 * or only when it is saved; Python reads no more than about a thousand.
 */
const DEEPEST = 500;

/**
 * A deep-frozen copy of a JSON value. Throws a `TypeError` that names the key and the place for what
 * JSON has no word for: undefined, functions, symbols, big integers, NaN, infinities, cycles, and
 * objects of a class (a Date would come back as a string, and nobody would know why).
 */
export const frozenCopy = (key: string, value: unknown): JsonValue => copy(value, key, new Set());

/** @param above what `value` lies in: one set for all of it, so that depth costs no more than width */
const copy = (value: unknown, place: string, above: Set<object>): JsonValue => {
  if (value === null || typeof value === "boolean" || typeof value === "string") return value;
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw notJson(place, String(value));
    return value;
  }
  if (typeof value !== "object") {
    throw notJson(place, value === undefined ? "undefined" : `a ${typeof value}`);
  }
  if (above.has(value)) throw notJson(place, "a cycle");
  if (above.size >= DEEPEST) {
    throw new TypeError(
      `session.set: ${place.slice(0, 100)}… is nested more than ${DEEPEST} deep.`,
    );
  }
  above.add(value);
  const copied = copyInside(value, place, above);
  above.delete(value);
  return copied;
};

const copyInside = (value: object, place: string, above: Set<object>): JsonValue => {
  if (Array.isArray(value)) {
    // `Array.from`, because `map` would step over holes and leave them in.
    return Object.freeze(Array.from(value, (item, at) => copy(item, `${place}[${at}]`, above)));
  }
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    throw notJson(place, ofClass(value));
  }
  // `fromEntries` defines properties where an assignment to `__proto__` would set the prototype.
  return Object.freeze(
    Object.fromEntries(
      Object.entries(value).map(([name, item]) => [name, copy(item, `${place}.${name}`, above)]),
    ),
  );
};

const ofClass = (value: object): string => {
  const what = `an object of class ${value.constructor?.name ?? "unknown"}`;
  return value instanceof Date ? `${what} (keep its getTime() or toISOString())` : what;
};

const notJson = (place: string, what: string): TypeError =>
  new TypeError(`session.set: ${place} is ${what}, which JSON cannot hold.`);

/** Freezes a value that came out of `JSON.parse`, all the way down, and hands it back. */
export const freezeDeep = (value: JsonValue): JsonValue => {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  Object.values(value).forEach(freezeDeep);
  return Object.freeze(value);
};
