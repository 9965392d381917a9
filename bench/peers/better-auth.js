// better-auth as its documentation sets it up: e-mail and password, SQLite by node:sqlite, on Hono; with a number
// its cookie cache is on, and keeps a copy of the session in a cookie for so many seconds.
import { DatabaseSync } from "node:sqlite";
import { serve } from "@hono/node-server";
import * as bcrypt from "@node-rs/bcrypt";
import { betterAuth } from "better-auth";
import { getMigrations } from "better-auth/db/migration";
import { Hono } from "hono";
import { samePage } from "../servers/same-page.ts";
import { greeting, VISITOR, WHERE } from "../servers/visitor.ts";

const maxAge = Number(process.argv[2] ?? 0);
const path = process.env.COUNTERSIGN_DATABASE.replace(/^sqlite:/, "");
const name = process.env.BENCH_NAME ?? VISITOR.name;
const user = { name, email: "ada@bench.example", password: "four unrelated words" };

// Its own hasher is scrypt; with bcrypt a storm of logins is the same work as anybody else's.
const hashing =
  process.env.BENCH_HASHER === "bcrypt"
    ? {
        password: {
          hash: (password) => bcrypt.hash(password, { cost: 12 }),
          verify: ({ hash, password }) => bcrypt.verify(password, hash),
        },
      }
    : {};

const auth = betterAuth({
  baseURL: `http://${WHERE.host}:${WHERE.port}`,
  secret: "a secret with minimum length of 32 characters",
  database: new DatabaseSync(path),
  emailAndPassword: { enabled: true, ...hashing },
  // As logging is off everywhere here: it says of each refused login that it was one.
  logger: { disabled: true },
  session: maxAge > 0 ? { cookieCache: { enabled: true, maxAge } } : {},
});
const { runMigrations } = await getMigrations(auth.options);
await runMigrations();

let signingUp;

const app = new Hono()
  .get("/health/live", (c) => c.text("ok"))
  .get("/begin", async () => {
    signingUp ??= auth.api.signUpEmail({ body: user });
    await signingUp;
    return auth.api.signInEmail({ body: user, asResponse: true });
  })
  .post("/login", async (c) => auth.api.signInEmail({ body: await c.req.json(), asResponse: true }))
  .get("/read", async (c) => {
    const session = await auth.api.getSession({ headers: c.req.raw.headers });
    return c.text(greeting(session?.user.name));
  })
  .get("/welcome", async (c) => {
    const found = await auth.api.getSession({ headers: c.req.raw.headers });
    if (!found) return c.text(greeting(), 401);
    const { user, session } = found;
    return samePage({ username: user.name, registeredAt: user.createdAt }, session.expiresAt);
  })
  .get("/end", (c) => auth.api.signOut({ headers: c.req.raw.headers, asResponse: true }));

serve({ fetch: app.fetch, hostname: WHERE.host, port: WHERE.port });
