import { currentUser } from "../account/current-user.ts";
import { userJson } from "../users/user.ts";
import type { Route } from "./visit.ts";
import { when } from "./when.ts";

/** For single-page apps: who is logged in, and until when. Always JSON, always 200. */
export const getSession: Route = ({ parts, answers }, visit) => {
  const { session } = visit;
  return when(currentUser(parts, session), (user) =>
    answers.json(visit, 200, {
      user: user ? userJson(user) : null,
      expiresAt: session.id === undefined ? null : session.expiryDate().toISOString(),
    }),
  );
};
