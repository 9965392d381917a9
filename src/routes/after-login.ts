import { nextPath } from "../requests/next-path.ts";
import type { RouteContext, Visit } from "./visit.ts";

/** Where somebody goes who has just logged in: to the `next` of their form if it is good, else to welcome. */
export const afterLogin = ({ parts }: RouteContext, { fields }: Visit): string => {
  const { origin, path } = parts.place;
  const isAvoided = (next: string): boolean =>
    next.startsWith(path) && NO_PLACES.test(next.slice(path.length));
  return nextPath(fields.get("next"), origin, isAvoided) ?? `${path}/welcome`;
};

/** Out again, in circles, and what answers no GET. */
const NO_PLACES = /^\/(?:login|register|logout|sessions\/.*)$/;
