import { type Asset, type Assets, labAssets } from "../pages/assets.ts";
import { getDelete } from "./get-delete.ts";
import { getEmail } from "./get-email.ts";
import { getForgot } from "./get-forgot.ts";
import { getHealth, getHealthLive } from "./get-health.ts";
import { getHome } from "./get-home.ts";
import { getLab } from "./get-lab.ts";
import { getLogin } from "./get-login.ts";
import { getLogout } from "./get-logout.ts";
import { getPassword } from "./get-password.ts";
import { getRegister } from "./get-register.ts";
import { getReset } from "./get-reset.ts";
import { getSession } from "./get-session.ts";
import { getSessions } from "./get-sessions.ts";
import { getVerify } from "./get-verify.ts";
import { getWelcome } from "./get-welcome.ts";
import { postDelete } from "./post-delete.ts";
import { postEmail } from "./post-email.ts";
import { postForgot } from "./post-forgot.ts";
import { postLab } from "./post-lab.ts";
import { postLogin } from "./post-login.ts";
import { postLogout } from "./post-logout.ts";
import { postPassword } from "./post-password.ts";
import { postRegister } from "./post-register.ts";
import { postReset } from "./post-reset.ts";
import { postSessionEnd } from "./post-session-end.ts";
import { postSessionsEndOthers } from "./post-sessions-end-others.ts";
import { postVerify } from "./post-verify.ts";
import type { Route } from "./visit.ts";

export interface Routes {
  /** One of them at least. */
  readonly GET?: Route;
  readonly POST?: Route;
  /** Not where the users are another system's. */
  readonly isForOwnUsers?: boolean;
  /** Not where no mails are sent. */
  readonly needsMail?: boolean;
}

const file = ({ path, type, content }: Asset): [string, Routes] => [
  path,
  { GET: ({ answers }, visit) => answers.asset(visit, type, content) },
];

const notFound: Route = ({ answers }, visit) =>
  answers.problem(visit, { status: 404, code: "request.not-found" });

/** A path of ours at which nothing is. */
export const nowhere: Routes = { GET: notFound, POST: notFound };

/** By the path below the one under which the pages are mounted; an id as routers write it. */
export type RouteTable = ReadonlyMap<string, Routes>;

/** A path between whose first and last part stands an id. */
const WITH_ID = /^(\/[\w-]+)\/[^/]+(\/[\w-]+)$/;

/** The routes of a path below the one under which the pages are mounted. */
export const routesAt = (table: RouteTable, path: string): Routes | undefined =>
  table.get(path) ?? table.get(path.replace(WITH_ID, "$1/:id$2"));

/** Every path of ours that has a name, in production. */
export const routeTable: RouteTable = new Map<string, Routes>([
  ["/", { GET: getHome }],
  ["/register", { GET: getRegister, POST: postRegister, isForOwnUsers: true }],
  ["/login", { GET: getLogin, POST: postLogin }],
  ["/welcome", { GET: getWelcome }],
  ["/logout", { GET: getLogout, POST: postLogout }],
  ["/session", { GET: getSession }],
  ["/sessions", { GET: getSessions }],
  ["/sessions/:id/end", { POST: postSessionEnd }],
  ["/sessions/end-others", { POST: postSessionsEndOthers }],
  ["/password", { GET: getPassword, POST: postPassword, isForOwnUsers: true }],
  ["/forgot", { GET: getForgot, POST: postForgot, isForOwnUsers: true, needsMail: true }],
  ["/reset", { GET: getReset, POST: postReset, isForOwnUsers: true, needsMail: true }],
  ["/verify", { GET: getVerify, POST: postVerify, isForOwnUsers: true, needsMail: true }],
  ["/email", { GET: getEmail, POST: postEmail, isForOwnUsers: true, needsMail: true }],
  ["/delete", { GET: getDelete, POST: postDelete, isForOwnUsers: true }],
  ["/health", { GET: getHealth }],
  ["/health/live", { GET: getHealthLive }],
]);

/** In development; in production there is nothing at these paths, and they are the host's. */
export const routeTableWithLab: RouteTable = new Map<string, Routes>([
  ...routeTable,
  ["/lab", { GET: getLab, POST: postLab }],
  ...Object.values(labAssets).map(file),
]);

/** All that there is where the pages are mounted, with the files that they ask for. */
export const createRoutes = (assets: Assets, hasLab: boolean): RouteTable =>
  new Map([...(hasLab ? routeTableWithLab : routeTable), ...Object.values(assets).map(file)]);
