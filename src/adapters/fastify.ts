// Over 150 lines because it is one framework: the three words, each as Fastify would have it.
import type { Readable } from "node:stream";
import type {
  FastifyPluginAsync,
  FastifyPluginCallback,
  FastifyReply,
  onRequestHookHandler,
  preHandlerHookHandler,
  RouteHandlerMethod,
} from "fastify";
import { answerVisit, findRoutes } from "../routes/answer-visit.ts";
import type { Countersign } from "../routes/countersign.ts";
import { loginRequired } from "../routes/login-required.ts";
import { openVisit } from "../routes/open-visit.ts";
import { outOfReach } from "../routes/out-of-reach.ts";
import { type RequireUserOptions, requiredUser } from "../routes/required-user.ts";
import { sessionAtHand } from "../routes/session-at-hand.ts";
import { contextOf, type SessionsOnly } from "../routes/sessions-only.ts";
import type { Session } from "../sessions/session.ts";
import type { User } from "../users/user.ts";
import { holdHead } from "./held-head.ts";
import { NodeRequest, NodeVisitRequest, targetOf } from "./node-request.ts";
import { bodyOf } from "./send-response.ts";
import { settle } from "./settle.ts";
import { VisitedSession } from "./visited-session.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** From `sessions(cs)` on. */
    session: Session;
    /** From `sessions(cs)` on. */
    requestId: string;
    /** Behind `requireUser(cs)`. */
    user: User;
    /** Behind `requireUser(cs)`, and all there is of the user behind `requireUser(cs, { load: false })`. */
    userId: number;
  }
}

/**
 * A plugin that opens the session before the handlers and saves it before the head of the answer
 * leaves: `request.session`. It holds for the whole of where it is registered, hijacked replies
 * included. A request without our cookie costs nothing. With it the session is read at its first
 * touch (on cookies, SQLite, `file` and `memory`), or before the handlers (`cache` and `layered`).
 */
export const sessions = (cs: SessionsOnly): FastifyPluginCallback => {
  const onRequest: onRequestHookHandler = (request, reply, done) =>
    settle(
      () => contextOf(cs),
      (context) => {
        const atHand = sessionAtHand(context, request.session);
        // Registered twice: the outer one opens and closes.
        if (atHand) {
          done(atHand instanceof TypeError ? atHand : undefined);
          return;
        }
        const requestId = context.parts.newRequestId();
        const asked = { request: new NodeRequest(request.raw, reply.raw), requestId };
        settle(
          () => openVisit(context, asked.request.headers, requestId, () => request.ip),
          (session) => {
            request.session = session;
            request.requestId = requestId;
            holdHead(reply.raw, new VisitedSession(context, asked, session));
            done();
          },
          (error) => send(reply, context.failure(asked, error)),
        );
      },
      () => send(reply, outOfReach()),
    );
  return asPlugin((fastify, _options, done) => {
    for (const name of ["session", "requestId", "user", "userId"]) {
      if (!fastify.hasRequestDecorator(name)) fastify.decorateRequest(name);
    }
    fastify.addHook("onRequest", onRequest);
    done();
  });
};

/**
 * A plugin with our pages and their JSON twins, at `cs.path`, or below a prefix that `cs.path`
 * begins with. It reads its forms itself, and leaves the host's parsers alone.
 */
export const accountPages =
  (cs: Countersign): FastifyPluginAsync =>
  async (fastify) => {
    const open = sessions(cs);
    const answer: RouteHandlerMethod = async (request, reply) => {
      const context = await contextOf(cs);
      const { raw, session, requestId } = request;
      const source = (request.body as Readable | null | undefined) ?? raw;
      const asked = new NodeVisitRequest(raw, reply.raw, cs.origin, source);
      const routes = findRoutes(context, asked.pathname);
      if (!routes) return reply.callNotFound();
      return send(
        reply,
        await answerVisit(context, routes, { request: asked, session, requestId }),
      );
    };
    // While the storage cannot be opened every path of ours says so.
    await fastify.register(
      async (pages) => {
        pages.register(open);
        pages.removeAllContentTypeParsers();
        pages.addContentTypeParser("*", (_request, payload, done) => done(null, payload));
        for (const path of cs.routes.keys()) pages.all(path, answer);
      },
      { prefix: below(fastify.prefix, cs.path) },
    );
  };

/**
 * Lets only logged-in users through, who are then `request.user`: `{ preHandler: requireUser(cs) }`.
 * Anybody else is sent to the login page and back again, or told 401 in JSON.
 *
 * With `{ load: false }` the user is not read: `request.userId` is all that is known of them. What was
 * ended (a logout, a disabled or deleted user) is refused at once on SQLite, by one read by key; on
 * PostgreSQL from memory, within one second, whatever happens to the connection that feeds it.
 */
export const requireUser =
  (cs: Countersign, options: RequireUserOptions = {}): preHandlerHookHandler =>
  (request, reply, done) => {
    const { requestId, raw } = request;
    const asked = () => ({ request: new NodeRequest(raw, reply.raw), requestId });
    settle(
      () => contextOf(cs),
      (context) => {
        const session = sessionAtHand(context, request.session) ?? new TypeError(MISSING);
        if (session instanceof TypeError) return done(session);
        settle(
          () => requiredUser(context.parts, session, options),
          (found) => {
            if (!found) return send(reply, loginRequired(context, asked(), targetOf(raw)));
            request.userId = found.userId;
            if (found.user) request.user = found.user;
            return done();
          },
          (error) => send(reply, context.failure(asked(), error)),
        );
      },
      () => send(reply, outOfReach()),
    );
  };

const MISSING = "requireUser(cs) needs sessions(cs) before it: await app.register(sessions(cs)).";

const send = async (reply: FastifyReply, response: Response): Promise<FastifyReply> => {
  const body = await bodyOf(response);
  return reply.code(response.status).headers(Object.fromEntries(response.headers)).send(body);
};

/** What is left of our path below the prefix under which a host has registered us. */
const below = (prefix: string, path: string): string => {
  const own = path === "/" ? "" : path;
  if (own === prefix || own.startsWith(`${prefix}/`)) return own.slice(prefix.length);
  throw new TypeError(
    `accountPages(cs) is registered below ${prefix}, and cs.path is ${path}: set path to ${prefix}, or to a path below it.`,
  );
};

/** What the package `fastify-plugin` does: it holds where it is registered, and not only inside. */
const asPlugin = (plugin: FastifyPluginCallback): FastifyPluginCallback =>
  Object.assign(plugin, {
    [Symbol.for("skip-override")]: true,
    [Symbol.for("fastify.display-name")]: "countersign",
  });
