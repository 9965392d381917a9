import type { Problem } from "../errors/problem.ts";
import { causeOf } from "../sessions/cause-of.ts";
import { stateOf } from "../sessions/session.ts";
import type { Wait } from "../throttle/counters.ts";
import type { RouteContext, Visit } from "./visit.ts";

/**
 * 429 to whoever has tried too often, and a line in the log: in so many whole seconds the next try is
 * let through. Nothing is said of when where it is closed, because that does not open by itself.
 */
export const tooMany = (
  { parts }: RouteContext,
  { session }: Visit,
  code: "login.too-many" | "register.too-many",
  { openAt, isClosed }: Wait,
): Problem => {
  const seconds = Math.max(1, Math.ceil((openAt - parts.clock()) / 1_000));
  const ends = isClosed ? { isClosed } : { isClosed, retryAfter: seconds };
  const isLogin = code === "login.too-many";
  const event = isLogin ? "loginBlocked" : "registrationBlocked";
  if (isLogin) parts.alarm.noteBlocked();
  // In the log alone: a line in the audit would be a write for each that is refused to save one.
  const cause = causeOf(stateOf(session));
  parts.log.info({ event, outcome: "failure", ...cause, ...ends }, "too many attempts");
  return { status: 429, code, ...ends };
};
