import assert from "node:assert/strict";
import { mkdirSync, rmdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { type TestContext, test } from "node:test";
import { Hono } from "hono";
import { stream } from "hono/streaming";
import { countersign } from "../../src/assembly/countersign.ts";
import type { Settings } from "../../src/assembly/settings.ts";
import { memory } from "../../src/engines/memory.ts";
import { isCountersignError } from "../../src/errors/countersign-error.ts";
import { bcryptSha256 } from "../../src/hashers/bcrypt-sha256.ts";
import { accountPages, requireUser, sessions } from "../../src/hono.ts";
import { ADA, SECRET } from "../stories/people.ts";
import { temporaryFolder } from "../stories/temporary-folder.ts";

const ORIGIN = "http://app.test";

/** Somebody else's app, with our pages under /account. */
const host = (t: TestContext, settings: Partial<Settings> = {}) => {
  const database = join(temporaryFolder(t), "app.db");
  const cs = countersign({
    origin: ORIGIN,
    path: "/account",
    secrets: [SECRET],
    database: `sqlite:${database}`,
    hashers: [bcryptSha256({ cost: 4 })],
    development: true,
    throttle: settings.development === false,
    ...settings,
  });
  t.after(() => cs.close());
  const app = new Hono().use(sessions(cs)).route(cs.path, accountPages(cs));
  let tooLate: unknown;

  app.get("/", (c) => c.text("never asks who you are"));
  app.get("/count", (c) => {
    const count = Number(c.var.session.get("count", 0)) + 1;
    c.var.session.set("count", count);
    return c.json({ count });
  });
  app.get("/read", (c) => c.text(String(c.var.session.get("count", "none"))));
  app.get("/varies", (c) => {
    c.var.session.get("count");
    return c.text("x", 200, { Vary: "Accept-Language", "Cache-Control": "public" });
  });
  app.get("/varies-already", (c) => {
    c.var.session.get("count");
    return c.text("x", 200, { Vary: "cookie" });
  });
  app.get("/forget", (c) => {
    c.var.session.clear();
    return c.text("gone");
  });
  app.get("/fails", (c) => {
    c.var.session.set("count", 99);
    return c.text("no", 500);
  });
  app.get("/throws", (c) => {
    c.var.session.set("count", 99);
    throw new Error("a bug of the host's");
  });
  app.get("/streams", (c) => {
    const { session } = c.var;
    return stream(c, async (out) => {
      await out.write("head, ");
      try {
        session.set("count", 99);
      } catch (error) {
        tooLate = error;
      }
      await out.write("tail");
    });
  });
  app.get("/wall", requireUser(cs), (c) => c.text(`Hello ${c.var.user.username}`));
  app.post("/wall", requireUser(cs), (c) => c.text(`Posted by ${c.var.user.username}`));
  app.get("/logout-by-hand", (c) => {
    c.var.session.flush();
    return c.text("bye");
  });
  return { cs, app, database, tooLate: () => tooLate as { code?: string } | undefined };
};

type App = ReturnType<typeof host>["app"];

const get = async (app: App, path: string, cookie?: string, headers: Record<string, string> = {}) =>
  app.request(ORIGIN + path, { headers: { ...headers, ...(cookie ? { Cookie: cookie } : {}) } });

const cookieOf = (response: Response): string =>
  response.headers.getSetCookie()[0]?.split(";", 1)[0] ?? "";

const register = async (app: App): Promise<string> => {
  const body = new URLSearchParams(ADA);
  const response = await app.request(`${ORIGIN}/account/register`, { method: "POST", body });
  assert.equal(response.status, 303);
  return cookieOf(response);
};

test("the pages live under their prefix, link and lead within it, and leave the rest to the host", async (t) => {
  const { app } = host(t);
  const page = await get(app, "/account/login");
  assert.equal(page.status, 200);
  const text = await page.text();
  assert.match(text, /action="\/account\/login"/);
  for (const [, path = ""] of text.matchAll(/(?:href|src|action)="(\/[^"]*)"/g)) {
    assert.match(path, /^\/account\//);
    assert.equal((await get(app, path)).status, 200, path);
  }
  assert.equal((await get(app, "/account/nowhere")).status, 404);
  assert.equal((await get(app, "/login")).status, 404);
  assert.equal(await (await get(app, "/")).text(), "never asks who you are");

  const cookie = await register(app);
  const home = await get(app, "/account/", cookie);
  assert.equal(home.status, 200);
  assert.equal((await get(app, "/account", cookie)).status, 200);
  const welcome = await get(app, "/account/welcome");
  assert.equal(welcome.headers.get("location"), "/account/login?next=%2Faccount%2Fwelcome");
  const out = await app.request(`${ORIGIN}/account/logout`, {
    method: "POST",
    headers: { Cookie: cookie },
  });
  assert.equal(out.headers.get("location"), "/account/");
  assert.equal(out.headers.get("clear-site-data"), null, "the host's storage is the host's");
});

test("requireUser lets who is logged in through, and sends the others to log in and back", async (t) => {
  const { app } = host(t);
  const cookie = await register(app);
  const response = await get(app, "/wall", cookie);
  assert.equal(response.status, 200);
  assert.equal(await response.text(), "Hello ada");

  const stranger = await get(app, "/wall?page=2");
  assert.equal(stranger.status, 303);
  assert.equal(stranger.headers.get("location"), "/account/login?next=%2Fwall%3Fpage%3D2");
  const json = await get(app, "/wall", undefined, { Accept: "application/json" });
  assert.equal(json.status, 401);
  assert.equal(((await json.json()) as { code: string }).code, "session.required");
  // There is nothing to come back to after a POST.
  const posted = await app.request(`${ORIGIN}/wall`, { method: "POST" });
  assert.equal(posted.headers.get("location"), "/account/login");
  const back = await app.request(`${ORIGIN}/account/login`, {
    method: "POST",
    body: new URLSearchParams({ ...ADA, next: "/wall?page=2" }),
  });
  assert.equal(back.headers.get("location"), "/wall?page=2");
});

test("a session that a handler of the host's writes is saved", async (t) => {
  const { app } = host(t);
  const first = await get(app, "/count");
  assert.deepEqual(await first.json(), { count: 1 });
  assert.equal(first.headers.getSetCookie().length, 1);
  assert.equal(first.headers.get("vary"), "Cookie");
  assert.equal(first.headers.get("cache-control"), "no-store");
  const second = await get(app, "/count", cookieOf(first));
  assert.deepEqual(await second.json(), { count: 2 });

  const read = await get(app, "/read", cookieOf(second));
  assert.equal(await read.text(), "2");
  assert.deepEqual(read.headers.getSetCookie(), []);
  assert.equal(read.headers.get("vary"), "Cookie");
});

test("what was gathered before the login is there after it", async (t) => {
  const { app } = host(t);
  const anonymous = cookieOf(await get(app, "/count"));
  const response = await app.request(`${ORIGIN}/account/register`, {
    method: "POST",
    headers: { Cookie: anonymous },
    body: new URLSearchParams(ADA),
  });
  assert.equal(await (await get(app, "/read", cookieOf(response))).text(), "1");
});

test("a page that never touches the session costs nothing: no Vary, no cookie, whatever came", async (t) => {
  const { app } = host(t);
  const cookie = await register(app);
  for (const sent of [undefined, cookie, "session=forged"]) {
    const response = await get(app, "/", sent);
    assert.equal(response.headers.get("vary"), null);
    assert.equal(response.headers.get("cache-control"), null);
    assert.deepEqual(response.headers.getSetCookie(), []);
  }
});

test("Vary: Cookie is added to what the host says, and not said twice", async (t) => {
  const { app } = host(t);
  const cookie = cookieOf(await get(app, "/count"));
  const added = await get(app, "/varies", cookie);
  assert.equal(added.headers.get("vary"), "Accept-Language, Cookie");
  assert.equal(added.headers.get("cache-control"), "public", "it sets no cookie");
  assert.equal((await get(app, "/varies-already", cookie)).headers.get("vary"), "cookie");
});

test("one Response that a handler gives to everybody carries nobody's cookie to another", async (t) => {
  const { app } = host(t);
  const shared = new Response(null, { status: 204 });
  app.get("/shared", (c) => {
    if (c.req.query("count")) c.var.session.set("count", 1);
    else if (c.req.query("read")) c.var.session.get("count");
    return shared;
  });
  const first = await get(app, "/shared?count=1");
  assert.equal(first.headers.getSetCookie().length, 1);
  const read = await get(app, "/shared?read=1", cookieOf(first));
  assert.equal(read.headers.get("vary"), "Cookie");
  for (const path of ["/shared", "/shared?read=1"]) {
    assert.deepEqual((await get(app, path)).headers.getSetCookie(), [], path);
  }
  assert.deepEqual(shared.headers.getSetCookie(), []);
});

test("an answer whose head may not be changed is built again with what the session adds", async (t) => {
  const { app } = host(t);
  app.get("/moved", (c) => {
    c.var.session.get("count");
    return Response.redirect(`${ORIGIN}/`, 303);
  });
  const cookie = cookieOf(await get(app, "/count"));
  const moved = await get(app, "/moved", cookie);
  assert.equal(moved.status, 303);
  assert.equal(moved.headers.get("location"), `${ORIGIN}/`);
  assert.equal(moved.headers.get("vary"), "Cookie");
});

test("an emptied session that keeps its id stays; a forged cookie that is read is deleted", async (t) => {
  const { app } = host(t);
  const cookie = cookieOf(await get(app, "/count"));
  const emptied = await get(app, "/forget", cookie);
  assert.equal(emptied.headers.getSetCookie().length, 1);
  assert.equal(await (await get(app, "/read", cookieOf(emptied))).text(), "none");
  const forged = await get(app, "/read", "session=forged:a:b");
  assert.match(forged.headers.getSetCookie()[0] ?? "", /^session=; Max-Age=0;/);
  assert.equal(await forged.text(), "none");
});

test("an answer of 5xx saves nothing, whether returned or thrown", async (t) => {
  const { app } = host(t);
  app.onError((_error, c) => c.text("the host's own words", 500));
  const cookie = cookieOf(await get(app, "/count"));
  for (const path of ["/fails", "/throws"]) {
    const response = await get(app, path, cookie);
    assert.equal(response.status, 500);
    assert.deepEqual(response.headers.getSetCookie(), []);
    assert.doesNotMatch(await response.text(), /bug of the host/);
  }
  assert.equal(await (await get(app, "/read", cookie)).text(), "1");
});

test("writing after the head of a streamed answer has gone throws session.too-late", async (t) => {
  const { app, tooLate } = host(t);
  const cookie = cookieOf(await get(app, "/count"));
  const response = await get(app, "/streams", cookie);
  assert.equal(await response.text(), "head, tail");
  assert.equal(tooLate()?.code, "session.too-late");
  assert.deepEqual(response.headers.getSetCookie(), []);
  assert.equal(await (await get(app, "/read", cookie)).text(), "1");
});

test("flush in a handler of the host's ends the login everywhere", async (t) => {
  const { app } = host(t);
  const cookie = await register(app);
  const response = await get(app, "/logout-by-hand", cookie);
  assert.match(response.headers.getSetCookie()[0] ?? "", /^session=; Max-Age=0;/);
  assert.equal((await get(app, "/wall", cookie)).status, 303);
});

test("a request that began before a logout and ends after it brings nothing back", async (t) => {
  const { app, cs } = host(t);
  const gate = Promise.withResolvers<void>();
  const inside = Promise.withResolvers<void>();
  app.get("/slow", requireUser(cs), async (c) => {
    c.var.session.set("count", 1);
    inside.resolve();
    await gate.promise;
    return c.text("written");
  });
  app.get("/slow-cycle", async (c) => {
    c.var.session.cycle();
    return c.text("cycled");
  });
  const cookie = await register(app);
  const slow = get(app, "/slow", cookie);
  await inside.promise;
  assert.equal((await get(app, "/logout-by-hand", cookie)).status, 200);
  gate.resolve();
  const late = await slow;
  assert.match(late.headers.getSetCookie()[0] ?? "", /^session=; Max-Age=0;/);
  assert.equal((await get(app, "/wall", cookie)).status, 303);
  const cycled = await get(app, "/slow-cycle", cookie);
  assert.equal((await get(app, "/wall", cookieOf(cycled))).status, 303);

  // In the other order both hold: what was written is saved, and then it is over.
  const again = cookieOf(
    await app.request(`${ORIGIN}/account/login`, {
      method: "POST",
      body: new URLSearchParams(ADA),
    }),
  );
  const moved = await get(app, "/slow-cycle", again);
  assert.equal((await get(app, "/wall", again)).status, 303, "the old id died with the answer");
  assert.equal((await get(app, "/wall", cookieOf(moved))).status, 200);
});

test("where a session was dropped while its request ran the answer is the handler's, and the cookie goes", async (t) => {
  const refusals: object[] = [];
  const debug = (fields: object): unknown => refusals.push(fields);
  const silent = { info() {}, warn() {}, error() {}, isLevelEnabled: () => false };
  const { app } = host(t, { engine: memory(), log: { ...silent, debug } });
  app.get("/slow", async (c) => {
    c.var.session.set("count", 99);
    await app.request("/logout-by-hand", { headers: c.req.raw.headers });
    return c.text("kept waiting", 201);
  });
  const Cookie = cookieOf(await app.request("/count"));
  const slow = await app.request("/slow", { headers: { Cookie } });
  assert.deepEqual([slow.status, await slow.text()], [201, "kept waiting"]);
  assert.match(slow.headers.getSetCookie()[0] ?? "", /^session=; Max-Age=0;/);
  const requestId = refusals.map((fields) => (fields as { requestId: string }).requestId)[0];
  const refusal = { event: "sessionRefused", requestId, address: undefined };
  assert.deepEqual(refusals, [{ ...refusal, reason: "dropped while the request ran" }]);
  const after = await app.request("/read", { headers: { Cookie } });
  assert.equal(await after.text(), "none");
});

test("a save that the storage refuses turns the host's answer into 503", async (t) => {
  const { app, database } = host(t);
  const cookie = await register(app);
  const writer = new DatabaseSync(database);
  t.after(() => writer.close());
  writer.exec("begin immediate");
  const response = await get(app, "/logout-by-hand", cookie, { Accept: "application/json" });
  assert.equal(response.status, 503);
  assert.equal(response.headers.get("retry-after"), "5");
  assert.deepEqual(response.headers.getSetCookie(), []);
  assert.equal(((await response.json()) as { code: string }).code, "storage.unavailable");
  writer.exec("rollback");
  assert.equal((await get(app, "/wall", cookie)).status, 200, "still logged in, as was said");
  assert.equal((await get(app, "/logout-by-hand", cookie)).status, 200);
  assert.equal((await get(app, "/wall", cookie)).status, 303);
});

test("a storage that cannot be opened is 503, with the cause for the host, and is asked again", async (t) => {
  const file = join(temporaryFolder(t), "in-the-way");
  mkdirSync(file);
  const { app } = host(t, { database: `sqlite:${file}` });
  for (const path of ["/", "/account/login", "/wall"]) {
    const response = await get(app, path);
    assert.equal(response.status, 503, path);
    assert.equal(response.headers.get("retry-after"), "5");
    assert.ok(!(await response.text()).includes(file));
  }
  let cause: unknown;
  app.onError((error, c) => {
    cause = error.cause;
    return c.text("caught", 503);
  });
  await get(app, "/wall");
  assert.ok(isCountersignError(cause, "storage.unavailable"));
  rmdirSync(file);
  assert.equal((await get(app, "/account/login")).status, 200);
});

test("requireUser without sessions(cs) says what is missing", async (t) => {
  const { cs } = host(t);
  const app = new Hono();
  app.get("/wall", requireUser(cs), (c) => c.text("never"));
  let thrown: unknown;
  app.onError((error, c) => {
    thrown = error;
    return c.text("caught", 500);
  });
  await app.request(`${ORIGIN}/wall`);
  assert.ok(thrown instanceof TypeError);
  assert.match(thrown.message, /app\.use\(sessions\(cs\)\)/);
});

test("pages mounted without sessions(cs) bring their own", async (t) => {
  const { cs } = host(t);
  const app = new Hono().route(cs.path, accountPages(cs));
  const response = await app.request(`${ORIGIN}/account/register`, {
    method: "POST",
    body: new URLSearchParams(ADA),
  });
  assert.equal(response.headers.getSetCookie().length, 1);
  const headers = { Cookie: cookieOf(response) };
  assert.equal((await app.request(`${ORIGIN}/account/welcome`, { headers })).status, 200);
});

test("a foreign origin and a foreign prefix are refused inside a host as on the site", async (t) => {
  const { app } = host(t);
  const post = (headers: Record<string, string>) =>
    app.request(`${ORIGIN}/account/register`, {
      method: "POST",
      headers,
      body: new URLSearchParams(ADA),
    });
  assert.equal((await post({ Origin: "https://evil.example" })).status, 403);
  assert.equal((await post({ Origin: ORIGIN })).status, 303);
  assert.equal((await get(app, "/accountant/login")).status, 404);
});
