import type { Route } from "./visit.ts";

/** Can this process serve? For load balancers. Always JSON. */
export const getHealth: Route = async ({ parts, answers }, visit) => {
  const reason = await parts.ailment();
  return reason === undefined
    ? answers.json(visit, 200, { status: "ok" })
    : answers.json(visit, 503, { status: "unavailable", reason });
};

/** Does this process live? For whoever restarts those that do not. Always JSON. */
export const getHealthLive: Route = ({ answers }, visit) =>
  answers.json(visit, 200, { status: "ok" });
