// A server of node:http and no framework, with the account pages under /account, a page that greets
// whoever is logged in, and a basket that follows every visitor, logged in or not.
//
//   node examples/node-app.ts
import { randomBytes } from "node:crypto";
import { createServer, type ServerResponse } from "node:http";
import { countersign } from "countersign";
import { accountPages, requireUser, type SessionRequest, sessions } from "countersign/node";

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

const pages = accountPages(cs);

const wall = requireUser(cs)((req, res) => {
  const basket = req.session.get("basket") ?? [];
  res.end(`Hello ${req.user.username}, your basket: ${basket.join(", ") || "empty"}.`);
});

const fill = ({ session }: SessionRequest, res: ServerResponse, thing: string) => {
  const basket = [...(session.get("basket") ?? []), thing];
  session.set("basket", basket);
  res.setHeader("Content-Type", "application/json");
  res.end(JSON.stringify({ basket }));
};

const server = createServer(
  sessions(cs)((req, res) => {
    const { pathname } = new URL(req.url ?? "/", cs.origin);
    const thing = /^\/basket\/(\w+)$/.exec(pathname)?.[1];
    if (pathname === "/") res.end("No session was opened for this page.");
    else if (pathname === "/wall") wall(req, res);
    else if (thing && req.method === "POST") fill(req, res, thing);
    else pages(req, res);
  }),
);

await cs.ready();
server.listen(port, "127.0.0.1", () => console.log(`${cs.origin}/account/`));
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, () => server.close(() => cs.close()));
}
