// Our pages for users on Hono, on the engine that is named: `/welcome`, `/logout` and the rest, and `/id`, which
// does not load the user.
import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { accountPages, requireUser, type SessionVariables, sessions } from "../../src/hono.ts";
import { begin, ourSessions } from "./our-sessions.ts";
import { WHERE } from "./visitor.ts";

const cs = await ourSessions(process.argv[2] ?? "signedCookie");
if (!cs) throw new Error("without sessions nobody is logged in");

const app = new Hono<{ Variables: SessionVariables }>()
  .use(sessions(cs))
  .get("/begin", async (c) => {
    await begin(cs, c.var.session, "user");
    return c.text("begun");
  })
  .get("/id", requireUser(cs, { load: false }), (c) => c.text(String(c.var.userId)))
  .route(cs.path, accountPages(cs));

serve({ fetch: app.fetch, hostname: WHERE.host, port: WHERE.port });
