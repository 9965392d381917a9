import { prefersJson } from "../requests/prefers-json.ts";
import type { Asked } from "./asked.ts";
import type { RouteContext } from "./visit.ts";

/**
 * What somebody gets who is not logged in: a browser goes to the login page and comes back
 * afterwards, a client in JSON is told 401.
 *
 * @param from where they wanted to go, to come back to if it was something to look at
 */
export const loginRequired = (
  { parts, answers }: RouteContext,
  asked: Asked,
  from: string,
): Response => {
  if (prefersJson(asked.request.headers)) {
    return answers.problemJson(asked, { status: 401, code: "session.required" });
  }
  const { method } = asked.request;
  const isPage = method === "GET" || method === "HEAD";
  const query = isPage ? `?next=${encodeURIComponent(from)}` : "";
  return answers.seeOther(asked, `${parts.place.path}/login${query}`);
};
