import { changeEmail } from "../account/change-email.ts";
import { currentUser } from "../account/current-user.ts";
import { emailPage } from "../pages/email-page.ts";
import { prefersJson } from "../requests/prefers-json.ts";
import { loginRequired } from "./login-required.ts";
import { refusedForm } from "./refused-form.ts";
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

  if (outcome !== "sent") {
    const { username, email: current, emailVerifiedAt } = user;
    const view = { username, current, isVerified: emailVerifiedAt !== undefined };
    return refusedForm(context, visit, outcome, (refusal) =>
      emailPage(frame, { ...view, email: typed.email, ...refusal }),
    );
  }
  return prefersJson(request.headers)
    ? answers.empty(visit)
    : answers.seeOther(visit, `${page}?did=send`);
};
