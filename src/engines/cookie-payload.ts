import type { JsonValue } from "../sessions/json-value.ts";
import type { SessionContents, SessionMarks } from "../sessions/session-contents.ts";

/** What a cookie carries of a session: its data, and our marks beside it under keys with `_`. */
export type Payload = Record<string, JsonValue>;

export const toPayload = ({ id, data, marks }: SessionContents): Payload => ({
  ...Object.fromEntries(data),
  ...marksToKeys(marks),
  _sid: id,
});

const OUR_KEYS: ReadonlySet<string> = new Set([
  "_sid",
  "_epoch",
  "_login",
  "_used",
  "_session_expiry",
]);

/** Ours are signed, but a secret may sign other things too: nothing is believed for its signature alone. */
export const fromPayload = (value: unknown, signedAt: number): SessionContents | undefined => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const payload = value as Payload;
  const { _sid, _epoch, _login, _used, _session_expiry } = payload;
  const marks = { epoch: _epoch, login: _login, used: _used, expiry: _session_expiry };
  if (typeof _sid !== "string" || _sid === "" || !areMarks(marks)) return undefined;
  // Key by key: this is done for every cookie that was not seen a moment ago.
  const data = new Map<string, JsonValue>();
  for (const key of Object.keys(payload)) if (!OUR_KEYS.has(key)) data.set(key, payload[key]!);
  if (data.has("user_id") && !isLogin(data.get("user_id"), marks)) return undefined;
  return { id: _sid, data, marks, savedAt: signedAt * 1_000 };
};

export const marksToKeys = (marks: SessionMarks): Payload => ({
  ...(marks.epoch === undefined ? {} : { _epoch: marks.epoch }),
  ...(marks.login === undefined ? {} : { _login: marks.login }),
  ...(marks.used === undefined ? {} : { _used: marks.used }),
  ...(marks.expiry === undefined ? {} : { _session_expiry: marks.expiry }),
});

export const areMarks = (marks: { [Mark in keyof SessionMarks]: unknown }): marks is SessionMarks =>
  isWholeOrNone(marks.epoch) &&
  isWholeOrNone(marks.login) &&
  isWholeOrNone(marks.used) &&
  (typeof marks.expiry === "string" || isWholeOrNone(marks.expiry));

const isWholeOrNone = (mark: unknown): boolean => mark === undefined || isWhole(mark);

const isLogin = (userId: unknown, { epoch, login }: SessionMarks): boolean =>
  isWhole(userId) && epoch !== undefined && login !== undefined;

export const isWhole = (value: unknown): value is number =>
  Number.isSafeInteger(value) && Number(value) >= 0;
