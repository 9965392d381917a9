import assert from "node:assert/strict";
import type { ServerResponse } from "node:http";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { accountPages, requireUser, type SessionRequest, sessions } from "../../src/node.ts";
import type { Session } from "../../src/sessions/session.ts";
import { rawExchange } from "../stories/raw-socket.ts";
import { FORM, form, send } from "../stories/send.ts";
import { temporaryFolder } from "../stories/temporary-folder.ts";
import { countersignAtHand } from "./countersign-at-hand.ts";
import { serving } from "./serving.ts";
import { PASSWORD, visitor } from "./visitor.ts";

test("accountPages alone is a listener: it brings its own session, and 404 for what is not ours", async (t) => {
  const ada = visitor(await serving(t, accountPages(countersignAtHand(t))));
  await ada.register();
  assert.equal((await ada.get("/account/welcome")).status, 200);
  const missing = await ada.getJson("/elsewhere");
  assert.deepEqual(
    [missing.status, (missing.json() as { code: string }).code],
    [404, "request.not-found"],
  );
});

test("both forms of each layer do the same: around a handler, and before a next", async (t) => {
  const cs = countersignAtHand(t);
  const [withSession, pages, onlyUsers] = [sessions(cs), accountPages(cs), requireUser(cs)];
  const around = withSession((req, res) =>
    pages(req, res, () => onlyUsers((user, answer) => answer.end(user.user.username))(req, res)),
  );
  const ada = visitor(await serving(t, around));
  const before = await serving(t, (req, res) =>
    withSession(req, res, () => pages(req, res, () => onlyUsers(req, res, () => res.end("in")))),
  );
  await ada.register();
  assert.equal((await ada.get("/wall")).text, ada.username);
  const same = visitor(before);
  assert.equal((await same.get("/wall")).status, 303);
  same.cookie = ada.cookie;
  assert.equal((await same.get("/wall")).text, "in");
});

test("what a handler throws is 500 without its words; after the head has gone the connection ends (T184)", async (t) => {
  const cs = countersignAtHand(t);
  const handlers: Record<string, (req: SessionRequest, res: ServerResponse) => unknown> = {
    "/throws": (_req, res) => {
      res.setHeader("X-Handler", "1");
      throw new Error("a bug");
    },
    "/rejects": async () => {
      throw new Error("a bug");
    },
    "/inside": requireUser(cs)(async () => {
      throw new Error("a bug");
    }),
    "/late": async (_req, res) => {
      res.setHeader("Content-Length", 100);
      res.write("begun");
      throw new Error("a bug");
    },
  };
  const pages = accountPages(cs);
  const url = await serving(
    t,
    sessions(cs)((req, res) => (handlers[req.url ?? ""] ?? pages)(req, res)),
  );
  const ada = visitor(url);
  await ada.register();
  for (const path of ["/throws", "/rejects", "/inside"]) {
    const answer = await ada.getJson(path);
    assert.equal(answer.status, 500, path);
    assert.equal((answer.json() as { code: string }).code, "server.failed");
    assert.ok(!answer.text.includes("a bug"));
    assert.equal(answer.headers["x-handler"], undefined);
  }
  const cut = await rawExchange(url, "GET /late HTTP/1.1\r\nHost: test\r\n\r\n");
  assert.doesNotMatch(cut, /500/);
  assert.equal((await ada.get("/account/welcome")).status, 200, "the server lives on");
});

test("requireUser without sessions(cs) is an error: for next, or 500", async (t) => {
  const cs = countersignAtHand(t);
  let told: unknown;
  const before = await serving(t, (req, res) =>
    requireUser(cs)(req, res, (error) => {
      told = error;
      res.end();
    }),
  );
  await send(before, { path: "/" });
  assert.ok(told instanceof TypeError);
  const around = await serving(
    t,
    requireUser(cs)((_req, res) => res.end("never")),
  );
  assert.equal((await send(around, { path: "/" })).status, 500);
});

test("where the answer has gone already a session can only be read", async (t) => {
  const cs = countersignAtHand(t);
  const told = Promise.withResolvers<unknown>();
  const url = await serving(t, (req, res) => {
    res.end("answered");
    sessions(cs)(req, res, () => {
      const { session } = req as typeof req & { session: Session };
      assert.equal(session.get("a"), undefined);
      try {
        session.set("a", 1);
      } catch (error) {
        told.resolve((error as { code: string }).code);
      }
    });
  });
  assert.equal((await send(url, { path: "/" })).text, "answered");
  assert.equal(await told.promise, "session.too-late");
});

test("an answer that somebody else gives while ours is made stands", async (t) => {
  const cs = countersignAtHand(t);
  const pages = accountPages(cs);
  const url = await serving(t, (req, res) => {
    pages(req, res);
    res.end("too late for you");
  });
  await cs.ready();
  for (const _ of [1, 2]) {
    assert.equal((await send(url, { path: "/account/login" })).text, "too late for you");
  }
});

test("a whole address as the target, and methods of all kinds, are answered by the path", async (t) => {
  const url = await serving(t, accountPages(countersignAtHand(t)));
  const ask = (line: string) =>
    rawExchange(url, `${line} HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n`);
  assert.match(await ask("GET http://test/account/login?next=/x"), /^HTTP\/1\.1 200 /);
  assert.match(await ask("GET HTTPS://other.test/account"), /^HTTP\/1\.1 200 /);
  assert.match(await ask("GET http://test/elsewhere"), /^HTTP\/1\.1 404 /);
  assert.match(await ask("GET //account/login"), /^HTTP\/1\.1 404 /);
  assert.match(await ask("OPTIONS *"), /^HTTP\/1\.1 404 /);
  for (const method of ["PUT", "DELETE", "TRACE", "OPTIONS"]) {
    assert.match(await ask(`${method} /account/login`), /^HTTP\/1\.1 405 /, method);
  }
});

test("the list of devices has the address that the host knows, and else the connection's", async (t) => {
  for (const [options, expected] of [
    [{ address: () => "203.0.113.7" }, "203.0.113.7"],
    [{}, "127.0.0.1"],
  ] as const) {
    const database = join(temporaryFolder(t), "app.db");
    const url = await serving(t, accountPages(countersignAtHand(t, database), options));
    const body = form({ username: "ada", password: PASSWORD });
    assert.equal((await send(url, { path: "/account/register", headers: FORM, body })).status, 303);
    const rows = new DatabaseSync(database, { readOnly: true });
    t.after(() => rows.close());
    const [row] = rows.prepare("select address from countersign_sessions").all();
    assert.equal(row?.["address"], expected);
  }
});

test("a visitor who leaves while their password is checked does not take the server with them", async (t) => {
  const url = await serving(t, accountPages(countersignAtHand(t)));
  const ada = visitor(url);
  await ada.register();
  const body = form({ username: ada.username, password: PASSWORD });
  const leaving = Array.from({ length: 10 }, () => {
    const controller = new AbortController();
    const asked = fetch(`${url}/account/login`, {
      method: "POST",
      body,
      headers: { "Content-Type": "application/x-www-form-urlencoded" },
      signal: controller.signal,
    }).catch(() => {});
    setImmediate(() => controller.abort());
    return asked;
  });
  await Promise.all(leaving);
  assert.equal((await ada.get("/account/welcome")).status, 200);
});
