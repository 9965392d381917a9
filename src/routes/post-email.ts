import { changeEmail } from "../account/change-email.ts";
import { currentUser } from "../account/current-user.ts";
import { emailPage } from "../pages/email-page.ts";
import { prefersJson } from "../requests/prefers-json.ts";
import { loginRequired } from "./login-required.ts";
import { tooMany } from "./too-many.ts";
import type { Route } from "./visit.ts";

/** Asks at another address whether it is the visitor's. */
export const postEmail: Route = async (context, visit) => {
  const { parts, answers, frame } = context;
  const { request, session, fields } = visit;
  const page = `${parts.place.path}/email`;
  const user = await currentUser(parts, session);
  if (!user) return loginRequired(context, visit, page);
  const typed = { email: fields.get("email") ?? "", password: fields.get("password") ?? "" };
  const outcome = await changeEmail(parts, frame.words, session, user, typed, request.signal);
  const wantsJson = prefersJson(request.headers);

  if (outcome === "sent") {
    return wantsJson ? answers.empty(visit) : answers.seeOther(visit, `${page}?did=send`);
  }
  const view = {
    username: user.username,
    current: user.email,
    isVerified: user.emailVerifiedAt !== undefined,
    email: typed.email,
  };
  if ("wait" in outcome) {
    const problem = tooMany(context, visit, "login.too-many", outcome.wait);
    return wantsJson
      ? answers.problemJson(visit, problem)
      : answers.problemOnPage(visit, problem, emailPage(frame, { ...view, problem }));
  }
  const { errors } = outcome;
  return wantsJson
    ? answers.problemJson(visit, { status: 422, code: errors[0]!.code, errors })
    : answers.page(visit, 422, emailPage(frame, { ...view, errors }));
};
