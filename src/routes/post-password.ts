import { changePassword } from "../account/change-password.ts";
import { currentUser } from "../account/current-user.ts";
import { postNews } from "../account/post-mail.ts";
import { passwordPage } from "../pages/password-page.ts";
import { prefersJson } from "../requests/prefers-json.ts";
import { loginRequired } from "./login-required.ts";
import { refusedForm } from "./refused-form.ts";
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

  if (!("isLoggedIn" in outcome)) {
    const { username } = user;
    return refusedForm(context, visit, outcome, (refusal) =>
      passwordPage(frame, { username, ...refusal }),
    );
  }
  postNews(parts, frame.words, "password", user);
  if (!outcome.isLoggedIn) return loginRequired(context, visit, page);
  return prefersJson(request.headers)
    ? answers.empty(visit)
    : answers.seeOther(visit, `${page}?did=change`);
};
