import { logOut } from "../account/log-out.ts";
import { logoutPage } from "../pages/logout-page.ts";
import { isDeliberateVisit } from "../requests/is-deliberate-visit.ts";
import { loggedOut } from "./post-logout.ts";
import type { Route } from "./visit.ts";

/** Ends the session only if the visitor went here on purpose; else asks, with one button. */
export const getLogout: Route = (context, visit) => {
  const { method, headers } = visit.request;
  if (!isDeliberateVisit(method, headers, context.parts.place.origin)) {
    return context.answers.page(visit, 200, logoutPage(context.frame, {}));
  }
  logOut(visit.session);
  return loggedOut(context, visit);
};
