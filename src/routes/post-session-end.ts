import { currentUser } from "../account/current-user.ts";
import { endSession } from "../account/end-session.ts";
import { pathnameOf } from "../requests/pathname-of.ts";
import { prefersJson } from "../requests/prefers-json.ts";
import { loginRequired } from "./login-required.ts";
import { postLogout } from "./post-logout.ts";
import type { Route } from "./visit.ts";

/**
 * Ends the session whose id stands in the address, if it is one of the visitor's own. Whether there is
 * such a session of somebody else's nobody learns.
 */
export const postSessionEnd: Route = async (context, visit) => {
  const { parts, answers } = context;
  const { request, session } = visit;
  const user = await currentUser(parts, session);
  if (!user) return loginRequired(context, visit, `${parts.place.path}/sessions`);
  // `…/sessions/ID/end`, as it stands there: an id has no letter that would have to be escaped.
  const sid = pathnameOf(request.url).split("/").at(-2) ?? "";
  if (sid === session.id) return postLogout(context, visit);
  if (!(await endSession(parts, session, user.id, sid))) {
    return answers.problem(visit, { status: 404, code: "session.not-found" });
  }
  return prefersJson(request.headers)
    ? answers.empty(visit)
    : answers.seeOther(visit, `${parts.place.path}/sessions`);
};
