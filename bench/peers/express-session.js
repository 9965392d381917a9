// express-session as its README sets it up: `memory` for its own memory store, `redis` for connect-redis.
import { RedisStore } from "connect-redis";
import express from "express";
import session from "express-session";
import { createClient } from "redis";
import { SAME_HEADERS, sameHtml } from "../servers/same-page.ts";
import { sameUser, USER_ID } from "../servers/same-user.ts";
import { greeting, VISITOR, WHERE } from "../servers/visitor.ts";

const options = { secret: "keyboard cat", resave: false, saveUninitialized: false };

if (process.argv[2] === "redis") {
  const client = createClient({ url: process.env.BENCH_REDIS });
  await client.connect();
  options.store = new RedisStore({ client, prefix: "myapp:" });
}

const app = express();
app.get("/health/live", (_, res) => res.send("ok"));
app.use(session(options));
app.get("/begin", (req, res) => {
  Object.assign(req.session, VISITOR);
  res.type("text/plain").send("begun");
});
app.get("/read", (req, res) => res.type("text/plain").send(greeting(req.session.name)));
app.get("/write", (req, res) => {
  req.session.visits += 1;
  res.type("text/plain").send(greeting(VISITOR.name));
});
app.get("/enter", (req, res) => {
  req.session.userId = USER_ID;
  res.type("text/plain").send("entered");
});
app.get("/welcome", (req, res) => {
  const { userId } = req.session;
  if (userId === undefined) res.status(401).end();
  else res.set(SAME_HEADERS).send(sameHtml(sameUser(userId)));
});
app.get("/end", (req, res) => {
  req.session.destroy(() => res.type("text/plain").send("ended"));
});
app.listen(WHERE.port, WHERE.host);
