import type { ProblemCode } from "../errors/problem.ts";
import { type Notice, noticePage } from "../pages/notice-page.ts";
import { prefersJson } from "../requests/prefers-json.ts";
import type { RouteContext, Visit } from "./visit.ts";

/** What somebody gets whose link is good no more, and where to go from there. */
export const deadLink = (
  { answers, frame }: RouteContext,
  visit: Visit,
  code: ProblemCode & `${string}.invalid`,
  status: number = 400,
): Response => {
  if (prefersJson(visit.request.headers)) return answers.problemJson(visit, { status, code });
  const { problems, account } = frame.words;
  const isReset = code === "reset.invalid";
  const notice: Notice = {
    title: isReset ? account.reset.invalid : account.verify.invalid,
    lead: problems[code],
    to: { path: isReset ? "/forgot" : "/verify", label: account.reset.again },
  };
  return answers.page(visit, status, noticePage(frame, notice));
};
