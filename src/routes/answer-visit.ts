import type { Problem } from "../errors/problem.ts";
import type { Fields } from "../requests/form-fields.ts";
import { isSameOrigin } from "../requests/is-same-origin.ts";
import { type FormFault, readForm } from "../requests/read-form.ts";
import { causeOf } from "../sessions/cause-of.ts";
import { stateOf } from "../sessions/session.ts";
import { nowhere, type Routes, routesAt } from "./route-table.ts";
import type { MountedContext, Route, RouteContext, Visit } from "./visit.ts";

type Arrived = Omit<Visit, "fields">;

/** The routes of a path, or undefined if it is none of ours: then it is the host's. */
export const findRoutes = (context: RouteContext, pathname: string): Routes | undefined => {
  const { parts } = context;
  const { path } = parts.place;
  if (!pathname.startsWith(path)) return undefined;
  const routes = routesAt(context.routes, pathname.slice(path.length) || "/");
  const isLeftOut =
    (routes?.isForOwnUsers && parts.accounts.isForeign) || (routes?.needsMail && !parts.mail);
  return isLeftOut ? nowhere : routes;
};

/**
 * One of our answers to a request for one of our paths. What every route needs is checked here,
 * once, so that no route can forget it: the method, and of each POST who asks and what with.
 */
export const answerVisit = (
  mounted: MountedContext,
  routes: Routes,
  arrived: Arrived,
): Response | Promise<Response> => {
  const context = mounted.inLanguageOf(arrived.request.headers);
  const fail = (error: unknown): Response => context.failure(arrived, error);
  try {
    const response = answer(context, routes, arrived);
    return response instanceof Promise ? response.catch(fail) : response;
  } catch (error) {
    return fail(error);
  }
};

const NO_FIELDS: Fields = new Map();

const answer = (
  context: RouteContext,
  routes: Routes,
  arrived: Arrived,
): Response | Promise<Response> => {
  const { request } = arrived;
  const { answers, parts } = context;
  if (request.url.includes("%00")) return answers.problem(arrived, MALFORMED);
  if (routes.GET && (request.method === "GET" || request.method === "HEAD")) {
    return routes.GET(context, { ...arrived, fields: NO_FIELDS });
  }
  if (request.method !== "POST" || !routes.POST) {
    const Allow = [routes.GET && "GET, HEAD", routes.POST && "POST"].filter(Boolean).join(", ");
    return answers.problem(arrived, NO_SUCH_METHOD, { Allow });
  }
  if (isSameOrigin(request.headers, parts.place.origin)) {
    return answerForm(context, routes.POST, arrived);
  }
  const { requestId, address } = causeOf(stateOf(arrived.session));
  const fields = { event: "originRefused", requestId, address } as const;
  parts.log.warn(fields, "refused what another site asked for");
  return answers.problem(arrived, OTHER_ORIGIN);
};

const answerForm = async (
  context: RouteContext,
  route: Route,
  arrived: Arrived,
): Promise<Response> => {
  const fields = await readForm(arrived.request);
  return typeof fields === "string"
    ? context.answers.problem(arrived, FORM_FAULTS[fields], CLOSE)
    : route(context, { ...arrived, fields });
};

const MALFORMED: Problem = { status: 400, code: "request.malformed" };
const NO_SUCH_METHOD: Problem = { status: 405, code: "request.method-not-allowed" };
const OTHER_ORIGIN: Problem = { status: 403, code: "request.other-origin" };
const FORM_FAULTS: Readonly<Record<FormFault, Problem>> = {
  malformed: MALFORMED,
  "too-large": { status: 413, code: "request.too-large" },
  "unsupported-type": { status: 415, code: "request.unsupported-type" },
};
/** Somebody who sends what we cannot read is not kept on the line. */
const CLOSE = { Connection: "close" };
