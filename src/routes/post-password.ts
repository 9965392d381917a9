import { changePassword } from "../account/change-password.ts";
import { currentUser } from "../account/current-user.ts";
import { postNews } from "../account/post-mail.ts";
import { passwordPage } from "../pages/password-page.ts";
import { prefersJson } from "../requests/prefers-json.ts";
import { loginRequired } from "./login-required.ts";
import { tooMany } from "./too-many.ts";
import type { Route } from "./visit.ts";

/** Changes the visitor's password, and logs them out everywhere else. */
export const postPassword: Route = async (context, visit) => {
  const { parts, answers, frame } = context;
  const { request, session, fields } = visit;
  const page = `${parts.place.path}/password`;
  const user = await currentUser(parts, session);
  if (!user) return loginRequired(context, visit, page);
  const typed = {
    password: fields.get("password") ?? "",
    newPassword: fields.get("newPassword") ?? "",
  };
  const outcome = await changePassword(parts, session, user, typed, request.signal);
  const wantsJson = prefersJson(request.headers);

  if ("wait" in outcome) {
    const problem = tooMany(context, visit, "login.too-many", outcome.wait);
    return wantsJson
      ? answers.problemJson(visit, problem)
      : answers.problemOnPage(
          visit,
          problem,
          passwordPage(frame, { username: user.username, problem }),
        );
  }
  if ("errors" in outcome) {
    const { errors } = outcome;
    return wantsJson
      ? answers.problemJson(visit, { status: 422, code: errors[0]!.code, errors })
      : answers.page(visit, 422, passwordPage(frame, { username: user.username, errors }));
  }
  postNews(parts, frame.words, "password", user);
  if (!outcome.isLoggedIn) return loginRequired(context, visit, page);
  return wantsJson ? answers.empty(visit) : answers.seeOther(visit, `${page}?did=change`);
};
