import { currentUser } from "../account/current-user.ts";
import { noticePage } from "../pages/notice-page.ts";
import { passwordPage } from "../pages/password-page.ts";
import { loginRequired } from "./login-required.ts";
import { queryFields } from "./query-fields.ts";
import type { Route } from "./visit.ts";

export const getPassword: Route = async (context, visit) => {
  const { parts, answers, frame } = context;
  const query = queryFields(visit.request);
  if (!query) return answers.problem(visit, { status: 400, code: "request.malformed" });
  const user = await currentUser(parts, visit.session);
  if (!user) return loginRequired(context, visit, `${parts.place.path}/password`);
  const { home, account } = frame.words;
  const page =
    query.get("did") === "change"
      ? noticePage(frame, {
          title: account.password.changed,
          lead: account.password.changedLead,
          to: { path: "/welcome", label: home.toWelcome },
        })
      : passwordPage(frame, { username: user.username });
  return answers.page(visit, 200, page);
};
