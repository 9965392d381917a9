import type { RequestHead } from "../requests/request-head.ts";

/** What every answer is an answer to. */
export interface Asked {
  readonly request: RequestHead;
  /** Ours: incoming ones are ignored. */
  readonly requestId: string;
}
