import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Readable } from "node:stream";
import { test } from "node:test";
import express, { type Express, type RequestHandler } from "express";
import { accountPages, requireUser, sessions } from "../../src/express.ts";
import type { Session } from "../../src/sessions/session.ts";
import { FORM, form, type SentHeaders, send } from "../stories/send.ts";
import { temporaryFolder } from "../stories/temporary-folder.ts";
import { countersignAtHand } from "./countersign-at-hand.ts";
import { serving } from "./serving.ts";
import { PASSWORD, visitor } from "./visitor.ts";

const quiet = (): Express => {
  const app = express();
  app.set("env", "test");
  return app;
};

/** Without a stack, which Express shows, and which one more middleware changes. */
const refusal = (status: number, more: object = {}): Error =>
  Object.assign(new Error("no"), { stack: "Error: no", status, ...more });

/** Every way in which handlers of Express answer. */
const styles = (file: string): Readonly<Record<string, RequestHandler>> => ({
  "send(text)": (_req, res) => void res.send("text"),
  "send(html)": (_req, res) => void res.send("<p>text</p>"),
  "send(buffer)": (_req, res) => void res.send(Buffer.from([1, 2, 3])),
  "send(record)": (_req, res) => void res.send({ a: 1 }),
  "send()": (_req, res) => void res.send(),
  json: (_req, res) => void res.json({ a: 1 }),
  jsonp: (_req, res) => void res.jsonp({ a: 1 }),
  "status and json": (_req, res) => void res.status(418).json({ a: 1 }),
  sendStatus: (_req, res) => void res.sendStatus(404),
  "204": (_req, res) => void res.status(204).send("never sent"),
  redirect: (_req, res) => res.redirect("/elsewhere"),
  "redirect(status)": (_req, res) => res.redirect(307, "/elsewhere?a=ü"),
  "cookies of its own": (_req, res) => void res.cookie("a", "1").cookie("b", "2").send("text"),
  clearCookie: (_req, res) => void res.clearCookie("a").end(),
  "Vary and Cache-Control of its own": (_req, res) =>
    void res.vary("Accept-Encoding").set("Cache-Control", "public").send("text"),
  sendFile: (_req, res) => res.sendFile(file),
  "sendFile that is missing": (_req, res) => res.sendFile(`${file}.not`),
  download: (_req, res) => res.download(file, "name.txt"),
  format: (_req, res) =>
    void res.format({ json: () => res.json({ a: 1 }), html: () => res.send("<p>") }),
  "type and attachment": (_req, res) => void res.type("png").attachment("a.png").end("x"),
  "write and end": (_req, res) => {
    res.write("te");
    res.end("xt");
  },
  "a stream": (_req, res) => void Readable.from(["te", "xt"]).pipe(res),
  "an echo": (req, res) => void req.pipe(res),
  "thrown with a status below 500": () => {
    throw refusal(410, { headers: { "X-Gone": "1" } });
  },
  "next(error) after some headers": (_req, res, next) => {
    res.set("X-Lost", "1");
    next(refusal(400));
  },
  "not found": (_req, _res, next) => next(),
});

test("each answer of Express is the same answer with a session in it, and has its cookie", async (t) => {
  const file = join(temporaryFolder(t), "file.txt");
  writeFileSync(file, "a file of some length\n".repeat(10_000));
  const cs = countersignAtHand(t);
  const all = styles(file);
  const build = (hasSession: boolean) => {
    const app = quiet();
    if (hasSession) {
      app.use(sessions(cs), (req, _res, next) => {
        req.session.set("seen", true);
        next();
      });
    }
    for (const [at, style] of Object.values(all).entries()) app.all(`/${at}`, style);
    return serving(t, app);
  };
  const [plain, held] = [await build(false), await build(true)];
  const sent: Readonly<Record<string, { method: string; headers?: SentHeaders; body?: string }>> = {
    GET: { method: "GET" },
    HEAD: { method: "HEAD" },
    POST: { method: "POST", body: "sent" },
    range: { method: "GET", headers: { Range: "bytes=5-9" } },
    "range that is none": { method: "GET", headers: { Range: "bytes=999999999-" } },
    JSON: { method: "GET", headers: { Accept: "application/json" } },
  };
  const compare = async (
    what: string,
    at: number,
    request: Omit<Parameters<typeof send>[1], "path">,
  ) => {
    const path = `/${at}?callback=f`;
    const [expected, answer] = [
      await send(plain, { ...request, path }),
      await send(held, { ...request, path }),
    ];
    assert.equal(answer.status, expected.status, what);
    assert.equal(answer.text, expected.text, what);
    const {
      date: _,
      vary,
      "set-cookie": cookies = [],
      "cache-control": caching,
      ...others
    } = answer.headers;
    const {
      date: __,
      vary: before,
      "set-cookie": own = [],
      "cache-control": cached,
      ...same
    } = expected.headers;
    assert.deepEqual(others, same, what);
    assert.equal(vary, before ? `${before}, Cookie` : "Cookie", what);
    // What a cache may give to others is no longer what the host says: it has a visitor's cookie.
    assert.equal(caching, /private|no-store/.test(cached ?? "") ? cached : "no-store", what);
    assert.deepEqual(cookies.slice(0, -1), own, what);
    assert.match(cookies.at(-1) ?? "", /^session=/, what);
    return expected;
  };
  for (const [at, style] of Object.keys(all).entries()) {
    for (const [how, request] of Object.entries(sent)) {
      const { headers, status } = await compare(`${how}: ${style}`, at, request);
      if (how !== "GET" || status !== 200 || !headers.etag) continue;
      const again = { method: "GET", headers: { "If-None-Match": headers.etag } };
      assert.equal((await compare(`304: ${style}`, at, again)).status, 304);
    }
  }
});

