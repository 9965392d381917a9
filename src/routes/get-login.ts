import { currentUser } from "../account/current-user.ts";
import { loginPage } from "../pages/login-page.ts";
import { queryFields } from "./query-fields.ts";
import type { Route } from "./visit.ts";

export const getLogin: Route = async ({ parts, answers, frame }, visit) => {
  const query = queryFields(visit.request);
  if (!query) return answers.problem(visit, { status: 400, code: "request.malformed" });
  if (await currentUser(parts, visit.session)) {
    return answers.seeOther(visit, `${parts.place.path}/welcome`);
  }
  const note = query.get("did") === "reset" ? frame.words.account.reset.done : undefined;
  return answers.page(visit, 200, loginPage(frame, { next: query.get("next"), note }));
};
