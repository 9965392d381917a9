// cookie-session as its README sets it up: the data in one cookie, its signature in another.
import cookieSession from "cookie-session";
import express from "express";
import { SAME_HEADERS, sameHtml } from "../servers/same-page.ts";
import { sameUser, USER_ID } from "../servers/same-user.ts";
import { greeting, VISITOR, WHERE } from "../servers/visitor.ts";

const app = express();
app.get("/health/live", (_, res) => res.send("ok"));
app.use(cookieSession({ name: "session", keys: ["key1", "key2"], maxAge: 24 * 60 * 60 * 1000 }));
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
  req.session = null;
  res.type("text/plain").send("ended");
});
app.listen(WHERE.port, WHERE.host);
