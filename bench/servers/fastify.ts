// The page on Fastify: `node bench/servers/fastify.ts ENGINE`, or `none` for it without a session.
import fastify, { type FastifyReply } from "fastify";
import { requireUser, sessions } from "../../src/fastify.ts";
import { begin, ourSessions } from "./our-sessions.ts";
import { SAME_HEADERS, sameHtml, type Welcomed } from "./same-page.ts";
import { sameUser, USER_ID } from "./same-user.ts";
import { greeting, VISITOR, WHERE } from "./visitor.ts";

const cs = await ourSessions(process.argv[2]);
const app = fastify({ logger: false });
app.get("/health/live", (_, reply) => reply.send("ok"));

const welcome = (reply: FastifyReply, user: Welcomed): FastifyReply =>
  reply.headers(SAME_HEADERS).send(sameHtml(user));

if (cs) {
  app.register(sessions(cs));
  app.get<{ Querystring: { as?: string } }>("/begin", async (request, reply) => {
    await begin(cs, request.session, request.query.as);
    return reply.send("begun");
  });
  app.get("/read", (request, reply) =>
    reply.send(greeting(request.session.get("name", undefined))),
  );
  app.get("/write", (request, reply) => {
    request.session.increment("visits");
    return reply.send(greeting(VISITOR.name));
  });
  app.get("/welcome", { preHandler: requireUser(cs) }, (request, reply) => {
    const { username, createdAt } = request.user;
    return welcome(reply, { username, registeredAt: new Date(createdAt) });
  });
} else {
  app.get("/read", (_, reply) => reply.send(greeting(VISITOR.name)));
  app.get("/welcome", (_, reply) => welcome(reply, sameUser(USER_ID)));
}

await app.listen(WHERE);
