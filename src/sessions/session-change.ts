import type { JsonValue } from "./json-value.ts";
import type { SessionContents, SessionMarks } from "./session-contents.ts";

/**
 * What one request changed. An engine on the server applies it to what is stored by then, so that
 * two requests at once lose nothing of each other.
 */
export interface SessionChange {
  /** Was everything taken out first? */
  readonly isCleared: boolean;
  readonly set: ReadonlyMap<string, JsonValue>;
  readonly deleted: ReadonlySet<string>;
  /** What is to be added to numbers; a missing one counts as 0. */
  readonly added: ReadonlyMap<string, number>;
  /** Only the marks that changed; undefined takes one away. */
  readonly marks: ReadonlyMap<keyof SessionMarks, number | string | undefined>;
}

/** A change that is being gathered while its request runs. */
export interface SessionChangeSoFar extends SessionChange {
  isCleared: boolean;
  readonly set: Map<string, JsonValue>;
  readonly deleted: Set<string>;
  readonly added: Map<string, number>;
  readonly marks: Map<keyof SessionMarks, number | string | undefined>;
}

export const noChange = (): SessionChangeSoFar => ({
  isCleared: false,
  set: new Map(),
  deleted: new Set(),
  added: new Map(),
  marks: new Map(),
});

/**
 * The data after a change. What was no number before is 0 to an addition, and what is no finite
 * number afterwards is null, as in JSON.
 */
export const changeData = (
  data: ReadonlyMap<string, JsonValue>,
  change: SessionChange,
): Map<string, JsonValue> => {
  const changed = new Map(change.isCleared ? [] : data);
  for (const key of change.deleted) changed.delete(key);
  for (const [key, value] of change.set) changed.set(key, value);
  for (const [key, by] of change.added) {
    const before = changed.get(key);
    const sum = (typeof before === "number" ? before : 0) + by;
    changed.set(key, Number.isFinite(sum) ? sum : null);
  }
  return changed;
};

/** The marks after a change. A use that was noted later by another request stays noted. */
export const changeMarks = (marks: SessionMarks, change: SessionChange): SessionMarks => {
  const changed = new Map<string, number | string | undefined>(Object.entries(marks));
  for (const [mark, value] of change.marks) changed.set(mark, value);
  const used = Math.max(marks.used ?? 0, Number(change.marks.get("used") ?? 0));
  if (used > 0) changed.set("used", used);
  return Object.fromEntries([...changed].filter(([, value]) => value !== undefined));
};

/** What is stored of a session, and until when at least. */
export type StoredContents = Omit<SessionContents, "id"> & {
  /** In milliseconds. Afterwards it may be swept; what is expired is for the door to say. */
  readonly expiresAt: number;
};

/** What is stored after a save, whatever others have saved meanwhile. */
export const changeStored = (
  stored: StoredContents,
  change: SessionChange,
  saved: Pick<StoredContents, "savedAt" | "expiresAt">,
): StoredContents => ({
  data: changeData(stored.data, change),
  marks: changeMarks(stored.marks, change),
  savedAt: Math.max(stored.savedAt, saved.savedAt),
  expiresAt: change.marks.has("expiry")
    ? saved.expiresAt
    : Math.max(stored.expiresAt, saved.expiresAt),
});
