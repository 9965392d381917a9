import type { Logger } from "pino";
import type { Problem } from "../errors/problem.ts";
import { pathnameOf } from "../requests/pathname-of.ts";
import { answerVisit, findRoutes } from "../routes/answer-visit.ts";
import { closeVisit } from "../routes/close-visit.ts";
import { openVisit } from "../routes/open-visit.ts";
import type { Routes } from "../routes/route-table.ts";
import type { MountedContext, VisitRequest } from "../routes/visit.ts";
import { when } from "../routes/when.ts";
import { type Session, stateOf } from "../sessions/session.ts";
import { userIdOf } from "../sessions/session-state.ts";
import { isOurHost } from "./is-our-host.ts";

export interface SiteState {
  readonly context: MountedContext;
  readonly log: Logger;
  /** In production a foreign `Host` is refused. */
  readonly checksHost: boolean;
  /** On its way out: `/health` says so, and connections are not kept. */
  isDraining: boolean;
}

type Answered = { readonly response: Response; readonly session?: Session };

/**
 * The whole site: every request gets an answer, a request id and a line in the log.
 *
 * @param addressOf the visitor's; asked only where it is written down, or counted by
 */
export const answerRequest = (
  site: SiteState,
  request: VisitRequest,
  addressOf: () => string | undefined,
): Response | Promise<Response> => {
  const arrived: Arrived = {
    request,
    requestId: site.context.parts.newRequestId(),
    pathname: pathnameOf(request.url),
    addressOf,
    at: performance.now(),
  };
  return when(answer(site, arrived), ({ response, session }) => {
    if (site.isDraining) response.headers.set("Connection", "close");
    if (site.log.isLevelEnabled("info")) logRequest(site.context, arrived, response, session);
    return response;
  });
};

interface Arrived {
  readonly request: VisitRequest;
  readonly requestId: string;
  readonly pathname: string;
  readonly addressOf: () => string | undefined;
  /** By the clock of `performance`. */
  readonly at: number;
}

const answer = (site: SiteState, arrived: Arrived): Answered | Promise<Answered> => {
  const { context, checksHost, isDraining } = site;
  const { answers, parts } = context;
  const { request, pathname } = arrived;
  const isHealth = pathname === "/health" || pathname === "/health/live";
  if (checksHost && !isHealth && !isOurHost(request.url, parts.place.origin)) {
    return { response: answers.problem(arrived, OTHER_HOST) };
  }
  if (isDraining && pathname === "/health") {
    return { response: answers.json(arrived, 503, { status: "unavailable", reason: "draining" }) };
  }
  const routes = findRoutes(context, pathname);
  if (routes) return answerRoute(context, routes, arrived);
  return {
    response: answers.problem(arrived, request.url.includes("%00") ? MALFORMED : NOT_FOUND),
  };
};

const answerRoute = (
  context: MountedContext,
  routes: Routes,
  { request, requestId, addressOf }: Arrived,
): Answered | Promise<Answered> => {
  const asked = { request, requestId };
  const fail = (error: unknown): Answered => ({ response: context.failure(asked, error) });
  try {
    const answered = when(openVisit(context, request.headers, requestId, addressOf), (session) =>
      when(answerVisit(context, routes, { ...asked, session }), (response) =>
        when(closeVisit(context, asked, session, response, true), (closed) => ({
          response: closed,
          session,
        })),
      ),
    );
    return answered instanceof Promise ? answered.catch(fail) : answered;
  } catch (error) {
    return fail(error);
  }
};

const OTHER_HOST: Problem = { status: 421, code: "request.other-host" };
const NOT_FOUND: Problem = { status: 404, code: "request.not-found" };
const MALFORMED: Problem = { status: 400, code: "request.malformed" };

/** A path may be as long as a header, and a log line should not. In characters. */
const LONGEST_PATH = 200;

/** In `/sessions/ID/end`: the log names sessions by a digest. */
const SESSION_ID = /(?<=\/sessions\/)[^/]+(?=\/end$)/;

const logRequest = (
  { parts }: MountedContext,
  { request, requestId, pathname, addressOf, at }: Arrived,
  response: Response,
  session: Session | undefined,
): void => {
  const state = session && stateOf(session);
  // By the log in which refusals are summed up.
  parts.log.info(
    {
      event: "request",
      requestId,
      method: request.method,
      // Without its query, which may say more than a log should keep.
      path: pathname.replace(SESSION_ID, ":id").slice(0, LONGEST_PATH),
      status: response.status,
      ms: Math.round((performance.now() - at) * 10) / 10,
      address: addressOf(),
      session: state?.id === undefined ? undefined : parts.digestOf(state.id),
      userId: state && userIdOf(state),
    },
    "request",
  );
};
