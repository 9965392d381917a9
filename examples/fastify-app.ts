// An app of Fastify 5 with the account pages under /account, a page that greets whoever is logged in,
// and a basket that follows every visitor, logged in or not.
//
//   node examples/fastify-app.ts
import { randomBytes } from "node:crypto";
import { countersign } from "countersign";
import { accountPages, requireUser, sessions } from "countersign/fastify";
import fastify from "fastify";

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

const app = fastify();
app.register(sessions(cs));
app.register(accountPages(cs));

app.get("/", async () => "No session was opened for this page.");

app.post<{ Params: { thing: string } }>("/basket/:thing", async ({ session, params }) => {
  const basket = [...(session.get("basket") ?? []), params.thing];
  session.set("basket", basket);
  return { basket };
});

app.get("/wall", { preHandler: requireUser(cs) }, async ({ session, user }) => {
  const basket = session.get("basket") ?? [];
  return `Hello ${user.username}, your basket: ${basket.join(", ") || "empty"}.`;
});

app.addHook("onClose", () => cs.close());
await cs.ready();
await app.listen({ port, host: "127.0.0.1" });
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => app.close());
console.log(`${cs.origin}/account/`);
