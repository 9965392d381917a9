import { postConfirmation } from "../account/post-mail.ts";
import { registerUser } from "../account/register-user.ts";
import { registerPage } from "../pages/register-page.ts";
import { prefersJson } from "../requests/prefers-json.ts";
import { userJson } from "../users/user.ts";
import { afterLogin } from "./after-login.ts";
import { tooMany } from "./too-many.ts";
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
  const wantsJson = prefersJson(request.headers);

  if ("user" in registered) {
    const { user } = registered;
    if (user.email !== undefined) postConfirmation(parts, frame.words, user.id, user.email);
    return wantsJson
      ? answers.json(visit, 201, { user: userJson(user) })
      : answers.seeOther(visit, afterLogin(context, visit));
  }
  const { username, email } = registration;
  const next = fields.get("next");
  if ("wait" in registered) {
    const problem = tooMany(context, visit, "register.too-many", registered.wait);
    if (wantsJson) return answers.problemJson(visit, problem);
    const page = registerPage(frame, { username, email, next, problem });
    return answers.problemOnPage(visit, problem, page);
  }
  const { errors } = registered;
  if (wantsJson) return answers.problemJson(visit, { status: 422, code: errors[0]!.code, errors });
  return answers.page(visit, 422, registerPage(frame, { username, email, next, errors }));
};
