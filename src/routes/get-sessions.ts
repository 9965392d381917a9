import { currentUser } from "../account/current-user.ts";
import { listSessions, type OwnSessions } from "../account/list-sessions.ts";
import { sessionJson } from "../account/session-json.ts";
import { sessionsPage } from "../pages/sessions-page.ts";
import type { Words } from "../pages/words.ts";
import { prefersJson } from "../requests/prefers-json.ts";
import { loginRequired } from "./login-required.ts";
import type { Route } from "./visit.ts";

/** Where the visitor is logged in. */
export const getSessions: Route = async (context, visit) => {
  const { parts, answers, frame } = context;
  const { request, session } = visit;
  const user = await currentUser(parts, session);
  if (!user) return loginRequired(context, visit, `${parts.place.path}/sessions`);
  const own = await listSessions(parts, session, user.id);
  return prefersJson(request.headers)
    ? answers.json(visit, 200, ownSessionsJson(frame.words, own))
    : answers.page(visit, 200, sessionsPage(frame, own));
};

const ownSessionsJson = (words: Words, { current, others, more }: OwnSessions): object => ({
  sessions: [...(current ? [current] : []), ...others].map((entry) => ({
    ...sessionJson(words, entry),
    isCurrent: entry === current,
  })),
  more,
});
