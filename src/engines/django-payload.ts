import { hash } from "node:crypto";
import type { JsonValue } from "../sessions/json-value.ts";
import type { SessionContents } from "../sessions/session-contents.ts";
import type { LoadedSession } from "../sessions/session-engine.ts";
import { areMarks, marksToKeys, type Payload } from "./cookie-payload.ts";

/** Of a login, in Django's words (django/contrib/auth/__init__.py). */
const USER_ID = "_auth_user_id";
const BACKEND = "_auth_user_backend";
const PROOF = "_auth_user_hash";

/** Django's usual one; where Django wrote another, that is kept. */
const MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend";

/** A `user_id` that the other site's own code put there is no login: out of sight, and kept for it. */
const THEIR_USER_ID = "_their_user_id";

/** The session as Django reads it: its own words for the login, and ours beside them. */
export const toDjangoPayload = ({ id, data, marks }: SessionContents): Payload => {
  const {
    user_id: userId,
    [THEIR_USER_ID]: theirs,
    ...rest
  } = Object.fromEntries(data) as Record<string, JsonValue | undefined> & Payload;
  return {
    ...rest,
    ...(theirs === undefined ? {} : { user_id: theirs }),
    ...(userId === undefined
      ? {}
      : { [USER_ID]: String(userId), [BACKEND]: rest[BACKEND] ?? MODEL_BACKEND }),
    ...marksToKeys(marks),
    _sid: id,
  };
};

/**
 * A session as Django or we have written it; undefined if it is to be refused. One that Django made,
 * or in which Django logged somebody in, is foreign: its id is a digest of its very token.
 */
export const fromDjangoPayload = (
  value: unknown,
  signedAt: number,
  token: string,
): Pick<LoadedSession, "contents" | "isForeign"> | undefined => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const { _sid, _epoch, _login, _used, _session_expiry, ...rest } = value as Payload;
  const marks = { epoch: _epoch, login: _login, used: _used, expiry: _session_expiry ?? undefined };
  // To Django a number may also be negative, or a fraction: then it is over, or soon.
  const isNumber = typeof marks.expiry === "number";
  if (!areMarks(isNumber ? { ...marks, expiry: 0 } : marks)) return undefined;
  if (_sid !== undefined && (typeof _sid !== "string" || _sid === "")) return undefined;

  const login = loginIn(rest);
  if (login === "unproven") return undefined;
  const isEntered = marks.epoch !== undefined && marks.login !== undefined;
  const isForeign = _sid === undefined || (login.userId !== undefined && !isEntered);
  const { used, expiry } = marks as SessionContents["marks"];
  const theirs = {
    // Django saves, and knows nothing of `_used`: a save is a use as well.
    ...(used === undefined ? {} : { used: Math.max(used, signedAt) }),
    ...(expiry === undefined ? {} : { expiry }),
  };
  const contents: SessionContents = {
    id: isForeign ? digestOf(token) : _sid,
    data: new Map(Object.entries(login.data)),
    marks: isForeign ? theirs : { ...(marks as SessionContents["marks"]), ...theirs },
    savedAt: signedAt * 1_000,
  };
  return { contents, isForeign };
};

interface Login {
  readonly data: Payload;
  /** Undefined for an anonymous session, out of which what is left of a login was taken. */
  readonly userId?: number;
}

/**
 * The login that Django's `get_user` would see. Without a backend or a user that can be it is nobody;
 * without a proof of the password Django throws the session away, and so do we.
 */
const loginIn = ({ user_id: theirs, ...rest }: Payload): Login | "unproven" => {
  const { [USER_ID]: userId, ...data } = rest;
  if (theirs !== undefined) data[THEIR_USER_ID] = theirs;
  const { [BACKEND]: backend, [PROOF]: proof, ...anonymous } = data;
  if (!isUserId(userId) || typeof backend !== "string" || backend === "") {
    return { data: anonymous };
  }
  if (typeof proof !== "string" || !/^[0-9a-f]{64}$/.test(proof)) return "unproven";
  return { data: { ...data, user_id: Number(userId) }, userId: Number(userId) };
};

/** Django writes it as text, and reads a number as well. */
const isUserId = (value: JsonValue | undefined): boolean =>
  (typeof value === "string" || typeof value === "number") &&
  /^[1-9]\d{0,15}$/.test(String(value)) &&
  Number.isSafeInteger(Number(value));

const digestOf = (token: string): string => hash("sha256", token, "base64url");

/** With everything that a login adds later: what has to fit into a cookie. */
export const withProof = (contents: SessionContents): SessionContents => ({
  ...contents,
  // Digits that a deflater can make nothing of.
  data: new Map([...contents.data, [PROOF, digestOf("a proof").padEnd(64, "0")]]),
});
