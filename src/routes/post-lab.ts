import { isCountersignError } from "../errors/countersign-error.ts";
import type { LabAct, LabNews } from "../pages/lab-words.ts";
import type { Fields } from "../requests/form-fields.ts";
import { prefersJson } from "../requests/prefers-json.ts";
import type { Session } from "../sessions/session.ts";
import type { Route } from "./visit.ts";

/** Does one of the lab's things to the session, and goes back there to look. */
export const postLab: Route = ({ parts, answers }, visit) => {
  const { request, session, fields } = visit;
  const name = fields.get("do") ?? "";
  const act = ACTS.get(name);
  const wantsJson = prefersJson(request.headers);
  const isDone = act !== undefined && isTaken(() => act(session, fields));
  if (!act || (wantsJson && !isDone)) {
    return answers.problem(visit, { status: 400, code: "request.malformed" });
  }
  if (wantsJson) return answers.empty(visit);
  const news = (isDone ? name : "not-written") as LabNews;
  return answers.seeOther(visit, `${parts.place.path}/lab?did=${news}`);
};

const ACTS: ReadonlyMap<string, (session: Session, fields: Fields) => void> = new Map<
  LabAct,
  (session: Session, fields: Fields) => void
>([
  [
    "write",
    (session, fields) => session.set<string>(fields.get("key") ?? "", fields.get("value") ?? ""),
  ],
  ["live-for-five-seconds", (session) => session.setExpiry(5)],
  ["live-until-browser-closes", (session) => session.setExpiry("browser")],
  ["live-as-set", (session) => session.setExpiry(undefined)],
  ["new-id", (session) => session.cycle()],
  ["set-test-cookie", (session) => session.setTestCookie()],
  ["delete-test-cookie", (session) => session.deleteTestCookie()],
  ["flush", (session) => session.flush()],
]);

/** A visitor may try keys that are ours, and values that fit into no cookie: a mistake of theirs, and not of ours. */
const isTaken = (act: () => void): boolean => {
  try {
    act();
    return true;
  } catch (error) {
    if (error instanceof TypeError || isCountersignError(error, "session.too-large")) return false;
    throw error;
  }
};
