// An app that is one function from Request to Response, as Bun and Deno serve it and as the route
// handlers of Next.js, SvelteKit and Astro are: with the account pages under /account, a page that
// greets whoever is logged in, and a basket that follows every visitor, logged in or not.
//
//   node examples/fetch-app.ts
import { randomBytes } from "node:crypto";
import { serve } from "@hono/node-server";
import { countersign } from "countersign";
import { accountPages, requireUser, sessions } from "countersign/fetch";

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

const fill = sessions(cs)((_request, { session }, thing: string) => {
  const basket = [...(session.get("basket") ?? []), thing];
  session.set("basket", basket);
  return Response.json({ basket });
});

const wall = requireUser(cs)((_request, { session, user }) => {
  const basket = session.get("basket") ?? [];
  return new Response(`Hello ${user.username}, your basket: ${basket.join(", ") || "empty"}.`);
});

const app = accountPages(cs, {
  otherwise(request) {
    const { pathname } = new URL(request.url);
    const thing = /^\/basket\/(\w+)$/.exec(pathname)?.[1];
    if (thing && request.method === "POST") return fill(request, thing);
    if (pathname === "/wall") return wall(request);
    return pathname === "/" ? new Response("No session was opened for this page.") : undefined;
  },
});

await cs.ready();
// Elsewhere: Bun.serve({ fetch: app, port }), Deno.serve({ port }, app).
const server = serve({ fetch: app, hostname: "127.0.0.1", port }, () =>
  console.log(`${cs.origin}/account/`),
);
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, () => server.close(() => cs.close()));
}
