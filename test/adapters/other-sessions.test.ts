import assert from "node:assert/strict";
import { describe, type TestContext, test } from "node:test";
import express, { type ErrorRequestHandler } from "express";
import fastify from "fastify";
import { Hono, type MiddlewareHandler } from "hono";
import * as forExpress from "../../src/express.ts";
import * as forFastify from "../../src/fastify.ts";
import * as forFetch from "../../src/fetch.ts";
import * as forHono from "../../src/hono.ts";
import * as forNode from "../../src/node.ts";
import type { Countersign } from "../../src/routes/countersign.ts";
import type { Session } from "../../src/sessions/session.ts";
import { countersignAtHand } from "./countersign-at-hand.ts";
import { serving } from "./serving.ts";

// A request has one session. What else may stand there is a mistake of the program's, and no login.

interface Mounted {
  /** What stands on the request before all of ours. */
  readonly before?: unknown;
  readonly outer?: Countersign;
  readonly inner: Countersign;
  readonly as: "sessions" | "requireUser";
}

/** Sends one request; what the framework was told went wrong, or undefined if it was answered. */
type Visit = (t: TestContext, mounted: Mounted) => Promise<unknown>;

const hono: Visit = async (_t, { before, outer, inner, as }) => {
  let thrown: unknown;
  const app = new Hono();
  app.use(async (c, next) => {
    c.set("session" as never, before as never);
    await next();
  });
  const layer = as === "sessions" ? forHono.sessions(inner) : forHono.requireUser(inner);
  if (outer) app.use(forHono.sessions(outer));
  app.use(layer as MiddlewareHandler).get("/", (c) => c.text("answered"));
  app.onError((error, c) => {
    thrown = error;
    return c.text("", 500);
  });
  await app.request("/");
  return thrown;
};

const onExpress: Visit = async (t, { before, outer, inner, as }) => {
  let thrown: unknown;
  const app = express();
  app.use((req, _res, next) => {
    req.session = before as Session;
    next();
  });
  const layer = as === "sessions" ? forExpress.sessions(inner) : forExpress.requireUser(inner);
  if (outer) app.use(forExpress.sessions(outer));
  app.use(layer).get("/", (_req, res) => void res.send("answered"));
  const onError: ErrorRequestHandler = (error, _req, res, _next) => {
    thrown = error;
    res.sendStatus(500);
  };
  app.use(onError);
  await fetch(await serving(t, app), { redirect: "manual" });
  return thrown;
};

const node: Visit = async (t, { before, outer, inner, as }) => {
  let thrown: unknown;
  const url = await serving(t, (req, res) => {
    const end = (error?: unknown): void => {
      thrown = error;
      res.end("answered");
    };
    const layer = as === "sessions" ? forNode.sessions(inner) : forNode.requireUser(inner);
    const within = (): void => layer(req, res, end);
    Object.assign(req, { session: before });
    if (outer) forNode.sessions(outer)(req, res, within);
    else within();
  });
  await fetch(url, { redirect: "manual" });
  return thrown;
};

const onFastify: Visit = async (t, { before, outer, inner, as }) => {
  let thrown: unknown;
  const app = fastify();
  t.after(() => app.close());
  app.addHook("onRequest", async (request) => {
    request.session = before as Session;
  });
  if (outer) app.register(forFastify.sessions(outer));
  if (as === "sessions") app.register(forFastify.sessions(inner));
  const preHandler = as === "requireUser" ? [forFastify.requireUser(inner)] : [];
  app.get("/", { preHandler }, async () => "answered");
  app.setErrorHandler((error, _request, reply) => {
    thrown = error;
    reply.code(500).send("");
  });
  await app.inject("/");
  return thrown;
};

const onFetch: Visit = async (_t, { outer, inner, as }) => {
  const around = as === "sessions" ? forFetch.sessions(inner) : forFetch.requireUser(inner);
  const within = around(() => new Response("answered"));
  const GET = outer ? forFetch.sessions(outer)((request) => within(request)) : within;
  return GET(new Request("http://app.test/")).then(
    () => undefined,
    (error: unknown) => error,
  );
};

const visits: Readonly<Record<string, Visit>> = {
  hono,
  express: onExpress,
  node,
  fastify: onFastify,
  fetch: onFetch,
};

const assertSays = (error: unknown, words: RegExp): void => {
  assert.ok(error instanceof TypeError, String(error));
  assert.match(error.message, words);
};

for (const [framework, visit] of Object.entries(visits)) {
  describe(`in ${framework}`, () => {
    for (const as of ["sessions", "requireUser"] as const) {
      test(`${as}(cs) takes the session of the same cs, and says so of another's`, async (t) => {
        const [cs, other] = [countersignAtHand(t), countersignAtHand(t)];
        assert.equal(await visit(t, { outer: cs, inner: cs, as }), undefined);
        assertSays(await visit(t, { outer: other, inner: cs, as }), /of another countersign\(\)/);
      });

      // Nobody else has a place to put one, between one function from `Request` to `Response` and another.
      if (framework === "fetch") continue;

      test(`${as}(cs) takes no other library's session for ours`, async (t) => {
        const inner = countersignAtHand(t);
        const before = { userId: 7, get: () => 7, set() {} };
        assertSays(await visit(t, { before, inner, as }), /another library/);
        if (as === "sessions") assert.equal(await visit(t, { inner, as }), undefined);
        else assertSays(await visit(t, { inner, as }), /needs sessions\(cs\)/);
      });
    }
  });
}

test("accountPages(cs) behind another's sessions is an error for next, or 500 where there is none", async (t) => {
  const [cs, other] = [countersignAtHand(t), countersignAtHand(t)];
  const pages = forNode.accountPages(cs);
  let told: unknown;
  const url = await serving(t, (req, res) =>
    forNode.sessions(other)(req, res, () => {
      if (req.headers["accept"] === "next") {
        pages(req, res, (error?: unknown) => {
          told = error;
          res.end();
        });
      } else pages(req, res);
    }),
  );
  const path = `${url}/account/login`;
  await fetch(path, { headers: { Accept: "next" } });
  assertSays(told, /of another countersign\(\)/);
  assert.equal((await fetch(path)).status, 500);
  const own = await serving(t, (req, res) => forNode.sessions(cs)(req, res, () => pages(req, res)));
  assert.equal((await fetch(`${own}/account/login`)).status, 200);
});
