// An app of one's own with the account pages under /account, a page that greets whoever is logged
// in, and a basket that follows every visitor, logged in or not.
//
//   node examples/hono-app.ts
import { randomBytes } from "node:crypto";
import { serve } from "@hono/node-server";
import { countersign } from "countersign";
import { accountPages, requireUser, sessions } from "countersign/hono";
import { Hono } from "hono";

declare module "countersign" {
  interface SessionData {
    basket: readonly string[];
  }
}

const port = Number(process.env["PORT"] ?? 3000);

const cs = countersign({
  origin: `http://127.0.0.1:${port}`,
  path: "/account",
  // In production: [process.env.COUNTERSIGN_SECRET], and an https origin.
  secrets: [process.env["COUNTERSIGN_SECRET"] ?? randomBytes(32).toString("base64url")],
  database: process.env["COUNTERSIGN_DATABASE"] ?? "sqlite:data/example.db",
  development: true,
});

const app = new Hono()
  .use(sessions(cs))
  .route(cs.path, accountPages(cs))
  .get("/", (c) => c.text("No session was opened for this page."))
  .post("/basket/:thing", (c) => {
    const { session } = c.var;
    const basket = [...(session.get("basket") ?? []), c.req.param("thing")];
    session.set("basket", basket);
    return c.json({ basket });
  })
  .get("/wall", requireUser(cs), (c) => {
    const basket = c.var.session.get("basket") ?? [];
    return c.text(`Hello ${c.var.user.username}, your basket: ${basket.join(", ") || "empty"}.`);
  });

await cs.ready();
const server = serve({ fetch: app.fetch, hostname: "127.0.0.1", port }, () =>
  console.log(`http://127.0.0.1:${port}/account/`),
);
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, () => server.close(() => cs.close()));
}
