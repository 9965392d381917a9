import { forgotPage } from "../pages/forgot-page.ts";
import { noticePage } from "../pages/notice-page.ts";
import { queryFields } from "./query-fields.ts";
import type { Route } from "./visit.ts";

export const getForgot: Route = ({ answers, frame }, visit) => {
  const query = queryFields(visit.request);
  if (!query) return answers.problem(visit, { status: 400, code: "request.malformed" });
  const { forgot, toLogin } = frame.words.account;
  const page =
    query.get("did") === "send"
      ? noticePage(frame, {
          title: forgot.sent,
          lead: forgot.sentLead,
          to: { path: "/login", label: toLogin },
        })
      : forgotPage(frame, {});
  return answers.page(visit, 200, page);
};
