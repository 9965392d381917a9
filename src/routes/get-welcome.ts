import { currentUser } from "../account/current-user.ts";
import { welcomePage } from "../pages/welcome-page.ts";
import { prefersJson } from "../requests/prefers-json.ts";
import { userJson } from "../users/user.ts";
import { loginRequired } from "./login-required.ts";
import type { Route } from "./visit.ts";
import { when } from "./when.ts";

/** Takes no id in its address: who is greeted stands in the session. */
export const getWelcome: Route = (context, visit) => {
  const { parts, answers, frame } = context;
  const { request, session } = visit;
  return when(currentUser(parts, session), (user) => {
    if (!user) return loginRequired(context, visit, `${parts.place.path}/welcome`);
    if (prefersJson(request.headers)) return answers.json(visit, 200, { user: userJson(user) });
    const view = {
      username: user.username,
      registeredAt: new Date(user.createdAt),
      sessionEndsAt: session.expiryDate(),
      endsAtBrowserClose: session.expiresAtBrowserClose,
    };
    return answers.page(visit, 200, welcomePage(frame, view));
  });
};
