import { findReset } from "../account/reset-password.ts";
import { resetPage } from "../pages/reset-page.ts";
import { deadLink } from "./dead-link.ts";
import { dropToken, keepToken, keptToken } from "./kept-token.ts";
import { queryFields } from "./query-fields.ts";
import type { Route } from "./visit.ts";

/** From a mail, with a token, which goes into the session; then once more without, for the form. */
export const getReset: Route = async (context, visit) => {
  const { parts, answers, frame } = context;
  const { request, session } = visit;
  const query = queryFields(request);
  if (!query) return answers.problem(visit, { status: 400, code: "request.malformed" });
  const fromMail = query.get("token");
  const token = fromMail ?? keptToken(visit, "reset_token");
  const record = token === undefined ? undefined : await findReset(parts, token);
  if (!record || token === undefined) {
    if (fromMail === undefined) dropToken(session, "reset_token");
    return deadLink(context, visit, "reset.invalid");
  }
  if (fromMail === undefined) {
    return answers.page(visit, 200, resetPage(frame, { username: record.user.username }));
  }
  if (request.method !== "HEAD") keepToken(session, "reset_token", token);
  return answers.seeOther(visit, `${parts.place.path}/reset`);
};
