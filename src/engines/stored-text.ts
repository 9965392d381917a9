import type { StoredSession } from "./shelf.ts";

/** A stored session as one line of JSON. */
export const toStoredText = ({ data, ...rest }: StoredSession): string =>
  JSON.stringify({ ...rest, data: Object.fromEntries(data) });

/** What a text stands for; undefined if it is cut short, or was never one of ours. */
export const fromStoredText = (text: string): StoredSession | undefined => {
  try {
    return storedSession(JSON.parse(text));
  } catch {
    return undefined;
  }
};

/** A session out of what was read somewhere; undefined if it is none of ours. */
export const storedSession = ({
  digest,
  data,
  marks,
  savedAt,
  expiresAt,
}: Readonly<Record<keyof StoredSession, unknown>>): StoredSession | undefined => {
  const isOurs =
    typeof digest === "string" &&
    isRecord(data) &&
    isRecord(marks) &&
    Number.isFinite(savedAt) &&
    Number.isFinite(expiresAt);
  if (!isOurs) return undefined;
  return {
    digest,
    data: new Map(Object.entries(data as object)),
    marks,
    savedAt,
    expiresAt,
  } as StoredSession;
};

const isRecord = (value: unknown): boolean =>
  typeof value === "object" && value !== null && !Array.isArray(value);
