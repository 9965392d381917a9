export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

/**
 * A deep-frozen copy of a JSON value. Throws a `TypeError` that names the key and the place for what
 * JSON has no word for: undefined, functions, symbols, big integers, NaN, infinities, cycles, and
 * objects of a class (a Date would come back as a string, and nobody would know why).
 */
export const frozenCopy = (key: string, value: unknown): JsonValue => copy(value, key, []);

const copy = (value: unknown, place: string, above: readonly object[]): JsonValue => {
  if (value === null || typeof value === "boolean" || typeof value === "string") return value;
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw notJson(place, String(value));
    return value;
  }
  if (typeof value !== "object") throw notJson(place, typeof value);
  if (above.includes(value)) throw notJson(place, "a cycle");

  const path = [...above, value];
  if (Array.isArray(value)) {
    // `Array.from`, because `map` would step over holes and leave them in.
    return Object.freeze(Array.from(value, (item, at) => copy(item, `${place}[${at}]`, path)));
  }
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    throw notJson(place, `an object of class ${value.constructor?.name ?? "unknown"}`);
  }
  // `fromEntries` defines properties where an assignment to `__proto__` would set the prototype.
  return Object.freeze(
    Object.fromEntries(
      Object.entries(value).map(([name, item]) => [name, copy(item, `${place}.${name}`, path)]),
    ),
  );
};

const notJson = (place: string, what: string): TypeError =>
  new TypeError(`session.set: ${place} is ${what}, which JSON cannot hold.`);

/** Freezes a value that came out of `JSON.parse`, all the way down, and hands it back. */
export const freezeDeep = (value: JsonValue): JsonValue => {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  Object.values(value).forEach(freezeDeep);
  return Object.freeze(value);
};
