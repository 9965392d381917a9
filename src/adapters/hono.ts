import { type Context, Hono, type MiddlewareHandler } from "hono";
import { HTTPException } from "hono/http-exception";
import { answerVisit, findRoutes } from "../routes/answer-visit.ts";
import { closeVisit } from "../routes/close-visit.ts";
import type { Countersign } from "../routes/countersign.ts";
import { loginRequired } from "../routes/login-required.ts";
import { openVisit } from "../routes/open-visit.ts";
import { outOfReach } from "../routes/out-of-reach.ts";
import {
  type RequiredUser,
  type RequireUserOptions,
  requiredUser,
} from "../routes/required-user.ts";
import { sessionAtHand } from "../routes/session-at-hand.ts";
import type { SessionContext } from "../routes/session-context.ts";
import { contextOf, type SessionsOnly } from "../routes/sessions-only.ts";
import type { Session } from "../sessions/session.ts";
import type { User } from "../users/user.ts";

/** What `sessions(cs)` puts into `c.var`. */
export interface SessionVariables {
  session: Session;
  requestId: string;
}

/** What `requireUser(cs, { load: false })` adds. */
export interface UserIdVariables extends SessionVariables {
  userId: number;
}

/** What `requireUser(cs)` adds. */
export interface UserVariables extends UserIdVariables {
  user: User;
}

/**
 * Opens the session before the handlers and saves it after them, before the head of the answer goes:
 * `c.var.session`. A request without our cookie costs nothing. With it the session is read at its first
 * touch (on cookies, SQLite, `file` and `memory`), or before the handlers (`cache` and `layered`).
 */
export const sessions = (cs: SessionsOnly): MiddlewareHandler<{ Variables: SessionVariables }> =>
  async function sessions(c, next) {
    const context = await opened(cs);
    const atHand = sessionAtHand(context, c.get("session"));
    if (atHand instanceof TypeError) throw atHand;
    // Mounted twice, as when pages bring their own: the outer one opens and closes.
    if (atHand) return next();
    const requestId = context.parts.newRequestId();
    const asked = { request: c.req.raw, requestId };
    try {
      const session = await openVisit(context, c.req.raw.headers, requestId, () => addressOf(c));
      c.set("session", session);
      c.set("requestId", requestId);
      await next();
      replace(c, await closeVisit(context, asked, session, c.res));
    } catch (error) {
      return context.failure(asked, error);
    }
    return undefined;
  };

/**
 * Our pages and their JSON twins, to be mounted where the settings say:
 * `app.route(cs.path, accountPages(cs))`. What is not ours is left to the host's own routes.
 */
export const accountPages = (cs: Countersign): Hono<{ Variables: SessionVariables }> =>
  new Hono<{ Variables: SessionVariables }>().use(sessions(cs)).all("/*", async (c, next) => {
    const context = await opened(cs);
    const routes = findRoutes(context, c.req.path);
    if (!routes) return next();
    const { session, requestId } = c.var;
    return answerVisit(context, routes, { request: c.req.raw, session, requestId });
  });

/**
 * Lets only logged-in users through, who are then `c.var.user`. Anybody else is sent to the login
 * page and back again, or told 401 in JSON.
 */
export function requireUser(
  cs: Countersign,
  options?: { readonly load?: true },
): MiddlewareHandler<{ Variables: UserVariables }>;
/**
 * The same without reading the user: `c.var.userId` is all that is known of them. What was ended (a
 * logout, a disabled or deleted user) is refused at once on SQLite, by one read by key; on PostgreSQL
 * from memory, within one second, whatever happens to the connection that feeds it.
 */
export function requireUser(
  cs: Countersign,
  options: { readonly load: false },
): MiddlewareHandler<{ Variables: UserIdVariables }>;
export function requireUser(cs: Countersign, options: RequireUserOptions = {}): MiddlewareHandler {
  return async function requireUser(c: Context<{ Variables: UserVariables }>, next) {
    const context = await opened(cs);
    const { requestId } = c.var;
    const session = sessionAtHand(context, c.var.session) ?? new TypeError(MISSING);
    if (session instanceof TypeError) throw session;
    const asked = { request: c.req.raw, requestId };
    let found: RequiredUser | undefined;
    try {
      found = await requiredUser(context.parts, session, options);
    } catch (error) {
      return context.failure(asked, error);
    }
    if (!found) {
      const { pathname, search } = new URL(c.req.url);
      return loginRequired(context, asked, pathname + search);
    }
    c.set("userId", found.userId);
    if (found.user) c.set("user", found.user);
    return next();
  };
}

const MISSING = "requireUser(cs) needs sessions(cs) before it: app.use(sessions(cs)).";

/**
 * The context. While the storage cannot be opened there is no page to answer with: then an exception
 * that Hono shows as 503, and a host's own `onError` finds the cause in.
 */
const opened = <Context extends SessionContext>(
  cs: SessionsOnly & { readonly context: Context | undefined },
): Context | Promise<Context> => {
  const context = contextOf(cs);
  if (!(context instanceof Promise)) return context;
  return context.catch((cause) => {
    throw new HTTPException(503, { res: outOfReach(), cause });
  });
};

/** Hono lays the headers of the old answer over the new one unless the old one is taken away first. */
const replace = (c: Context, response: Response): void => {
  if (response === c.res) return;
  c.res = undefined;
  c.res = response;
};

/** On Node, @hono/node-server hands the connection along. */
const addressOf = (c: Context): string | undefined =>
  (c.env as { incoming?: { socket?: { remoteAddress?: string } } } | undefined)?.incoming?.socket
    ?.remoteAddress;