test("the pages are found below a prefix and in a router, whatever Express takes off the address", async (t) => {
  const cs = countersignAtHand(t);
  const below = quiet();
  below.use("/account", sessions(cs), accountPages(cs));
  const router = express.Router().use(accountPages(cs));
  const inRouter = quiet().use(sessions(cs), router);
  const alone = quiet().use(accountPages(cs));
  alone.get("/after", (req, res) => void res.json({ isEmpty: req.session.isEmpty }));
  for (const app of [below, inRouter, alone]) {
    const ada = visitor(await serving(t, app));
    assert.equal((await ada.get("/account/login?next=/x")).status, 200);
    assert.equal((await ada.register()).headers.location, "/account/welcome");
    assert.equal((await ada.get("/account/welcome")).status, 200);
    assert.equal((await ada.get("/account/nowhere")).status, 404);
  }
  const after = await visitor(await serving(t, alone)).get("/after");
  assert.deepEqual(after.json(), { isEmpty: true });
});

test("requireUser in a router sends back to the whole address", async (t) => {
  const cs = countersignAtHand(t);
  const router = express.Router();
  router.get("/wall", requireUser(cs), (req, res) => void res.send(req.user.username));
  const app = quiet().use(sessions(cs), accountPages(cs)).use("/deep", router);
  const ada = visitor(await serving(t, app));
  const stranger = await ada.get("/deep/wall?a=1");
  assert.equal(stranger.headers.location, "/account/login?next=%2Fdeep%2Fwall%3Fa%3D1");
  await ada.register();
  assert.equal((await ada.get("/deep/wall")).text, ada.username);
});

test("requireUser without sessions(cs) tells Express what is missing", async (t) => {
  const cs = countersignAtHand(t);
  const thrown: unknown[] = [];
  const app = quiet();
  app.get("/wall", requireUser(cs), (_req, res) => void res.send("never"));
  app.use(((error, _req, res, _next) => {
    thrown.push(error);
    res.status(500).send("caught");
  }) as express.ErrorRequestHandler);
  const { get } = visitor(await serving(t, app));
  for (const _ of ["before it is open", "after"]) assert.equal((await get("/wall")).text, "caught");
  assert.equal(thrown.length, 2);
  for (const error of thrown) {
    assert.ok(error instanceof TypeError);
    assert.match(error.message, /needs sessions\(cs\)/);
  }
});

test("mounted twice there is one session", async (t) => {
  const cs = countersignAtHand(t);
  const app = quiet();
  const seen: Session[] = [];
  const look: RequestHandler = (req, _res, next) => {
    seen.push(req.session);
    next();
  };
  app.use(sessions(cs), look, sessions(cs), look);
  app.get("/", (req, res) => {
    req.session.set("a", 1);
    res.send("text");
  });
  const answer = await visitor(await serving(t, app)).get("/");
  assert.equal(answer.setCookies.length, 1);
  assert.equal(seen[0], seen[1]);
});

test("the list of devices has the address that `trust proxy` believes", async (t) => {
  for (const [trust, expected] of [
    [true, "203.0.113.7"],
    [false, "127.0.0.1"],
  ] as const) {
    const database = join(temporaryFolder(t), "app.db");
    const cs = countersignAtHand(t, database);
    const app = quiet().set("trust proxy", trust).use(accountPages(cs));
    const url = await serving(t, app);
    const fields = { username: "ada", password: PASSWORD };
    const headers = { ...FORM, "X-Forwarded-For": "203.0.113.7" };
    await send(url, { path: "/account/register", headers, body: form(fields) });
    const rows = new DatabaseSync(database, { readOnly: true });
    t.after(() => rows.close());
    const [row] = rows.prepare("select address from countersign_sessions").all();
    assert.equal(row?.["address"], expected);
  }
});
