import { postConfirmation } from "../account/post-mail.ts";
import { registerUser } from "../account/register-user.ts";
import { registerPage } from "../pages/register-page.ts";
import { prefersJson } from "../requests/prefers-json.ts";
import { userJson } from "../users/user.ts";
import { afterLogin } from "./after-login.ts";
import { refusedForm } from "./refused-form.ts";
import type { Route } from "./visit.ts";

export const postRegister: Route = async (context, visit) => {
  const { parts, answers, frame } = context;
  const { request, session, fields } = visit;
  const registration = {
    username: fields.get("username") ?? "",
    email: fields.get("email") ?? "",
    password: fields.get("password") ?? "",
  };
  const registered = await registerUser(parts, session, registration, request.signal);

  if (!("user" in registered)) {
    const { username, email } = registration;
    const next = fields.get("next");
    return refusedForm(
      context,
      visit,
      registered,
      (refusal) => registerPage(frame, { username, email, next, ...refusal }),
      "register.too-many",
    );
  }
  const { user } = registered;
  if (user.email !== undefined) postConfirmation(parts, frame.words, user.id, user.email);
  return prefersJson(request.headers)
    ? answers.json(visit, 201, { user: userJson(user) })
    : answers.seeOther(visit, afterLogin(context, visit));
};
