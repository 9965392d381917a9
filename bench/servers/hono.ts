// The page on Hono: `node bench/servers/hono.ts ENGINE`, or `none` for it without a session.
import { serve } from "@hono/node-server";
import { honoPage } from "./hono-page.ts";
import { ourSessions } from "./our-sessions.ts";
import { WHERE } from "./visitor.ts";

const app = honoPage(await ourSessions(process.argv[2]));
serve({ fetch: app.fetch, hostname: WHERE.host, port: WHERE.port });
