/**
 * What a visitor can get wrong, as values. The codes are stable; the words for them are in
 * `pages/words.ts`. Shape after RFC 9457, Problem Details for HTTP APIs.
 */
export type ProblemCode =
  | "session.required"
  | "session.not-found"
  | "login.no-match"
  | "login.too-many"
  | "reset.invalid"
  | "verify.invalid"
  | "verify.taken"
  | "register.too-many"
  | "request.malformed"
  | "request.too-large"
  | "request.unsupported-type"
  | "request.other-origin"
  | "request.other-host"
  | "request.not-found"
  | "request.method-not-allowed"
  | "server.busy"
  | "server.failed"
  | "storage.unavailable";

export type FieldCode =
  | "username.required"
  | "username.taken"
  | "username.invalid"
  | "username.reserved"
  | "username.too-long"
  | "email.required"
  | "email.invalid"
  | "email.unchanged"
  | "password.required"
  | "password.wrong"
  | "password.too-short"
  | "password.too-long"
  | "password.too-many-bytes"
  | "password.too-common"
  | "password.too-similar"
  | "password.all-digits"
  | "password.control-character";

export type FieldName = "username" | "email" | "password" | "newPassword";

export interface FieldError {
  readonly field: FieldName;
  readonly code: FieldCode;
}

export interface Problem {
  readonly status: number;
  /** Of a refused form: that of the first fault. */
  readonly code: ProblemCode | FieldCode;
  /** One for each fault found, all at once. */
  readonly errors?: readonly FieldError[];
  /** Whole seconds, for `Retry-After`. */
  readonly retryAfter?: number;
  /** Will it be so until somebody does something about it, however long one waits? */
  readonly isClosed?: boolean;
}
