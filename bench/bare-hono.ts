// The page for a logged-in user without any session: bare Hono reads the same user from the same
// database by one prepared statement, and sends the same bytes under the same headers.
import { DatabaseSync } from "node:sqlite";
import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { welcomePage } from "../src/pages/welcome-page.ts";
import { english } from "../src/pages/words.ts";

const path = (process.env["COUNTERSIGN_DATABASE"] ?? "").replace(/^sqlite:/, "");
const origin = process.env["BENCH_LIKE"] ?? "";
const ends = new Date(Number(process.env["BENCH_ENDS"]));
const database = new DatabaseSync(path);
const byId = database.prepare(
  "select id, username, email, created_at, last_login_at from countersign_users where id = ?",
);

/** Those of a real answer of ours, but for what the server itself writes. */
const headers: Record<string, string> = {};
for (const [name, value] of Object.entries(JSON.parse(origin) as Record<string, string>)) {
  if (!["date", "connection", "keep-alive", "content-length"].includes(name)) headers[name] = value;
}

const app = new Hono()
  .get("/health/live", (c) => c.text("ok"))
  .get("/welcome", () => {
    const user = byId.get(1) as { username: string; created_at: number };
    const view = {
      username: user.username,
      registeredAt: new Date(user.created_at),
      sessionEndsAt: ends,
      endsAtBrowserClose: false,
    };
    return new Response(
      welcomePage({ path: "", words: english, canRegister: true, hasLab: true }, view),
      {
        headers,
      },
    );
  });

serve({ fetch: app.fetch, hostname: "127.0.0.1", port: Number(process.env["PORT"]) });
