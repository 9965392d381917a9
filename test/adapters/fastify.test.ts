import assert from "node:assert/strict";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Readable } from "node:stream";
import { type TestContext, test } from "node:test";
import fastify, {
  type FastifyInstance,
  type FastifyServerOptions,
  type RouteHandlerMethod,
} from "fastify";
import { accountPages, requireUser, sessions } from "../../src/fastify.ts";
import { bcryptSha256 } from "../../src/hashers/bcrypt-sha256.ts";
import { FORM, form, send } from "../stories/send.ts";
import { temporaryFolder } from "../stories/temporary-folder.ts";
import { countersignAtHand } from "./countersign-at-hand.ts";
import { PASSWORD, visitor } from "./visitor.ts";

const build = (t: TestContext, options: FastifyServerOptions = {}): FastifyInstance => {
  const app = fastify(options) as unknown as FastifyInstance;
  t.after(() => app.close());
  return app;
};

const listen = (app: FastifyInstance): Promise<string> =>
  app.listen({ port: 0, host: "127.0.0.1" });

test("each answer of Fastify is the same answer with a session in it, and has its cookie", async (t) => {
  const cs = countersignAtHand(t);
  const styles: Readonly<Record<string, RouteHandlerMethod>> = {
    text: async () => "text",
    record: async () => ({ a: 1 }),
    buffer: async () => Buffer.from([1, 2, 3]),
    nothing: async (_request, reply) => reply.code(204).send(),
    redirect: async (_request, reply) => reply.redirect("/elsewhere"),
    "headers and cookies of its own": async (_request, reply) =>
      reply
        .header("Set-Cookie", "a=1")
        .header("Set-Cookie", "b=2")
        .header("Vary", "Accept")
        .header("Cache-Control", "public")
        .send("text"),
    "by callback": (_request, reply) => {
      setImmediate(() => reply.send({ a: 1 }));
    },
    "a stream": async (_request, reply) => reply.send(Readable.from(["te", "xt"])),
    "a web stream": async () => new Response("text").body,
    "a Response": async () => new Response("text", { status: 201, headers: { "X-Own": "1" } }),
    "a stream that fails before its first byte": async (_request, reply) =>
      reply.code(200).send(
        new Readable({
          read() {
            this.destroy(Object.assign(new Error("gone"), { statusCode: 404 }));
          },
        }),
      ),
    "thrown with a status below 500": async () => {
      throw Object.assign(new Error("gone"), { statusCode: 410 });
    },
    hijacked: async (_request, reply) => {
      reply.hijack();
      reply.raw.writeHead(200, { "Content-Type": "text/event-stream" });
      reply.raw.write("data: 1\n\n");
      reply.raw.end("data: 2\n\n");
    },
    trailers: async (_request, reply) => reply.trailer("x-sum", async () => "4").send("text"),
  };
  const start = (hasSession: boolean) => {
    const app = build(t);
    if (hasSession) {
      app.register(sessions(cs));
      app.addHook("preHandler", async ({ session }) => session.set("seen", true));
    }
    for (const [at, style] of Object.values(styles).entries()) app.get(`/${at}`, style);
    return listen(app);
  };
  const [plain, held] = [await start(false), await start(true)];
  for (const [at, style] of Object.keys(styles).entries()) {
    for (const method of ["GET", "HEAD"]) {
      const what = `${method} ${style}`;
      // Fastify then says both a length and chunks, with a session or without.
      if (what === "HEAD trailers") continue;
      const expected = await send(plain, { method, path: `/${at}` });
      const answer = await send(held, { method, path: `/${at}` });
      assert.equal(answer.status, expected.status, what);
      assert.equal(answer.text, expected.text, what);
      // Fastify's own answer to HEAD for a `Response`: then nothing is saved.
      if (expected.status >= 500) continue;
      const drop = ({ headers }: typeof answer) => {
        const { date: _, vary: __, "cache-control": ___, "set-cookie": ____, ...rest } = headers;
        return rest;
      };
      assert.deepEqual(drop(answer), drop(expected), what);
      const { vary } = expected.headers;
      assert.equal(answer.headers.vary, vary ? `${vary}, Cookie` : "Cookie", what);
      assert.equal(answer.headers["cache-control"], "no-store", what);
      assert.deepEqual(answer.setCookies.slice(0, -1), expected.setCookies, what);
      assert.match(answer.setCookies.at(-1) ?? "", /^session=/, what);
    }
  }
});

test("the pages are found below any prefix that their path begins with, and no other", async (t) => {
  const cs = countersignAtHand(t, undefined, { path: "/deep/account" });
  const places: Readonly<Record<string, (app: FastifyInstance) => unknown>> = {
    "at the root": (app) => app.register(accountPages(cs)),
    "at the prefix": (app) => app.register(accountPages(cs), { prefix: "/deep/account" }),
    "half way": (app) =>
      app.register(async (deep) => void deep.register(accountPages(cs)), { prefix: "/deep" }),
    "behind sessions": (app) => app.register(sessions(cs)).register(accountPages(cs)),
    "before sessions": (app) => app.register(accountPages(cs)).register(sessions(cs)),
    "inside a plugin": (app) =>
      app.register(async (inner) => void inner.register(sessions(cs)).register(accountPages(cs))),
  };
  for (const [what, register] of Object.entries(places)) {
    for (const options of [{}, { routerOptions: { ignoreTrailingSlash: true } }]) {
      const app = build(t, options);
      register(app);
      const { get } = visitor(await listen(app));
      for (const path of ["/deep/account", "/deep/account/", "/deep/account/login"]) {
        assert.equal((await get(path)).status, 200, `${what}: ${path}`);
      }
      assert.equal((await get("/deep/account/nowhere")).status, 404, what);
      assert.equal((await get("/deep/account/%6Cogin")).status, 404, what);
    }
  }
  const elsewhere = build(t);
  elsewhere.register(accountPages(cs), { prefix: "/other" });
  await assert.rejects(async () => elsewhere.ready(), /registered below \/other/);

  const root = build(t);
  root.register(accountPages(countersignAtHand(t, undefined, { path: "/" })));
  root.get("/own", async () => "own");
  const { get } = visitor(await listen(root));
  assert.equal((await get("/login")).status, 200);
  assert.equal((await get("/")).status, 200);
  assert.equal((await get("/own")).text, "own");
});

