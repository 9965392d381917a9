import { Hono } from "hono";
import { sessions } from "../../src/hono.ts";
import type { Countersign } from "../../src/routes/countersign.ts";
import { begin } from "./our-sessions.ts";
import { greeting, VISITOR } from "./visitor.ts";

/** The page on Hono, with sessions or, without `cs`, the same page and none. */
export const honoPage = (cs: Countersign | undefined): Hono => {
  const app = new Hono().get("/health/live", (c) => c.text("ok"));
  if (!cs) return app.get("/read", (c) => c.text(greeting(VISITOR.name)));
  app
    .use(sessions(cs))
    .get("/begin", async (c) => {
      await begin(cs, c.var.session, c.req.query("as"));
      return c.text("begun");
    })
    .get("/read", (c) => c.text(greeting(c.var.session.get("name", undefined))))
    .get("/write", (c) => {
      c.var.session.increment("visits");
      return c.text(greeting(VISITOR.name));
    });
  return app;
};
