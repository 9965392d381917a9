import { logIn } from "../account/log-in.ts";
import type { Problem } from "../errors/problem.ts";
import { loginPage } from "../pages/login-page.ts";
import { prefersJson } from "../requests/prefers-json.ts";
import { userJson } from "../users/user.ts";
import { afterLogin } from "./after-login.ts";
import { tooMany } from "./too-many.ts";
import type { Route } from "./visit.ts";

export const postLogin: Route = async (context, visit) => {
  const { parts, answers, frame } = context;
  const { request, session, fields } = visit;
  const username = fields.get("username") ?? "";
  const password = fields.get("password") ?? "";
  const outcome = await logIn(parts, session, { username, password }, request.signal);
  const wantsJson = prefersJson(request.headers);

  if ("user" in outcome) {
    const { user } = outcome;
    return wantsJson
      ? answers.json(visit, 200, { user: userJson(user) })
      : answers.seeOther(visit, afterLogin(context, visit));
  }
  const problem =
    "wait" in outcome ? tooMany(context, visit, "login.too-many", outcome.wait) : NO_MATCH;
  if (wantsJson) return answers.problemJson(visit, problem);
  const page = loginPage(frame, { username, next: fields.get("next"), problem });
  return answers.problemOnPage(visit, problem, page);
};

const NO_MATCH: Problem = { status: 401, code: "login.no-match" };
