import { currentUser } from "../account/current-user.ts";
import { homePage } from "../pages/home-page.ts";
import { prefersJson } from "../requests/prefers-json.ts";
import { userJson } from "../users/user.ts";
import type { Route } from "./visit.ts";

export const getHome: Route = async ({ parts, answers, frame }, visit) => {
  const user = await currentUser(parts, visit.session);
  if (prefersJson(visit.request.headers)) {
    return answers.json(visit, 200, { user: user ? userJson(user) : null });
  }
  return answers.page(visit, 200, homePage(frame, user?.username));
};
