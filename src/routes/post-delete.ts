import { currentUser } from "../account/current-user.ts";
import { deleteAccount } from "../account/delete-account.ts";
import { deletePage } from "../pages/delete-page.ts";
import { prefersJson } from "../requests/prefers-json.ts";
import { loginRequired } from "./login-required.ts";
import { clearing } from "./post-logout.ts";
import { tooMany } from "./too-many.ts";
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
  const wantsJson = prefersJson(request.headers);

  if (outcome === "deleted") {
    return wantsJson
      ? answers.empty(visit, clearing(context))
      : answers.seeOther(visit, `${page}?did=delete`, clearing(context));
  }
  if ("wait" in outcome) {
    const problem = tooMany(context, visit, "login.too-many", outcome.wait);
    return wantsJson
      ? answers.problemJson(visit, problem)
      : answers.problemOnPage(
          visit,
          problem,
          deletePage(frame, { username: user.username, problem }),
        );
  }
  const { errors } = outcome;
  return wantsJson
    ? answers.problemJson(visit, { status: 422, code: errors[0]!.code, errors })
    : answers.page(visit, 422, deletePage(frame, { username: user.username, errors }));
};
