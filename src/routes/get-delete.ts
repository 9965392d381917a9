import { currentUser } from "../account/current-user.ts";
import { deletePage } from "../pages/delete-page.ts";
import { noticePage } from "../pages/notice-page.ts";
import { loginRequired } from "./login-required.ts";
import { queryFields } from "./query-fields.ts";
import type { Route } from "./visit.ts";

export const getDelete: Route = async (context, visit) => {
  const { parts, answers, frame } = context;
  const query = queryFields(visit.request);
  if (!query) return answers.problem(visit, { status: 400, code: "request.malformed" });
  if (query.get("did") === "delete") {
    const { account, labels } = frame.words;
    const { deleted: title, deletedLead: lead } = account.delete;
    const to = { path: "/", label: labels.toHome };
    return answers.page(visit, 200, noticePage(frame, { title, lead, to }));
  }
  const user = await currentUser(parts, visit.session);
  if (!user) return loginRequired(context, visit, `${parts.place.path}/delete`);
  return answers.page(visit, 200, deletePage(frame, { username: user.username }));
};
