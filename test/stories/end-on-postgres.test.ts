import assert from "node:assert/strict";
import { suite, type TestContext, test } from "node:test";
import { setTimeout as later } from "node:timers/promises";
import type { RecallingRegister } from "../../src/sessions/register.ts";
import { postgresDatabase, skipsPostgres } from "../database/postgres-server.ts";
import { tcpProxy } from "../database/tcp-proxy.ts";
import { everyEnd } from "./every-end.ts";
import { ADA, BOB } from "./people.ts";
import { type Program, program } from "./program.ts";
import { until } from "./until.ts";

/** Two hosts at one database. */
const scene = async (t: TestContext) => {
  const database = await postgresDatabase(t);
  return { database, here: await program(t, database), there: await program(t, database) };
};

/** The same, the second by a wire that can fail. */
const frailScene = async (t: TestContext) => {
  const address = new URL(await postgresDatabase(t));
  const here = await program(t, address.href);
  const proxy = await tcpProxy(t, Number(address.port));
  address.port = String(proxy.port);
  return { proxy, here, there: await program(t, address.href) };
};

const isFresh = ({ cs }: Program): boolean => {
  const { recall } = cs.context!.parts.register as RecallingRegister;
  return recall("nobody", 1) !== undefined;
};

/** Has memory been too old for a second? A read that was sent before may be answered until then. */
const hasBeenStale = (there: Program): (() => boolean) => {
  let freshAt = performance.now();
  return () => {
    if (isFresh(there)) freshAt = performance.now();
    return performance.now() - freshAt > 1_000;
  };
};

/** Asks until it is refused. Whoever is let in by memory asked no more than a second after the end. */
const refusedWithinASecond = async (
  there: Program,
  cookie: string,
  refusal: 401 | 503 = 401,
): Promise<void> => {
  const ended = performance.now();
  for (;;) {
    const asked = performance.now() - ended;
    const { status } = await there.get("/id", cookie);
    if (status === refusal) return;
    assert.equal(status, 200);
    assert.ok(asked <= 1_000, `let in ${asked} ms after the end`);
    await later(2);
  }
};

const checkUnavailable = async (answer: Response): Promise<void> => {
  assert.equal(answer.status, 503);
  assert.equal(answer.headers.get("Retry-After"), "5");
  assert.deepEqual(answer.headers.getSetCookie(), []);
  assert.equal(((await answer.json()) as { code: string }).code, "storage.unavailable");
};

suite("what is ended on one host, over PostgreSQL", { skip: skipsPostgres, concurrency: 2 }, () => {
  test("is refused on another by the next request that reads the user, and within a second by one that does not (T042)", async (t) => {
    const { here, there } = await scene(t);
    await here.register(ADA);
    for (let turn = 0; turn < 30; turn += 1) {
      const cookie = await here.logIn(ADA);
      const known = await there.get("/id", cookie);
      assert.deepEqual(await known.json(), { id: 1, isLoaded: false });
      await here.logOut(cookie);
      assert.equal((await there.get("/wall", cookie)).status, 401);
      await refusedWithinASecond(there, cookie);
    }
  });

  for (const [ending, end] of Object.entries(everyEnd)) {
    test(`is refused on another: ${ending} (T054)`, async (t) => {
      const { database, here, there } = await scene(t);
      const ended = await here.register(ADA);
      const other = await here.register(BOB);
      assert.equal((await there.get("/id", ended)).status, 200);
      await end({ here, database });
      assert.equal((await there.get("/wall", ended)).status, 401);
      await refusedWithinASecond(there, ended);
      const isEverybodys = ending.endsWith("--all");
      assert.equal((await there.get("/id", other)).status, isEverybodys ? 401 : 200);
      assert.equal((await there.get("/id", await there.logIn(BOB))).status, 200);
    });
  }

  test("asks nobody while memory is fresh: it answers while nothing comes over", async (t) => {
    const { here, there, proxy } = await frailScene(t);
    const cookie = await here.register(ADA);
    for (;;) {
      await until(() => isFresh(there));
      proxy.hang();
      const { status } = await there.get("/id", cookie);
      // What is fresh afterwards was so all the while: else the machine was busy, and it has to be tried again.
      const wasFresh = isFresh(there);
      await proxy.restore();
      if (!wasFresh) continue;
      assert.equal(status, 200);
      break;
    }
  });

  for (const fault of ["cut", "hang"] as const) {
    test(`is refused at once by asking, while the connection that tells of it is ${fault === "cut" ? "cut" : "silent"}`, async (t) => {
      const { here, there, proxy } = await frailScene(t);
      await here.register(ADA);
      await until(() => isFresh(there));
      // It listens, and reads by a statement of this name.
      proxy.single("ends\0", fault);
      await until(hasBeenStale(there));
      let last = "";
      for (let turn = 0; turn < 10; turn += 1) {
        const cookie = await here.logIn(ADA);
        assert.equal((await there.get("/id", cookie)).status, 200);
        await here.logOut(cookie);
        assert.equal((await there.get("/id", cookie)).status, 401);
        last = cookie;
      }
      assert.equal(isFresh(there), false);
      await proxy.restore();
      await until(() => isFresh(there));
      assert.equal((await there.get("/id", last)).status, 401);
      assert.equal((await there.get("/id", await here.logIn(ADA))).status, 200);
    });

    test(`is never let in while the database is ${fault === "cut" ? "gone" : "silent"}, which is 503 for who is logged in`, async (t) => {
      const { here, there, proxy } = await frailScene(t);
      const [cookie, ended] = [await here.register(ADA), await here.register(BOB)];
      for (const known of [cookie, ended]) {
        assert.equal((await there.get("/id", known)).status, 200);
      }
      await until(() => isFresh(there));
      await proxy[fault]();
      await here.logOut(ended);
      await refusedWithinASecond(there, ended, 503);
      const asked = [cookie, ended].flatMap((known) => [
        there.get("/id", known),
        there.get("/wall", known),
      ]);
      for (const answer of await Promise.all(asked)) await checkUnavailable(answer);
      assert.equal((await there.get("/id", "")).status, 401, "a stranger is one all the same");
      await proxy.restore();
      const back = await until(async () => {
        const { status } = await there.get("/id", cookie);
        return status !== 503 && status;
      });
      assert.equal(back, 200);
      assert.equal((await there.get("/id", ended)).status, 401);
      await until(() => isFresh(there));
      assert.equal((await there.get("/id", ended)).status, 401);
      assert.equal((await there.get("/id", cookie)).status, 200);
    });
  }
});