test("in production the paths of the lab are the host's", async (t) => {
  const { get } = visitor(
    await listen(
      build(t)
        .register(
          accountPages(
            countersignAtHand(t, undefined, {
              origin: "https://app.test",
              path: "/",
              hashers: [bcryptSha256()],
              development: false,
            }),
          ),
        )
        .get("/lab", async () => "own"),
    ),
  );
  assert.equal((await get("/lab")).text, "own");
  assert.equal((await get("/login")).status, 200);
});

test("the host's parsers and error handler are the host's, and the forms are ours", async (t) => {
  const cs = countersignAtHand(t);
  const app = build(t);
  app.register(sessions(cs));
  app.register(accountPages(cs));
  app.setErrorHandler(async (_error, _request, reply) =>
    reply.code(500).send("the host's own words"),
  );
  app.post("/echo", async ({ body }) => body);
  app.get("/throws", async () => {
    throw new Error("a bug");
  });
  const url = await listen(app);
  const json = { "Content-Type": "application/json" };
  const echoed = await send(url, { path: "/echo", headers: json, body: '{"a":[1]}' });
  assert.deepEqual(echoed.json(), { a: [1] });
  assert.equal(
    (await send(url, { path: "/echo", headers: FORM, body: "a=1" })).text,
    "the host's own words",
  );
  const login = (headers: Record<string, string>, body: string) =>
    send(url, {
      path: "/account/login",
      headers: { Accept: "application/json", ...headers },
      body,
    });
  assert.equal((await login(json, '{"username":["ada"]}')).status, 400);
  assert.equal((await login(json, "{broken")).status, 400);
  assert.equal((await login({}, "username=ada")).status, 415);
  assert.equal((await login({ "Content-Type": "text/plain" }, "username=ada")).status, 415);
  assert.equal((await login(json, "{}")).status, 401);
  assert.equal((await send(url, { path: "/throws" })).text, "the host's own words");
});

test("requireUser without sessions(cs) tells Fastify what is missing", async (t) => {
  const cs = countersignAtHand(t);
  const app = build(t);
  app.get("/wall", { preHandler: requireUser(cs) }, async () => "never");
  const thrown: unknown[] = [];
  app.setErrorHandler(async (error, _request, reply) => {
    thrown.push(error);
    return reply.code(500).send("caught");
  });
  assert.equal((await app.inject("/wall")).payload, "caught");
  assert.ok(thrown[0] instanceof TypeError);
  assert.match(thrown[0].message, /needs sessions\(cs\)/);
});

test("a request that is injected has a session like any other", async (t) => {
  const cs = countersignAtHand(t);
  const app = build(t);
  app.register(sessions(cs));
  app.get("/", async ({ session }) => {
    session.set("a", Number(session.get("a", 0)) + 1);
    return { a: session.get("a") };
  });
  const first = await app.inject("/");
  assert.deepEqual(first.json(), { a: 1 });
  const [cookie] = first.cookies;
  const cookies = { [cookie?.name ?? ""]: cookie?.value ?? "" };
  assert.deepEqual((await app.inject({ url: "/", cookies })).json(), { a: 2 });
});

test("a handler whose session cannot be saved has its stream destroyed", async (t) => {
  const cs = countersignAtHand(t);
  const source = new Readable({ read() {} });
  source.push("text");
  const closed = new Promise((resolve) => source.once("close", resolve));
  const app = build(t);
  app.register(sessions(cs));
  app.register(accountPages(cs));
  app.get("/leave", async ({ session }, reply) => {
    session.flush();
    await cs.close();
    return reply.send(source);
  });
  const ada = visitor(await listen(app));
  await ada.register();
  const answer = await ada.get("/leave");
  assert.ok(answer.status >= 500);
  assert.ok(!answer.text.includes("text"));
  await closed;
});

test("the list of devices has the address that `trustProxy` believes", async (t) => {
  for (const [trustProxy, expected] of [
    [true, "203.0.113.7"],
    [false, "127.0.0.1"],
  ] as const) {
    const database = join(temporaryFolder(t), "app.db");
    const app = build(t, { trustProxy });
    app.register(accountPages(countersignAtHand(t, database)));
    const url = await listen(app);
    const headers = { ...FORM, "X-Forwarded-For": "203.0.113.7" };
    const body = form({ username: "ada", password: PASSWORD });
    assert.equal((await send(url, { path: "/account/register", headers, body })).status, 303);
    const rows = new DatabaseSync(database, { readOnly: true });
    t.after(() => rows.close());
    const [row] = rows.prepare("select address from countersign_sessions").all();
    assert.equal(row?.["address"], expected);
  }
});
