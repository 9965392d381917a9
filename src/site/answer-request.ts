import { randomUUID } from "node:crypto";
import type { Logger } from "pino";
import type { Problem } from "../errors/problem.ts";
import { pathnameOf } from "../requests/pathname-of.ts";
import { answerVisit, failure, findRoutes } from "../routes/answer-visit.ts";
import { closeVisit } from "../routes/close-visit.ts";
import { openVisit } from "../routes/open-visit.ts";
import type { RouteContext } from "../routes/visit.ts";
import { type Session, stateOf } from "../sessions/session.ts";
import { userIdOf } from "../sessions/session-state.ts";
import { isOurHost } from "./is-our-host.ts";

export interface SiteState {
  readonly context: RouteContext;
  readonly log: Logger;
  /** In production a foreign `Host` is refused. */
  readonly checksHost: boolean;
  /** On its way out: `/health` says so, and connections are not kept. */
  isDraining: boolean;
}

type Answered = { readonly response: Response; readonly session?: Session };

/** The whole site: every request gets an answer, a request id and a line in the log. */
export const answerRequest = async (
  site: SiteState,
  request: Request,
  address: string | undefined,
): Promise<Response> => {
  const started = performance.now();
  const requestId = randomUUID();
  const pathname = pathnameOf(request.url);
  const { response, session } = await answer(site, { request, requestId }, pathname, address);
  if (site.isDraining) response.headers.set("Connection", "close");
  if (site.log.isLevelEnabled("info")) {
    logRequest(site, { request, requestId }, pathname, response, started, address, session);
  }
  return response;
};

type Asked = { readonly request: Request; readonly requestId: string };

const answer = async (
  { context, checksHost, isDraining }: SiteState,
  asked: Asked,
  pathname: string,
  address: string | undefined,
): Promise<Answered> => {
  const { answers, parts } = context;
  const { request, requestId } = asked;
  const isHealth = pathname === "/health" || pathname === "/health/live";
  if (checksHost && !isHealth && !isOurHost(request.url, parts.place.origin)) {
    return { response: answers.problem(asked, OTHER_HOST) };
  }
  if (isDraining && pathname === "/health") {
    return { response: answers.json(asked, 503, { status: "unavailable", reason: "draining" }) };
  }
  const routes = findRoutes(context, pathname);
  if (!routes) {
    return { response: answers.problem(asked, pathname.includes("%00") ? MALFORMED : NOT_FOUND) };
  }
  try {
    const session = await openVisit(context, request, requestId, address);
    const response = await answerVisit(context, routes, { request, session, requestId });
    return { response: await closeVisit(context, asked, session, response, true), session };
  } catch (error) {
    return { response: failure(context, asked, error) };
  }
};

const OTHER_HOST: Problem = { status: 421, code: "request.other-host" };
const NOT_FOUND: Problem = { status: 404, code: "request.not-found" };
const MALFORMED: Problem = { status: 400, code: "request.malformed" };

/** A path may be as long as a header, and a log line should not. In characters. */
const LONGEST_PATH = 200;

const logRequest = (
  { context, log }: SiteState,
  { request, requestId }: Asked,
  pathname: string,
  response: Response,
  started: number,
  address: string | undefined,
  session: Session | undefined,
): void => {
  const state = session && stateOf(session);
  log.info(
    {
      requestId,
      method: request.method,
      // Without its query, which may say more than a log should keep.
      path: pathname.slice(0, LONGEST_PATH),
      status: response.status,
      ms: Math.round((performance.now() - started) * 10) / 10,
      address,
      session: state?.id === undefined ? undefined : context.parts.digestOf(state.id),
      userId: state && userIdOf(state),
    },
    "request",
  );
};
