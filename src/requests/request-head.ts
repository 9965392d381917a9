/**
 * As much of a `Request` as questions are put to. A server whose requests are its own (`node:http`)
 * answers them as they are: building a web `Request` costs more than a session does.
 */
export interface RequestHead {
  readonly method: string;
  readonly headers: RequestHeaders;
  /** Aborted when whoever asks has left. */
  readonly signal: AbortSignal;
}

export type RequestHeaders = Pick<Headers, "get" | "has">;
