import type { Problem } from "../errors/problem.ts";
import { pathnameOf } from "../requests/pathname-of.ts";
import { answerVisit, findRoutes } from "../routes/answer-visit.ts";
import type { Countersign } from "../routes/countersign.ts";
import { loginRequired } from "../routes/login-required.ts";
import {
  type RequiredUser,
  type RequireUserOptions,
  requiredUser,
} from "../routes/required-user.ts";
import type { SessionsOnly } from "../routes/sessions-only.ts";
import type { User } from "../users/user.ts";
import { type FetchOptions, type SessionVisit, visitBy } from "./fetch-visit.ts";

/** What `requireUser(cs, { load: false })` hands to a handler. */
export interface UserIdVisit extends SessionVisit {
  readonly userId: number;
}

/** What `requireUser(cs)` hands to a handler. */
export interface UserVisit extends UserIdVisit {
  readonly user: User;
}

export interface PagesOptions extends FetchOptions {
  /** Answers what is none of our paths; 404 if left out, or if it answers nothing. */
  readonly otherwise?: (request: Request) => Response | Promise<Response> | undefined;
}

/**
 * Goes around a handler and makes a function from `Request` to `Response` of it. What a framework
 * passes beside the request (Next.js: `{ params }`) is handed through.
 */
export type Around<Visit> = <Rest extends readonly unknown[]>(
  handler: (request: Request, visit: Visit, ...rest: Rest) => Response | Promise<Response>,
) => (request: Request, ...rest: Rest) => Promise<Response>;

/**
 * Opens the session before a handler, and saves it before the answer leaves:
 * `export const GET = sessions(cs)((request, { session }) => …)`. A request without our cookie
 * costs nothing. With it the session is read at its first touch (on cookies, SQLite, `file` and
 * `memory`), or before the handler (`cache` and `layered`).
 *
 * What a handler throws is the framework's, and saves nothing. But a `Response` that is thrown is an
 * answer, and a storage that fails is 503, as `storage.unavailable` or `server.busy` says.
 */
export const sessions =
  (cs: SessionsOnly, options: FetchOptions = {}): Around<SessionVisit> =>
  (handler) =>
  (request, ...rest) =>
    visitBy(cs, options, request, (_context, visit) => handler(request, visit, ...rest));

/**
 * Our pages and their JSON twins, at `cs.path`: `export { pages as GET, pages as POST }` in a route
 * that catches all below it, or with `otherwise` the whole of a server.
 */
export const accountPages =
  (
    cs: Countersign,
    { otherwise, ...options }: PagesOptions = {},
  ): ((request: Request, ...rest: readonly unknown[]) => Promise<Response>) =>
  (request) =>
    visitBy(cs, options, request, (context, visit) => {
      const routes = findRoutes(context, pathnameOf(request.url));
      if (routes) return answerVisit(context, routes, { request, ...visit });
      return otherwise?.(request) ?? context.answers.problem({ request, ...visit }, NOT_FOUND);
    });

/**
 * Lets only logged-in users through: `requireUser(cs)((request, { user, session }) => …)`. Anybody
 * else is sent to the login page and back again, or told 401 in JSON. Opens the session itself, or
 * takes the one that `sessions(cs)` around it has opened.
 */
export function requireUser(
  cs: Countersign,
  options?: FetchOptions & { readonly load?: true },
): Around<UserVisit>;
/**
 * The same without reading the user: `(request, { userId, session }) => …`. What was ended (a logout, a
 * disabled or deleted user) is refused at once on SQLite, by one read by key; on PostgreSQL from
 * memory, within one second, whatever happens to the connection that feeds it.
 */
export function requireUser(
  cs: Countersign,
  options: FetchOptions & { readonly load: false },
): Around<UserIdVisit>;
export function requireUser(
  cs: Countersign,
  options: FetchOptions & RequireUserOptions = {},
): Around<UserVisit> {
  return (handler) =>
    (request, ...rest) =>
      visitBy(cs, options, request, async (context, visit) => {
        const asked = { request, requestId: visit.requestId };
        let found: RequiredUser | undefined;
        try {
          found = await requiredUser(context.parts, visit.session, options);
        } catch (error) {
          return context.failure(asked, error);
        }
        // Who asks for no user has a handler, by the types above, that takes none.
        if (found) return handler(request, { ...visit, ...found } as UserVisit, ...rest);
        const { pathname, search } = new URL(request.url);
        return loginRequired(context, asked, pathname + search);
      });
}

const NOT_FOUND: Problem = { status: 404, code: "request.not-found" };
