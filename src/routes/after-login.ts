import { nextPath } from "../requests/next-path.ts";
import type { RouteContext, Visit } from "./visit.ts";

/** Where somebody goes who has just logged in: to the `next` of their form if it is good, else to welcome. */
export const afterLogin = ({ parts }: RouteContext, { fields }: Visit): string => {
  const { origin, path } = parts.place;
  const circles = ["/login", "/register", "/logout"].map((end) => path + end);
  return nextPath(fields.get("next"), origin, circles) ?? `${path}/welcome`;
};
