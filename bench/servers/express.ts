// The page on Express: `node bench/servers/express.ts ENGINE`, or `none` for it without a session.
import express, { type Response } from "express";
import { requireUser, sessions } from "../../src/express.ts";
import { begin, ourSessions } from "./our-sessions.ts";
import { SAME_HEADERS, sameHtml, type Welcomed } from "./same-page.ts";
import { sameUser, USER_ID } from "./same-user.ts";
import { greeting, VISITOR, WHERE } from "./visitor.ts";

const cs = await ourSessions(process.argv[2]);
const app = express();
app.get("/health/live", (_, res) => {
  res.send("ok");
});

const welcome = (res: Response, user: Welcomed): void => {
  res.set(SAME_HEADERS).send(sameHtml(user));
};

if (cs) {
  app.use(sessions(cs));
  app.get("/begin", async (req, res) => {
    await begin(cs, req.session, req.query["as"]);
    res.type("text/plain").send("begun");
  });
  app.get("/read", (req, res) => {
    res.type("text/plain").send(greeting(req.session.get("name", undefined)));
  });
  app.get("/write", (req, res) => {
    req.session.increment("visits");
    res.type("text/plain").send(greeting(VISITOR.name));
  });
  app.get("/welcome", requireUser(cs), (req, res) => {
    const { username, createdAt } = req.user;
    welcome(res, { username, registeredAt: new Date(createdAt) });
  });
} else {
  app.get("/read", (_, res) => {
    res.type("text/plain").send(greeting(VISITOR.name));
  });
  app.get("/welcome", (_, res) => welcome(res, sameUser(USER_ID)));
}

app.listen(WHERE.port, WHERE.host);
