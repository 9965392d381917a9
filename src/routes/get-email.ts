import { currentUser } from "../account/current-user.ts";
import { emailPage } from "../pages/email-page.ts";
import { noticePage } from "../pages/notice-page.ts";
import { loginRequired } from "./login-required.ts";
import { queryFields } from "./query-fields.ts";
import type { Route } from "./visit.ts";

export const getEmail: Route = async (context, visit) => {
  const { parts, answers, frame } = context;
  const query = queryFields(visit.request);
  if (!query) return answers.problem(visit, { status: 400, code: "request.malformed" });
  const user = await currentUser(parts, visit.session);
  if (!user) return loginRequired(context, visit, `${parts.place.path}/email`);
  const { account, home } = frame.words;
  const page =
    query.get("did") === "send"
      ? noticePage(frame, {
          title: account.email.sent,
          lead: account.email.sentLead,
          to: { path: "/welcome", label: home.toWelcome },
        })
      : emailPage(frame, {
          username: user.username,
          current: user.email,
          isVerified: user.emailVerifiedAt !== undefined,
        });
  return answers.page(visit, 200, page);
};
