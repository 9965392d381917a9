import { forgotPassword } from "../account/forgot-password.ts";
import { prefersJson } from "../requests/prefers-json.ts";
import type { Route } from "./visit.ts";

/** Sends a link to a new password, if there is somebody to send it to. Nobody learns whether there is. */
export const postForgot: Route = async ({ parts, answers, frame }, visit) => {
  const { request, session, fields, requestId } = visit;
  const typed = fields.get("username") ?? "";
  const mails = await forgotPassword(parts, frame.words, session, typed);
  parts.log.info({ event: "resetRequested", requestId, mails }, "a new password was asked for");
  return prefersJson(request.headers)
    ? answers.empty(visit)
    : answers.seeOther(visit, `${parts.place.path}/forgot?did=send`);
};
