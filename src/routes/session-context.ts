import type { Parts } from "../account/parts.ts";
import type { Asked } from "./asked.ts";

/** What opening and closing a session asks for, whether or not there are users and pages beside it. */
export interface SessionContext {
  readonly parts: Pick<Parts, "door" | "log" | "newRequestId" | "digestOf" | "isTrustedProxy">;
  /** What a thrown error looks like from outside: which part failed, and nothing of how. */
  failure(asked: Asked, error: unknown): Response;
}
