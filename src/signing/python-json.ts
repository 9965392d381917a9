/**
 * JSON as Python writes it with `separators=(",", ":")`: everything outside 0x20 to 0x7E escaped in
 * lower case, exponents of two digits at least. Django reads a payload as latin-1, so what is meant
 * for both has to be ASCII.
 */
export const stringifyPythonJson = (value: unknown): string => {
  const text = JSON.stringify(value, exponentsLikePython);
  return text.replace(NOT_PRINTABLE_ASCII, escapeUnit);
};

const NOT_PRINTABLE_ASCII = /[^ -~]/g;

const escapeUnit = (unit: string): string =>
  `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;

/** 1e-7 is `1e-7` in JavaScript and `1e-07` in Python. */
const exponentsLikePython = (_key: string, value: unknown): unknown => {
  if (typeof value !== "number") return value;
  const text = String(value);
  return /e[+-]\d$/.test(text) ? rawJson(text.replace(/\d$/, "0$&")) : value;
};

// In every Node from 22 on (V8 11.4), but not yet in TypeScript's library.
const rawJson = (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON;

/**
 * What Python's `json.loads` reads. Python also writes `NaN` and `Infinity`, for which JSON has no
 * word; they are read as null rather than refused. Throws `SyntaxError` for anything else.
 */
export const parsePythonJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return JSON.parse(
      text.replace(STRING_OR_NO_NUMBER, (token) => (token[0] === '"' ? token : "null")),
    );
  }
};

// A text without an end is matched as well, up to where it all ends: else each quote in it would be
// tried as a beginning, and 64 KB of them take seconds.
const STRING_OR_NO_NUMBER = /"(?:[^"\\]|\\.)*(?:"|\\?$)|-?(?:NaN|Infinity)/gs;
