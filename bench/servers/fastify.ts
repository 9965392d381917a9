// The page on Fastify: `node bench/servers/fastify.ts ENGINE`, or `none` for it without a session.
import fastify from "fastify";
import { sessions } from "../../src/fastify.ts";
import { begin, ourSessions } from "./our-sessions.ts";
import { greeting, VISITOR, WHERE } from "./visitor.ts";

const cs = await ourSessions(process.argv[2]);
const app = fastify({ logger: false });
app.get("/health/live", (_, reply) => reply.send("ok"));

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
} else {
  app.get("/read", (_, reply) => reply.send(greeting(VISITOR.name)));
}

await app.listen(WHERE);
