import type { JsonValue } from "../sessions/json-value.ts";
import type { SessionChange } from "../sessions/session-change.ts";
import type { SessionMarks } from "../sessions/session-contents.ts";
import type { StoredSession } from "./shelf.ts";

// A session as a hash: `digest`, `savedAt`, `expiresAt`, a field for each mark and one for each key, so
// that writes to different keys never meet. Marks and data are JSON. A large hash has no order, so
// each key has its place before its value, and `places` counts how many were given.

const MARK = "mark:";
/** Keys are behind it, so that none can be taken for a field of ours, or for `__proto__`. */
export const DATA = "data:";

/** As JSON, because a key may hold half of a surrogate pair, which UTF-8 cannot say. */
const dataField = (key: string): string => DATA + JSON.stringify(key);
const markField = (mark: string): string => MARK + mark;

/** Field, value, field, value. */
export const toFields = (session: StoredSession): string[] => {
  const { digest, savedAt, expiresAt, marks, data } = session;
  const own = ["digest", digest, "savedAt", String(savedAt), "expiresAt", String(expiresAt)];
  const ofMarks = Object.entries(marks).map(([mark, value]) => [markField(mark), toText(value)]);
  const ofData = [...data].map(([key, value], at) => [
    dataField(key),
    `${at + 1} ${toText(value)}`,
  ]);
  return [...own, "places", String(data.size), ...ofMarks.flat(), ...ofData.flat()];
};

/** Undefined if it is no session, or none that we wrote. */
export const fromFields = (fields: Readonly<Record<string, string>>): StoredSession | undefined => {
  const { digest, savedAt, expiresAt } = fields;
  if (digest === undefined || savedAt === undefined || expiresAt === undefined) return undefined;
  try {
    const named = Object.entries(fields);
    const marks = named.flatMap(([field, value]) =>
      field.startsWith(MARK) ? [[field.slice(MARK.length), JSON.parse(value)]] : [],
    );
    const data = named.flatMap(([field, value]) =>
      field.startsWith(DATA) ? [read(field, value)] : [],
    );
    return {
      digest,
      data: new Map(data.sort((one, other) => one.place - other.place).map(({ entry }) => entry)),
      marks: Object.fromEntries(marks) as SessionMarks,
      savedAt: Number(savedAt),
      expiresAt: Number(expiresAt),
    };
  } catch {
    return undefined;
  }
};

interface Placed {
  readonly place: number;
  readonly entry: readonly [key: string, value: JsonValue];
}

const read = (field: string, text: string): Placed => {
  const space = text.indexOf(" ");
  const key = JSON.parse(field.slice(DATA.length));
  return { place: Number(text.slice(0, space)), entry: [key, JSON.parse(text.slice(space + 1))] };
};

/** A change as the script reads it: what to do, to which field, with what; in the order of `changeData`. */
export const toActs = ({ deleted, set, added, marks }: SessionChange): string[] =>
  [
    ...[...deleted].map((key) => ["delete", dataField(key), ""]),
    ...[...set].map(([key, value]) => ["put", dataField(key), toText(value)]),
    ...[...added].map(([key, by]) => ["add", dataField(key), String(by)]),
    ...[...marks].map(([mark, value]) => toMarkAct(mark, value)),
  ].flat();

const toMarkAct = (mark: string, value: number | string | undefined): readonly string[] => {
  // A use that was noted later stays noted, as in `changeMarks`.
  if (mark === "used") return ["raise", markField(mark), String(value ?? 0)];
  return value === undefined
    ? ["delete", markField(mark), ""]
    : ["mark", markField(mark), toText(value)];
};

const toText = (value: JsonValue): string => JSON.stringify(value);
