import type { ErrorCode } from "./error-code.ts";

/**
 * The one error that this package throws on purpose. Decide by `code`, never by `message`: messages
 * are for people and may change. Neither holds a secret, token, password or hash.
 */
export class CountersignError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "CountersignError";
    this.code = code;
  }
}

/** Is this one of ours, and (where a code is named) that one? */
export const isCountersignError = (error: unknown, code?: ErrorCode): error is CountersignError =>
  error instanceof CountersignError && (code === undefined || error.code === code);
