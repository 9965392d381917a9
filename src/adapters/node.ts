// Over 150 lines because it is one framework: the three words, each as `node:http` would have it.
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Problem } from "../errors/problem.ts";
import { answerVisit, findRoutes } from "../routes/answer-visit.ts";
import type { Countersign } from "../routes/countersign.ts";
import { loginRequired } from "../routes/login-required.ts";
import { openVisit } from "../routes/open-visit.ts";
import { type RequireUserOptions, requiredUser } from "../routes/required-user.ts";
import { sessionAtHand } from "../routes/session-at-hand.ts";
import type { SessionsOnly } from "../routes/sessions-only.ts";
import type { Session } from "../sessions/session.ts";
import type { User } from "../users/user.ts";
import { holdHead } from "./held-head.ts";
import { createLayer, fail, type Layer, type Next, whenReady } from "./node-layer.ts";
import { NodeRequest, NodeVisitRequest, targetOf } from "./node-request.ts";
import { sendResponse } from "./send-response.ts";
import { settle } from "./settle.ts";
import { VisitedSession } from "./visited-session.ts";

/** What `sessions(cs)` puts on a request. */
export interface SessionRequest extends IncomingMessage {
  session: Session;
  requestId: string;
}

/** What `requireUser(cs, { load: false })` adds. */
export interface UserIdRequest extends SessionRequest {
  userId: number;
}

/** What `requireUser(cs)` adds. */
export interface UserRequest extends UserIdRequest {
  user: User;
}

export interface SessionOptions<Request = IncomingMessage> {
  /** The visitor's address, for the list of devices and limits on guessing; the connection's if left out. */
  readonly address?: (req: Request) => string | undefined;
}

/**
 * Opens the session before the handler and saves it before the head of the answer leaves:
 * `req.session`. A request without our cookie costs nothing. With it the session is read at its first
 * touch (on cookies, SQLite, `file` and `memory`), or before the handler (`cache` and `layered`).
 *
 * Without a framework: `createServer(sessions(cs)((req, res) => { … }))`; what the handler throws, or
 * rejects with, is answered by 500 and saves nothing. With one it is middleware: `(req, res, next)`.
 */
export const sessions = (
  cs: SessionsOnly,
  { address = remoteAddress }: SessionOptions = {},
): Layer<SessionRequest> =>
  createLayer(cs, (context, req, res, next) => {
    const atHand = sessionAtHand(context, req.session);
    if (atHand instanceof TypeError) return next(atHand);
    // Mounted twice, as when pages bring their own: the outer one opens and closes.
    if (atHand) return next();
    const requestId = context.parts.newRequestId();
    const asked = { request: new NodeRequest(req, res), requestId };
    const { headers } = asked.request;
    settle(
      () => openVisit(context, headers, requestId, () => address(req)),
      (session) => {
        req.session = session;
        req.requestId = requestId;
        holdHead(res, new VisitedSession(context, asked, session));
        next();
      },
      (error) => sendResponse(res, context.failure(asked, error)),
    );
  });

/**
 * Our pages and their JSON twins, at `cs.path`: `(req, res, next)`. What is not ours goes to `next`;
 * where there is none it is 404.
 */
export const accountPages = (
  cs: Countersign,
  options: SessionOptions = {},
): ((req: IncomingMessage, res: ServerResponse, next?: Next) => void) => {
  const open = sessions(cs, options);
  const answer = (req: SessionRequest, res: ServerResponse, next: Next | undefined): void =>
    whenReady(cs, res, (context) => {
      const { session, requestId } = req;
      const request = new NodeVisitRequest(req, res, cs.origin);
      const visit = { request, session, requestId };
      const routes = findRoutes(context, request.pathname);
      if (routes) {
        settle(
          () => answerVisit(context, routes, visit),
          (response) => sendResponse(res, response),
          (error) => sendResponse(res, context.failure(visit, error)),
        );
      } else if (next) next();
      else sendResponse(res, context.answers.problem(visit, NOT_FOUND));
    });
  return (req, res, next) =>
    open(req, res, (error) => {
      if (error === undefined) answer(req as SessionRequest, res, next);
      else if (next) next(error);
      else fail(cs.context!, req, res, error);
    });
};

/**
 * Lets only logged-in users through, who are then `req.user`. Anybody else is sent to the login page
 * and back again, or told 401 in JSON. Needs `sessions(cs)` around it; takes the same two forms.
 */
export function requireUser(
  cs: Countersign,
  options?: { readonly load?: true },
): Layer<UserRequest>;
/**
 * The same without reading the user: `req.userId` is all that is known of them. What was ended (a
 * logout, a disabled or deleted user) is refused at once on SQLite, by one read by key; on PostgreSQL
 * from memory, within one second, whatever happens to the connection that feeds it.
 */
export function requireUser(
  cs: Countersign,
  options: { readonly load: false },
): Layer<UserIdRequest>;
export function requireUser(cs: Countersign, options: RequireUserOptions = {}): Layer<UserRequest> {
  return requireUserLayer(cs, options);
}

/** `requireUser`, for adapters whose types say nothing of what it reads. */
export const requireUserLayer = (
  cs: Countersign,
  options: RequireUserOptions,
): Layer<UserRequest> =>
  createLayer(cs, (context, req, res, next) => {
    const { requestId } = req;
    const session = sessionAtHand(context, req.session) ?? new TypeError(MISSING);
    if (session instanceof TypeError) return next(session);
    const asked = () => ({ request: new NodeRequest(req, res), requestId });
    settle(
      () => requiredUser(context.parts, session, options),
      (found) => {
        if (!found) {
          sendResponse(res, loginRequired(context, asked(), targetOf(req)));
          return;
        }
        req.userId = found.userId;
        if (found.user) req.user = found.user;
        next();
      },
      (error) => sendResponse(res, context.failure(asked(), error)),
    );
  });

const MISSING =
  "requireUser(cs) needs sessions(cs) before it: app.use(sessions(cs)), or around the handler.";

const NOT_FOUND: Problem = { status: 404, code: "request.not-found" };

const remoteAddress = (req: IncomingMessage): string | undefined => req.socket.remoteAddress;
