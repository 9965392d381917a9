import assert from "node:assert/strict";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { postgresDatabase, skipsPostgres } from "../database/postgres-server.ts";
import { type RedisServer, redisServer, skipsRedis } from "../engines/redis-server.ts";
import { browserLikeClient } from "./browser-like-client.ts";
import { ADA, SECRET } from "./people.ts";
import { cookieNames, send } from "./send.ts";
import { type SiteProcess, siteProcess } from "./site-process.ts";
import { temporaryFolder } from "./temporary-folder.ts";

// The lesson on the site, over each engine that COUNTERSIGN_ENGINE names, and over PostgreSQL where the
// sessions themselves are in it. (The signed cookie over PostgreSQL: `lesson.test.ts`.)

type Environment = Readonly<Record<string, string>>;

const ENGINES: Readonly<Record<string, (t: TestContext) => Promise<Environment>>> = {
  "signed-cookie": async () => ({}),
  "encrypted-cookie": async () => ({}),
  database: async () => ({}),
  file: async () => ({}),
  memory: async () => ({}),
  cache: async (t) => ({ COUNTERSIGN_CACHE: urlOf(await redisServer(t)) }),
  layered: async (t) => ({ COUNTERSIGN_CACHE: urlOf(await redisServer(t)) }),
};

const onPostgres = async (t: TestContext): Promise<Environment> => ({
  COUNTERSIGN_DATABASE: await postgresDatabase(t),
  // Else made beside a SQLite file, or in `data/`.
  COUNTERSIGN_SECRET: SECRET,
});

const urlOf = ({ port }: RedisServer): string => `redis://127.0.0.1:${port}`;

const NEEDS_REDIS = ["cache", "layered"];

const OVER: readonly (readonly [engine: string, database: "SQLite" | "PostgreSQL"])[] = [
  ...Object.keys(ENGINES).map((engine) => [engine, "SQLite"] as const),
  ["database", "PostgreSQL"],
  ["layered", "PostgreSQL"],
];

const welcomeOf = async ({ url }: SiteProcess, cookie: string): Promise<number> =>
  (await send(url, { path: "/welcome", headers: { Cookie: cookie } })).status;

for (const [engine, database] of OVER) {
  const skip =
    (database === "PostgreSQL" && skipsPostgres) || (NEEDS_REDIS.includes(engine) && skipsRedis);

  test(`the lesson over ${engine} and ${database}: logged in, remembered over a restart, and out for good`, {
    skip,
  }, async (t) => {
    const folder = temporaryFolder(t);
    const environment = {
      ...(await ENGINES[engine]?.(t)),
      ...(database === "PostgreSQL" ? await onPostgres(t) : {}),
      COUNTERSIGN_ENGINE: engine,
    };
    const first = await siteProcess(t, { folder, environment });
    const browser = browserLikeClient(first);
    assert.equal((await browser.get("/welcome")).headers.location, "/login?next=%2Fwelcome");
    const registered = await browser.post("/register", ADA);
    assert.equal(registered.headers.location, "/welcome");
    assert.deepEqual(cookieNames(registered), ["session"]);
    assert.match((await browser.get("/welcome")).text, /Welcome, ada/);
    const { cookie } = browser;
    const again = browserLikeClient(first);
    await again.post("/login", ADA);
    const copy = again.cookie;
    assert.equal(await welcomeOf(first, copy), 200);
    assert.equal((await again.post("/logout")).headers.location, "/");
    assert.equal(await welcomeOf(first, copy), 303);
    // The other login is a session of its own.
    assert.equal(await welcomeOf(first, cookie), 200);
    assert.deepEqual(await first.end(), { code: 0, signal: null });

    const second = await siteProcess(t, { folder, environment });
    assert.equal(await welcomeOf(second, cookie), engine === "memory" ? 303 : 200);
    assert.equal(await welcomeOf(second, copy), 303, "dead after a restart as well");
    assert.equal((await send(second.url, { path: "/health" })).status, 200);
    await second.end();
    for (const line of [...first.output, ...second.output]) {
      assert.ok(!line.includes(copy.slice("session=".length)), "no cookie in the log");
    }
  });
}

test("the file engine keeps its sessions beside the database, or where it is told", async (t) => {
  const { existsSync, readdirSync } = await import("node:fs");
  for (const told of [undefined, "elsewhere"]) {
    const folder = temporaryFolder(t);
    const site = await siteProcess(t, {
      folder,
      environment: {
        COUNTERSIGN_ENGINE: "file",
        ...(told === undefined ? {} : { COUNTERSIGN_SESSION_FOLDER: join(folder, told) }),
      },
    });
    await browserLikeClient(site).post("/register", ADA);
    assert.equal(readdirSync(join(folder, told ?? "sessions")).length, 1);
    assert.equal(existsSync(join(folder, "sessions")), told === undefined);
    await site.end();
  }
});

test("an engine without what it needs does not start, and says what to set", async (t) => {
  const folder = temporaryFolder(t);
  const start = (environment: Environment) => siteProcess(t, { folder, environment });
  await assert.rejects(start({ COUNTERSIGN_ENGINE: "cache" }), /COUNTERSIGN_CACHE: is missing/);
  await assert.rejects(start({ COUNTERSIGN_ENGINE: "cookies" }), /COUNTERSIGN_ENGINE: names no/);
  await assert.rejects(
    start({ COUNTERSIGN_ENGINE: "layered", COUNTERSIGN_CACHE: "http://127.0.0.1" }),
    /COUNTERSIGN_CACHE: has to be/,
  );
  // Nothing listens there (T242).
  await assert.rejects(
    start({ COUNTERSIGN_ENGINE: "cache", COUNTERSIGN_CACHE: "redis://127.0.0.1:1" }),
    /COUNTERSIGN_CACHE/,
  );
});
