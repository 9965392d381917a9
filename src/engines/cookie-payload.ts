import type { JsonValue } from "../sessions/json-value.ts";
import type { SessionContents, SessionMarks } from "../sessions/session-contents.ts";

/** What a cookie carries of a session: its data, and our marks beside it under keys with `_`. */
export type Payload = Record<string, JsonValue>;

export const toPayload = ({ id, data, marks }: SessionContents): Payload => ({
  ...Object.fromEntries(data),
  ...marksToKeys(marks),
  _sid: id,
});

/** Ours are signed, but a secret may sign other things too: nothing is believed for its signature alone. */
export const fromPayload = (value: unknown, signedAt: number): SessionContents | undefined => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const { _sid, _epoch, _login, _used, _session_expiry, ...data } = value as Payload;
  const marks = { epoch: _epoch, login: _login, used: _used, expiry: _session_expiry };
  if (typeof _sid !== "string" || _sid === "" || !areMarks(marks)) return undefined;
  if ("user_id" in data && !isLogin(data["user_id"], marks)) return undefined;
  return { id: _sid, data: new Map(Object.entries(data)), marks, savedAt: signedAt * 1_000 };
};

export const marksToKeys = (marks: SessionMarks): Payload => ({
  ...(marks.epoch === undefined ? {} : { _epoch: marks.epoch }),
  ...(marks.login === undefined ? {} : { _login: marks.login }),
  ...(marks.used === undefined ? {} : { _used: marks.used }),
  ...(marks.expiry === undefined ? {} : { _session_expiry: marks.expiry }),
});

export const areMarks = (marks: { [Mark in keyof SessionMarks]: unknown }): marks is SessionMarks =>
  [marks.epoch, marks.login, marks.used].every((mark) => mark === undefined || isWhole(mark)) &&
  (marks.expiry === undefined || typeof marks.expiry === "string" || isWhole(marks.expiry));

const isLogin = (userId: unknown, { epoch, login }: SessionMarks): boolean =>
  isWhole(userId) && epoch !== undefined && login !== undefined;

export const isWhole = (value: unknown): value is number =>
  Number.isSafeInteger(value) && Number(value) >= 0;
