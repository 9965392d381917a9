import express from "express";
import { accountPages, requireUser, sessions } from "../../../src/express.ts";
import { serving } from "../serving.ts";
import { count, idOf, refusal, type StartHost } from "./host.ts";

export const startExpress: StartHost = (t, cs) => {
  const app = express();
  // Nothing of the errors that are thrown on purpose in the output of the tests.
  app.set("env", "test");
  app.use(sessions(cs), accountPages(cs));
  app.get("/", (_req, res) => {
    res.send("never asks who you are");
  });
  app.get("/count", (req, res) => {
    res.json(count(req.session));
  });
  app.get("/read", (req, res) => {
    res.send(String(req.session.get("count", "none")));
  });
  app.get("/redirect", (req, res) => {
    count(req.session);
    res.redirect("/read");
  });
  app.get("/streams", (req, res) => {
    count(req.session);
    res.write("head, ");
    setImmediate(() => res.end(refusal(req.session)));
  });
  app.get("/fails", (req, res) => {
    count(req.session);
    res.status(500).send("no");
  });
  app.get("/throws", (req) => {
    count(req.session);
    throw new Error("a bug of the host's");
  });
  app.get("/forget", (req, res) => {
    req.session.flush();
    res.send("bye");
  });
  app.all("/wall", requireUser(cs), (req, res) => {
    res.send(`Hello ${req.user.username}`);
  });
  app.all("/id", requireUser(cs, { load: false }), (req, res) => {
    res.json(idOf(req));
  });
  return serving(t, app);
};
