import { findConfirmation } from "../account/confirm-email.ts";
import { currentUser } from "../account/current-user.ts";
import { noticePage } from "../pages/notice-page.ts";
import { verifyPage } from "../pages/verify-page.ts";
import { deadLink } from "./dead-link.ts";
import { dropToken, keepToken, keptToken } from "./kept-token.ts";
import { loginRequired } from "./login-required.ts";
import { queryFields } from "./query-fields.ts";
import type { Route, RouteContext, Visit } from "./visit.ts";

/**
 * From a mail, with a token, which goes into the session; then once more without, for the button. Without
 * any of that it says how the address of who is logged in stands.
 */
export const getVerify: Route = async (context, visit) => {
  const { parts, answers, frame } = context;
  const { request, session } = visit;
  const query = queryFields(request);
  if (!query) return answers.problem(visit, { status: 400, code: "request.malformed" });
  const { account, home } = frame.words;
  const toWelcome = { path: "/welcome", label: home.toWelcome };
  const did = query.get("did");
  if (did === "verify") {
    const { verified: title, verifiedLead: lead } = account.verify;
    return answers.page(visit, 200, noticePage(frame, { title, lead, to: toWelcome }));
  }
  if (did === "send") {
    const { sent: title, sentLead: lead } = account.verify;
    return answers.page(visit, 200, noticePage(frame, { title, lead, to: toWelcome }));
  }
  const fromMail = query.get("token");
  const token = fromMail ?? keptToken(visit, "verify_token");
  if (token === undefined) return ownAddress(context, visit);
  const found = await findConfirmation(parts, token);
  if (!found) {
    if (fromMail !== undefined) return deadLink(context, visit, "verify.invalid");
    dropToken(session, "verify_token");
    return ownAddress(context, visit);
  }
  if (fromMail === undefined) {
    const { email, record } = found;
    return answers.page(visit, 200, verifyPage(frame, { email, username: record.user.username }));
  }
  if (request.method !== "HEAD") keepToken(session, "verify_token", token);
  return answers.seeOther(visit, `${parts.place.path}/verify`);
};

const ownAddress = async (context: RouteContext, visit: Visit): Promise<Response> => {
  const { parts, answers, frame } = context;
  const { path } = parts.place;
  const user = await currentUser(parts, visit.session);
  if (!user) return loginRequired(context, visit, `${path}/verify`);
  if (user.email === undefined || user.emailVerifiedAt !== undefined) {
    return answers.seeOther(visit, `${path}/email`);
  }
  const view = { email: user.email, username: undefined };
  return answers.page(visit, 200, verifyPage(frame, view));
};
