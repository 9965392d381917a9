/** The names and values of a form, each name once, each value a text without NUL. */
export type Fields = ReadonlyMap<string, string>;

/** How many fields a form may have. */
export const MOST_FIELDS = 32;

export type FieldsFault = "malformed" | "too-many";

/**
 * Reads `application/x-www-form-urlencoded`, strictly: a name that stands twice, brackets in a name (other
 * parsers make arrays and records of those), a percent sign that escapes nothing, text that is no
 * UTF-8 and NUL are all malformed. A lenient parser would choose one of two readings, and somebody
 * else's parser the other.
 */
export const readUrlencoded = (text: string): Fields | FieldsFault => {
  const pairs = text === "" ? [] : text.split("&");
  if (pairs.length > MOST_FIELDS) return "too-many";
  const fields = new Map<string, string>();
  for (const pair of pairs) {
    if (pair === "") continue;
    const equals = pair.indexOf("=");
    const name = decode(equals < 0 ? pair : pair.slice(0, equals));
    const value = decode(equals < 0 ? "" : pair.slice(equals + 1));
    if (name === undefined || value === undefined || !isPlain(name, value) || fields.has(name)) {
      return "malformed";
    }
    fields.set(name, value);
  }
  return fields;
};

/** `decodeURIComponent` throws for what is no UTF-8 and for a percent sign that escapes nothing. */
const decode = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return undefined;
  }
};

/** Reads one flat JSON object of texts: no other types, no name twice, no lone surrogates, no NUL. */
export const readJsonFields = (text: string): Fields | FieldsFault => {
  const record = parseRecord(text);
  if (!record) return "malformed";
  const entries = Object.entries(record);
  if (entries.length > MOST_FIELDS) return "too-many";
  const isFlat = entries.every(
    ([name, value]) => typeof value === "string" && isPlain(name, value),
  );
  // In a flat record of texts, texts and names are as many as the strings in its source. A name that
  // stands twice leaves more, and `JSON.parse` would have taken the last without a word.
  const strings = text.match(/"(?:[^"\\]|\\.)*"/g)?.length ?? 0;
  if (!isFlat || strings !== 2 * entries.length) return "malformed";
  return new Map(entries as [string, string][]);
};

const parseRecord = (text: string): Record<string, unknown> | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
};

const isPlain = (name: string, value: string): boolean =>
  !/[[\]\0]/.test(name) && !value.includes("\0") && name.isWellFormed() && value.isWellFormed();
