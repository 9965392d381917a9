// The page for a logged-in user without any session: bare Hono reads the same user from the same
// database by one prepared statement, and sends the same bytes under the same headers.
import { DatabaseSync } from "node:sqlite";
import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { samePage } from "./servers/same-page.ts";

const path = (process.env["COUNTERSIGN_DATABASE"] ?? "").replace(/^sqlite:/, "");
const sessionEndsAt = new Date(Number(process.env["BENCH_ENDS"]));
const database = new DatabaseSync(path);
const byId = database.prepare(
  "select id, username, email, created_at, last_login_at from countersign_users where id = ?",
);

const app = new Hono()
  .get("/health/live", (c) => c.text("ok"))
  .get("/welcome", () => {
    const user = byId.get(1) as { username: string; created_at: number };
    const registeredAt = new Date(user.created_at);
    return samePage({ username: user.username, registeredAt, sessionEndsAt });
  });

serve({ fetch: app.fetch, hostname: "127.0.0.1", port: Number(process.env["PORT"]) });
