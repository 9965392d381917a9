// @fastify/secure-session as its README sets it up, with a key of 32 random bytes.
import { randomBytes } from "node:crypto";
import secureSession from "@fastify/secure-session";
import fastify from "fastify";
import { SAME_HEADERS, sameHtml } from "../servers/same-page.ts";
import { sameUser, USER_ID } from "../servers/same-user.ts";
import { greeting, VISITOR, WHERE } from "../servers/visitor.ts";

const app = fastify({ logger: false });
app.get("/health/live", (_, reply) => reply.send("ok"));
app.register(secureSession, {
  sessionName: "session",
  cookieName: "my-session-cookie",
  key: randomBytes(32),
  expiry: 24 * 60 * 60,
  cookie: { path: "/" },
});
app.get("/begin", (request, reply) => {
  for (const [key, value] of Object.entries(VISITOR)) request.session.set(key, value);
  reply.send("begun");
});
app.get("/read", (request, reply) => reply.send(greeting(request.session.get("name"))));
app.get("/write", (request, reply) => {
  request.session.set("visits", request.session.get("visits") + 1);
  reply.send(greeting(VISITOR.name));
});
app.get("/enter", (request, reply) => {
  request.session.set("userId", USER_ID);
  reply.send("entered");
});
app.get("/welcome", (request, reply) => {
  const userId = request.session.get("userId");
  if (userId === undefined) reply.code(401).send();
  else reply.headers(SAME_HEADERS).send(sameHtml(sameUser(userId)));
});
app.listen(WHERE);
