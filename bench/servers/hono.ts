// The page on Hono: `node bench/servers/hono.ts ENGINE`, or `none` for it without a session, and `none behind` for that
// behind a middleware that does nothing.
import { serve } from "@hono/node-server";
import { honoPage } from "./hono-page.ts";
import { ourSessions } from "./our-sessions.ts";
import { WHERE } from "./visitor.ts";

const app = honoPage(await ourSessions(process.argv[2]), process.argv[3] === "behind");
serve({ fetch: app.fetch, hostname: WHERE.host, port: WHERE.port });
