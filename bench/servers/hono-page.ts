import { Hono } from "hono";
import { sessions } from "../../src/hono.ts";
import type { Countersign } from "../../src/routes/countersign.ts";
import { checkPassword } from "./check-password.ts";
import { begin } from "./our-sessions.ts";
import { samePage } from "./same-page.ts";
import { sameUser, USER_ID } from "./same-user.ts";
import { greeting, VISITOR } from "./visitor.ts";

/**
 * The pages on Hono with sessions, `/welcome` not touching its own; or, without `cs`, the same pages and none, and a
 * login that checks a password.
 *
 * @param isBehind do they stand behind a middleware that does nothing?
 */
export const honoPage = (cs: Countersign | undefined, isBehind = false): Hono => {
  const app = new Hono().get("/health/live", (c) => c.text("ok"));
  if (!cs) {
    if (isBehind) app.use(async (_, next) => void (await next()));
    return app
      .get("/read", (c) => c.text(greeting(VISITOR.name)))
      .get("/welcome", () => samePage(sameUser(USER_ID)))
      .post("/login", async (c) => {
        const { password } = await c.req.json();
        return c.body(null, (await checkPassword(password)) ? 204 : 401);
      });
  }
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
    })
    .get("/welcome", () => samePage(sameUser(USER_ID)));
  return app;
};
