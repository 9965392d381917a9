import { postNews } from "../account/post-mail.ts";
import { resetPassword } from "../account/reset-password.ts";
import { resetPage } from "../pages/reset-page.ts";
import { prefersJson } from "../requests/prefers-json.ts";
import { deadLink } from "./dead-link.ts";
import { dropToken, keptToken } from "./kept-token.ts";
import { refusedForm } from "./refused-form.ts";
import type { Route } from "./visit.ts";

/** Sets a new password by a link, and leads to the login page. */
export const postReset: Route = async (context, visit) => {
  const { parts, answers, frame } = context;
  const { request, session, fields } = visit;
  const token = keptToken(visit, "reset_token") ?? "";
  const typed = fields.get("newPassword") ?? "";
  const outcome = await resetPassword(parts, session, token, typed, request.signal);

  if (outcome === "invalid") {
    dropToken(session, "reset_token");
    return deadLink(context, visit, "reset.invalid");
  }
  if ("errors" in outcome) {
    const { username } = outcome;
    return refusedForm(context, visit, outcome, (refusal) =>
      resetPage(frame, { username, ...refusal }),
    );
  }
  dropToken(session, "reset_token");
  postNews(parts, frame.words, "password", outcome.user);
  return prefersJson(request.headers)
    ? answers.empty(visit)
    : answers.seeOther(visit, `${parts.place.path}/login?did=reset`);
};
