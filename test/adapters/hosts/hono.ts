import { getRequestListener } from "@hono/node-server";
import { Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { stream } from "hono/streaming";
import { accountPages, requireUser, sessions } from "../../../src/hono.ts";
import { serving } from "../serving.ts";
import { count, idOf, refusal, type StartHost } from "./host.ts";

export const startHono: StartHost = (t, cs) => {
  const app = new Hono()
    .use(sessions(cs))
    .route(cs.path, accountPages(cs))
    .get("/", (c) => c.text("never asks who you are"))
    .get("/count", (c) => c.json(count(c.var.session)))
    .get("/read", (c) => c.text(String(c.var.session.get("count", "none"))))
    .get("/redirect", (c) => {
      count(c.var.session);
      return c.redirect("/read");
    })
    .get("/streams", (c) => {
      const { session } = c.var;
      count(session);
      return stream(c, async (out) => {
        await out.write("head, ");
        await new Promise((resolve) => setImmediate(resolve));
        await out.write(refusal(session));
      });
    })
    .get("/fails", (c) => {
      count(c.var.session);
      return c.text("no", 500);
    })
    .get("/throws", (c) => {
      count(c.var.session);
      throw new Error("a bug of the host's");
    })
    .get("/forget", (c) => {
      c.var.session.flush();
      return c.text("bye");
    })
    .all("/wall", requireUser(cs), (c) => c.text(`Hello ${c.var.user.username}`))
    .all("/id", requireUser(cs, { load: false }), (c) => c.json(idOf(c.var)));
  app.onError((error, c) =>
    error instanceof HTTPException ? error.getResponse() : c.text("the host's own words", 500),
  );
  return serving(t, getRequestListener(app.fetch));
};
