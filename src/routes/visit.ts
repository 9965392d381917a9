import type { Parts } from "../account/parts.ts";
import type { Frame } from "../pages/layout.ts";
import type { Fields } from "../requests/form-fields.ts";
import type { FormRequest } from "../requests/read-form.ts";
import type { RequestHeaders } from "../requests/request-head.ts";
import type { Session } from "../sessions/session.ts";
import type { Answers } from "./answers.ts";
import type { Asked } from "./asked.ts";
import type { RouteTable } from "./route-table.ts";
import type { SessionContext } from "./session-context.ts";

/** What every route is given: the same for all requests. */
export interface RouteContext extends SessionContext {
  readonly parts: Parts;
  readonly answers: Answers;
  readonly frame: Frame;
  readonly routes: RouteTable;
}

/** The context as it is mounted. What it answers itself is in the language of whoever asked. */
export interface MountedContext extends RouteContext {
  /** The same context in the language that a request asks for. */
  inLanguageOf(headers: RequestHeaders): RouteContext;
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
