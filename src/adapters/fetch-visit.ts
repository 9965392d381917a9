import { isCountersignError } from "../errors/countersign-error.ts";
import { closeVisit, closingOf } from "../routes/close-visit.ts";
import { openVisit } from "../routes/open-visit.ts";
import { outOfReach } from "../routes/out-of-reach.ts";
import { sessionAtHand } from "../routes/session-at-hand.ts";
import type { SessionContext } from "../routes/session-context.ts";
import { contextOf, type SessionsOnly } from "../routes/sessions-only.ts";
import type { Session } from "../sessions/session.ts";

/** What `sessions(cs)` hands to a handler. */
export interface SessionVisit {
  readonly session: Session;
  readonly requestId: string;
}

export interface FetchOptions {
  /**
   * The visitor's address, for the list of devices and for limits on guessing: a `Request` does not tell. Unknown
   * if left out: then no network is limited, and only accounts are.
   */
  readonly address?: (request: Request) => string | undefined;
}

/** One request has one session, however many of our functions it goes through. */
const visits = new WeakMap<Request, SessionVisit>();

/** Opens the session of a request, has it answered, and closes the session into that answer. */
export const visitBy = async <Context extends SessionContext>(
  cs: SessionsOnly & { readonly context: Context | undefined },
  { address }: FetchOptions,
  request: Request,
  act: (context: Context, visit: SessionVisit) => Response | Promise<Response>,
): Promise<Response> => {
  const context = await Promise.resolve(contextOf(cs)).catch(() => undefined);
  if (!context) return outOfReach();
  const outer = visits.get(request);
  const atHand = sessionAtHand(context, outer?.session);
  if (atHand instanceof TypeError) throw atHand;
  if (outer) return act(context, outer);

  const requestId = context.parts.newRequestId();
  const asked = { request, requestId };
  const { headers } = request;
  let session: Session;
  try {
    session = await openVisit(context, headers, requestId, () => address?.(request));
  } catch (error) {
    return context.failure(asked, error);
  }
  const visit = { session, requestId };
  visits.set(request, visit);
  let response: Response;
  try {
    response = await act(context, visit);
  } catch (thrown) {
    if (thrown instanceof Response) throw await closeVisit(context, asked, session, thrown);
    const failure = await closeFailed(context, requestId, session);
    const trouble = [thrown, failure].find(isPassing);
    if (trouble === undefined) throw thrown;
    // No framework hears of it any more.
    if (trouble !== thrown) {
      const fields = { event: "handlerFailed", requestId, err: thrown } as const;
      context.parts.log.error(fields, "the handler threw");
    }
    return context.failure(asked, trouble);
  }
  return closeVisit(context, asked, session, response);
};

/** Closes the session of a handler that threw: nothing is saved. Gives back what is thrown meanwhile. */
const closeFailed = async (
  context: SessionContext,
  requestId: string,
  session: Session,
): Promise<unknown> => {
  try {
    await closingOf(context, requestId, session, 500);
    return undefined;
  } catch (error) {
    return error;
  }
};

/** Those that are over in a while. In every framework they are 503. */
const isPassing = (error: unknown): boolean =>
  isCountersignError(error, "storage.unavailable") || isCountersignError(error, "server.busy");
