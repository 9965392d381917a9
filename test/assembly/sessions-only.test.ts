import assert from "node:assert/strict";
import { test } from "node:test";
import { Hono } from "hono";
import { logOut } from "../../src/account/log-out.ts";
import { sessions } from "../../src/adapters/hono.ts";
import { type SessionsOnlySettings, sessionsOnly } from "../../src/assembly/sessions-only.ts";
import { cache } from "../../src/engines/cache.ts";
import type { CacheClient } from "../../src/engines/cache-client.ts";
import { database } from "../../src/engines/database.ts";
import type { EngineFactory } from "../../src/engines/engine-needs.ts";
import { file } from "../../src/engines/file.ts";
import { layered } from "../../src/engines/layered.ts";
import { memory } from "../../src/engines/memory.ts";
import { memoryRegister } from "../../src/registers/memory-register.ts";
import { logInAs } from "../../src/sessions/log-in-as.ts";
import { logAtHand } from "../account/log-at-hand.ts";
import { temporaryPath } from "../database/temporary-database.ts";

const SECRET = "Zk3vX9qLr8TnW2yHs6BdGf4Jm7Pc1Ra5";

const appOf = (settings: SessionsOnlySettings) => {
  const only = sessionsOnly(settings);
  const app = new Hono()
    .use(sessions(only))
    .get("/", (c) => c.json({ user: c.var.session.get("user_id", null) }))
    .post("/in/:id", async (c) => {
      await logInAs(c.var.session, Number(c.req.param("id")));
      return c.text("in");
    })
    .post("/out", (c) => {
      logOut(c.var.session);
      return c.text("out");
    })
    .onError((error, c) => c.text(String((error as { code?: string }).code ?? error), 500));
  const ask = async (path: string, cookie = "", method = "POST") => {
    const response = await app.request(path, { method, headers: { cookie } });
    const line = response.headers.getSetCookie()[0] ?? "";
    return {
      status: response.status,
      text: await response.text(),
      line,
      cookie: line.split(";", 1)[0],
    };
  };
  return { only, ask };
};

const settings = (t: { after(act: () => unknown): void }) =>
  ({
    register: { secrets: [SECRET], register: memoryRegister(), development: true },
    database: {
      secrets: [SECRET],
      database: `sqlite:${temporaryPath(t as never)}`,
      development: true,
    },
    "database engine": {
      secrets: [SECRET],
      engine: database(),
      database: `sqlite:${temporaryPath(t as never)}`,
      development: true,
    },
    memory: { secrets: [SECRET], engine: memory(), register: memoryRegister(), development: true },
  }) satisfies Record<string, SessionsOnlySettings>;

test("logs in and finally out with no users of ours, over a register or a database", async (t) => {
  for (const [name, each] of Object.entries(settings(t))) {
    const { only, ask } = appOf(each);
    t.after(() => only.close());
    const { cookie } = await ask("/in/7");
    assert.equal((await ask("/", cookie, "GET")).text, '{"user":7}', name);
    assert.match((await ask("/out", cookie)).line, /Max-Age=0/, name);
    assert.equal((await ask("/", cookie, "GET")).text, '{"user":null}', name);
  }
});

test("without a register nobody is logged in: they could not be logged out for good", async (t) => {
  const { only, ask } = appOf({ secrets: [SECRET], development: true });
  t.after(() => only.close());
  assert.deepEqual((await ask("/in/7")).text, "settings.invalid");
  assert.equal((await ask("/", "", "GET")).text, '{"user":null}');
});

test("is production, and so https, unless it is said otherwise", async (t) => {
  const secret = "p8Lq2Zt6Vw9Xb3Nd7Rf1Gh5Jk0Ms4Tc8yAeUi";
  const { only, ask } = appOf({ secrets: [secret], register: memoryRegister() });
  t.after(() => only.close());
  assert.match((await ask("/in/7")).line, /^__Host-session=.*; Secure$/);
});

test("refuses bad settings among good ones, by name", () => {
  const good = { secrets: [SECRET], development: true };
  assert.doesNotThrow(() => sessionsOnly(good));
  for (const [name, value] of Object.entries({
    secrets: [""],
    engine: {},
    register: {},
    database: "mysql://x",
    age: "0s",
    cookieName: "a b",
    origin: "https://example.org",
  })) {
    assert.throws(
      () => sessionsOnly({ ...good, [name]: value }),
      (error: { code?: string; message?: string }) =>
        error.code === "settings.invalid" && error.message?.startsWith(`${name}:`) === true,
      name,
    );
  }
});

test("an engine over a database is refused where there is none, before anything is opened", () => {
  const answer = async () => undefined as never;
  const client: CacheClient = { ping: answer, hgetall: answer, eval: answer, del: answer };
  for (const engine of [database(), layered(client)]) {
    const settings = { secrets: [SECRET], engine, development: true };
    assert.throws(() => sessionsOnly(settings), {
      code: "settings.invalid",
      message: /^engine: .*set database/,
    });
    assert.doesNotThrow(() => sessionsOnly({ ...settings, database: "sqlite::memory:" }));
  }
});

test("what makes no engine is refused when it is opened, by a line that says to call it", async () => {
  for (const engine of [memory, database, () => ({}), () => undefined]) {
    const only = sessionsOnly({
      secrets: [SECRET],
      engine: engine as unknown as EngineFactory,
      database: "sqlite::memory:",
      development: true,
    });
    await assert.rejects(only.ready(), { code: "settings.invalid", message: /^engine: .*called/ });
    await only.close();
  }
});

test("engines with options of their own refuse bad ones at once", () => {
  assert.equal(typeof file("data/sessions"), "function");
  for (const folder of ["", "a\0b", undefined, 5, null]) {
    assert.throws(() => file(folder as string), { code: "settings.invalid", message: /folder/ });
  }
  for (const make of [cache, layered]) {
    for (const client of [undefined, null, {}, { ping() {} }]) {
      assert.throws(() => make(client as never), { code: "settings.invalid", message: /client/ });
    }
  }
});

test("a user's id is a whole number from 1 on", async (t) => {
  const { only, ask } = appOf({ secrets: [SECRET], register: memoryRegister(), development: true });
  t.after(() => only.close());
  assert.equal((await ask("/in/1")).status, 200);
  for (const id of ["0", "-1", "1.5", "x", "1e30"]) {
    assert.equal((await ask(`/in/${id}`)).status, 500, id);
  }
});

test("refused cookies that repeat themselves are summed up, and what was counted is written at its end (T277)", async () => {
  const { log, lines } = logAtHand();
  const { only, ask } = appOf({
    secrets: [SECRET],
    register: memoryRegister(),
    development: true,
    log,
  });
  for (let at = 0; at < 20; at += 1) await ask("/", `session=forged${at}`, "GET");
  const refused = () => lines.filter(({ fields }) => fields["event"] === "sessionRefused");
  assert.equal(refused().length, 5);
  await only.close();
  assert.equal(refused().length, 6);
  assert.equal(refused()[5]?.fields["count"], 15);
});
