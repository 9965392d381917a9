import { confirmEmail } from "../account/confirm-email.ts";
import { currentUser } from "../account/current-user.ts";
import { postConfirmationAgain } from "../account/post-mail.ts";
import { prefersJson } from "../requests/prefers-json.ts";
import { deadLink } from "./dead-link.ts";
import { dropToken, keptToken } from "./kept-token.ts";
import { loginRequired } from "./login-required.ts";
import type { Route } from "./visit.ts";

/** Confirms the address of a link; or, with `do=send`, sends who is logged in the mail once more. */
export const postVerify: Route = async (context, visit) => {
  const { parts, answers, frame } = context;
  const { request, session, fields } = visit;
  if (fields.get("do") === "send") return sendAgain(context, visit);
  const token = keptToken(visit, "verify_token") ?? "";
  const outcome = await confirmEmail(parts, frame.words, session, token);
  dropToken(session, "verify_token");
  if (outcome === "invalid") return deadLink(context, visit, "verify.invalid");
  if (outcome === "taken") {
    return answers.problem(visit, { status: 409, code: "verify.taken" });
  }
  return prefersJson(request.headers)
    ? answers.empty(visit)
    : answers.seeOther(visit, `${parts.place.path}/verify?did=verify`);
};

const sendAgain: Route = async (context, visit) => {
  const { parts, answers, frame } = context;
  const { path } = parts.place;
  const user = await currentUser(parts, visit.session);
  if (!user) return loginRequired(context, visit, `${path}/verify`);
  const { id, email, emailVerifiedAt } = user;
  if (email !== undefined && emailVerifiedAt === undefined) {
    await postConfirmationAgain(parts, frame.words, id, email);
  }
  return prefersJson(visit.request.headers)
    ? answers.empty(visit)
    : answers.seeOther(visit, `${path}/verify?did=send`);
};
