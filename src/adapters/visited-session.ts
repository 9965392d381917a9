import type { Asked } from "../routes/asked.ts";
import { closingOf } from "../routes/close-visit.ts";
import type { SessionContext } from "../routes/session-context.ts";
import type { Closing } from "../sessions/close-session.ts";
import type { Session } from "../sessions/session.ts";
import type { LeavingSession } from "./held-head.ts";

/** The session of one request, on its way out. */
export class VisitedSession implements LeavingSession {
  readonly #context: SessionContext;
  readonly #asked: Asked;
  readonly #session: Session;

  constructor(context: SessionContext, asked: Asked, session: Session) {
    this.#context = context;
    this.#asked = asked;
    this.#session = session;
  }

  get isTouched(): boolean {
    return this.#session.accessed || this.#context.parts.door.saveEveryRequest;
  }

  get isWritten(): boolean {
    return this.#session.modified;
  }

  close(status: number): Closing | Promise<Closing> {
    return closingOf(this.#context, this.#asked.requestId, this.#session, status);
  }

  failure(error: unknown): Response {
    return this.#context.failure(this.#asked, error);
  }
}
