import { currentUser } from "../account/current-user.ts";
import { labPage } from "../pages/lab-page.ts";
import type { LabView } from "../pages/lab-view.ts";
import type { LabNews } from "../pages/lab-words.ts";
import type { Fields } from "../requests/form-fields.ts";
import { prefersJson } from "../requests/prefers-json.ts";
import { lookInside } from "../sessions/look-inside.ts";
import { type Session, stateOf } from "../sessions/session.ts";
import type { SessionDoor } from "../sessions/session-door.ts";
import { type Alteration, type Trial, tryAlteration } from "../sessions/try-alteration.ts";
import { queryFields } from "./query-fields.ts";
import type { Route } from "./visit.ts";

/**
 * What a session is, shown on the visitor's own; and with `place` and `letter`, or `payload`, what the
 * door says to an altered copy of its cookie.
 */
export const getLab: Route = async ({ parts, answers, frame }, visit) => {
  const { request, session } = visit;
  const query = queryFields(request);
  if (!query) return answers.problem(visit, { status: 400, code: "request.malformed" });
  const user = await currentUser(parts, session);
  const view: LabView = {
    ...(await lookInside(parts.door, session)),
    username: user?.username ?? null,
    trial: (await trialOf(parts.door, session, query)) ?? null,
  };
  if (prefersJson(request.headers)) return answers.json(visit, 200, view);
  const news = query.get("did");
  const isNews = news !== undefined && Object.hasOwn(frame.words.lab.acts.news, news);
  return answers.page(
    visit,
    200,
    labPage(frame, view, query, isNews ? (news as LabNews) : undefined),
  );
};

const trialOf = async (
  door: SessionDoor,
  session: Session,
  query: Fields,
): Promise<Trial | undefined> => {
  const { token } = stateOf(session);
  const alteration = alterationIn(query);
  return token === undefined || !alteration ? undefined : tryAlteration(door, token, alteration);
};

const alterationIn = (query: Fields): Alteration | undefined => {
  const payload = query.get("payload");
  if (payload !== undefined) return { payload };
  const place = query.get("place") ?? "";
  return /^\d{1,5}$/.test(place)
    ? { place: Number(place), letter: query.get("letter") }
    : undefined;
};
