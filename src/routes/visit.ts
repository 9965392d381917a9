import type { Parts } from "../account/parts.ts";
import type { Frame } from "../pages/layout.ts";
import type { Fields } from "../requests/form-fields.ts";
import type { FormRequest } from "../requests/read-form.ts";
import type { Session } from "../sessions/session.ts";
import type { Answers } from "./answers.ts";
import type { Asked } from "./asked.ts";
import type { SessionContext } from "./session-context.ts";

/** What every route is given: the same for all requests. */
export interface RouteContext extends SessionContext {
  readonly parts: Parts;
  readonly answers: Answers;
  readonly frame: Frame;
}

/** A `Request`, or what a server has in its place. */
export interface VisitRequest extends FormRequest {
  /** Absolute. */
  readonly url: string;
}

/** One request, by the time it reaches its route. */
export interface Visit extends Asked {
  readonly request: VisitRequest;
  readonly session: Session;
  /** Of a POST: its form, already read and found sound. */
  readonly fields: Fields;
}

/** Answers one method on one path. Rejects when the storage fails or the hash queue is full. */
export type Route = (context: RouteContext, visit: Visit) => Response | Promise<Response>;
