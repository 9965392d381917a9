import { currentUser } from "../account/current-user.ts";
import { homePage } from "../pages/home-page.ts";
import { prefersJson } from "../requests/prefers-json.ts";
import { userJson } from "../users/user.ts";
import type { Route } from "./visit.ts";
import { when } from "./when.ts";

export const getHome: Route = ({ parts, answers, frame }, visit) =>
  when(currentUser(parts, visit.session), (user) =>
    prefersJson(visit.request.headers)
      ? answers.json(visit, 200, { user: user ? userJson(user) : null })
      : answers.page(visit, 200, homePage(frame, { username: user?.username })),
  );
