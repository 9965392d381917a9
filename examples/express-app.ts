// An app of Express 5 with the account pages under /account, a page that greets whoever is logged in,
// and a basket that follows every visitor, logged in or not.
//
//   node examples/express-app.ts
import { randomBytes } from "node:crypto";
import { countersign } from "countersign";
import { accountPages, requireUser, sessions } from "countersign/express";
import express from "express";

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

const app = express();
app.use(express.json(), express.urlencoded());
app.use(sessions(cs), accountPages(cs));

app.get("/", (_req, res) => {
  res.send("No session was opened for this page.");
});

app.post("/basket/:thing", (req, res) => {
  const basket = [...(req.session.get("basket") ?? []), req.params.thing];
  req.session.set("basket", basket);
  res.json({ basket });
});

app.get("/wall", requireUser(cs), (req, res) => {
  const basket = req.session.get("basket") ?? [];
  res.send(`Hello ${req.user.username}, your basket: ${basket.join(", ") || "empty"}.`);
});

await cs.ready();
const server = app.listen(port, "127.0.0.1", () => console.log(`${cs.origin}/account/`));
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, () => server.close(() => cs.close()));
}
