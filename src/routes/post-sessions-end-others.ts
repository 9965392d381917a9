import { currentUser } from "../account/current-user.ts";
import { endOtherSessions } from "../account/end-other-sessions.ts";
import { prefersJson } from "../requests/prefers-json.ts";
import { loginRequired } from "./login-required.ts";
import type { Route } from "./visit.ts";

/** Ends all sessions of the visitor's but this one. */
export const postSessionsEndOthers: Route = async (context, visit) => {
  const { parts, answers } = context;
  const { request, session } = visit;
  const page = `${parts.place.path}/sessions`;
  const user = await currentUser(parts, session);
  const ended = user && (await endOtherSessions(parts, session, user.id));
  if (ended === undefined) return loginRequired(context, visit, page);
  return prefersJson(request.headers)
    ? answers.json(visit, 200, { ended })
    : answers.seeOther(visit, page);
};
