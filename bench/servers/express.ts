// The page on Express: `node bench/servers/express.ts ENGINE`, or `none` for it without a session.
import express from "express";
import { sessions } from "../../src/express.ts";
import { begin, ourSessions } from "./our-sessions.ts";
import { greeting, VISITOR, WHERE } from "./visitor.ts";

const cs = await ourSessions(process.argv[2]);
const app = express();
app.get("/health/live", (_, res) => {
  res.send("ok");
});

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
} else {
  app.get("/read", (_, res) => {
    res.type("text/plain").send(greeting(VISITOR.name));
  });
}

app.listen(WHERE.port, WHERE.host);
