import { currentUser } from "../account/current-user.ts";
import { deleteAccount } from "../account/delete-account.ts";
import { deletePage } from "../pages/delete-page.ts";
import { prefersJson } from "../requests/prefers-json.ts";
import { loginRequired } from "./login-required.ts";
import { clearing } from "./post-logout.ts";
import { refusedForm } from "./refused-form.ts";
import type { Route } from "./visit.ts";

/** Deletes the visitor's account, by their password. */
export const postDelete: Route = async (context, visit) => {
  const { parts, answers, frame } = context;
  const { request, session, fields } = visit;
  const page = `${parts.place.path}/delete`;
  const user = await currentUser(parts, session);
  if (!user) return loginRequired(context, visit, page);
  const password = fields.get("password") ?? "";
  const outcome = await deleteAccount(parts, session, user, password, request.signal);

  if (outcome !== "deleted") {
    const { username } = user;
    return refusedForm(context, visit, outcome, (refusal) =>
      deletePage(frame, { username, ...refusal }),
    );
  }
  return prefersJson(request.headers)
    ? answers.empty(visit, clearing(context))
    : answers.seeOther(visit, `${page}?did=delete`, clearing(context));
};
