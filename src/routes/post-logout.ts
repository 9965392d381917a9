import { logOut } from "../account/log-out.ts";
import { prefersJson } from "../requests/prefers-json.ts";
import type { Route, RouteContext, Visit } from "./visit.ts";

export const postLogout: Route = (context, visit) => {
  logOut(visit.session);
  return prefersJson(visit.request.headers)
    ? context.answers.empty(visit, clearing(context))
    : loggedOut(context, visit);
};

/** Back to the start. Where the whole origin is ours, what pages stored in the browser goes as well. */
export const loggedOut = (context: RouteContext, visit: Visit): Response =>
  context.answers.seeOther(visit, `${context.parts.place.path}/`, clearing(context));

/** Where the whole origin is ours, what pages stored in the browser goes with the session. */
export const clearing = ({ parts }: RouteContext): Readonly<Record<string, string>> =>
  parts.place.isAlone ? { "Clear-Site-Data": '"storage"' } : {};
