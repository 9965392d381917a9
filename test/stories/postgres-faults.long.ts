import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { canBeApart, networkApart } from "../database/network-apart.ts";
import { postgresDatabase, postgresServer, skipsPostgres } from "../database/postgres-server.ts";
import { tcpProxy } from "../database/tcp-proxy.ts";
import { browserLikeClient } from "./browser-like-client.ts";
import { checkUnavailable } from "./check-unavailable.ts";
import { slowness } from "./in-time.ts";
import { ADA } from "./people.ts";
import { answersWithin, column, postgresSite, timed } from "./postgres-site.ts";
import { type Answer, send } from "./send.ts";
import type { SiteProcess } from "./site-process.ts";
import {
  BACK,
  checkAllIsWell,
  checkReadsOnly,
  member,
  SOON,
  welcome,
} from "./while-the-database-fails.ts";

interface Asked {
  readonly took: number;
  readonly result: Answer;
}

/** Twenty requests a second, whether the earlier ones were answered or not. Tells of each. */
const load = async (seconds: number, ask: (at: number) => Promise<Answer>): Promise<Asked[]> => {
  const asked: Promise<Asked>[] = [];
  const started = performance.now();
  for (let at = 0; at < seconds * 20; at++) {
    await setTimeout(Math.max(0, started + at * 50 - performance.now()));
    asked.push(timed(() => ask(at)));
  }
  return Promise.all(asked);
};

/** For half a minute of requests each is 503 and soon; then all is well again, and no memory was lost. */
const checkHalfAMinute = async (
  site: SiteProcess,
  cookie: string,
  { fail, restore }: { fail(): void; restore(): void | Promise<void> },
): Promise<void> => {
  fail();
  for (const { result, took } of await load(30, (at) =>
    at % 4 === 0 ? browserLikeClient(site).postJson("/login", ADA) : welcome(site, cookie),
  )) {
    checkUnavailable(result);
    assert.ok(took < SOON * slowness(), `503 only after ${took} ms`);
  }
  await restore();
  await checkAllIsWell(site, cookie);
  for (const { result } of await load(2, () => welcome(site, cookie))) {
    assert.equal(result.status, 200);
  }
};

const options = { skip: skipsPostgres };

test(
  "PostgreSQL silent for half a minute: each request is 503 within two seconds, then all is well (T248)",
  options,
  async (t) => {
    const server = await postgresServer(t);
    const site = await postgresSite(t, server.address());
    const { cookie } = await member(site, ADA);
    await checkHalfAMinute(site, cookie, { fail: server.pause, restore: server.resume });
  },
);

test(
  "each packet lost for half a minute: each request is 503 within two seconds, then all is well (T249)",
  options,
  async (t) => {
    if (canBeApart) {
      const network = networkApart();
      const server = await postgresServer(t, { network });
      const site = await postgresSite(t, server.address());
      const { cookie } = await member(site, ADA);
      await checkHalfAMinute(site, cookie, { fail: network.lose, restore: network.restore });
    } else {
      t.diagnostic("this process may not make networks: a proxy that hangs stands for one");
      const address = new URL(await postgresDatabase(t));
      const proxy = await tcpProxy(t, Number(address.port));
      address.port = String(proxy.port);
      const site = await postgresSite(t, address.href);
      const { cookie } = await member(site, ADA);
      await checkHalfAMinute(site, cookie, { fail: proxy.hang, restore: proxy.restore });
    }
  },
);

test(
  "half a second added to each query: of 20 pages a second 99 of 100 come within three, and none piles up (T250)",
  options,
  async (t) => {
    const address = new URL(await postgresDatabase(t));
    const proxy = await tcpProxy(t, Number(address.port));
    address.port = String(proxy.port);
    const site = await postgresSite(t, address.href);
    const { cookie } = await member(site, ADA);
    proxy.delay(250);
    const asked = await load(20, () => welcome(site, cookie));
    for (const { result } of asked) assert.equal(result.status, 200);
    const times = asked.map(({ took }) => took);
    const p99 = [...times].sort((a, b) => a - b)[Math.floor(times.length * 0.99)] ?? 0;
    assert.ok(p99 < 3_000, `p99 is ${p99} ms`);
    const mean = (part: readonly number[]): number => part.reduce((a, b) => a + b, 0) / part.length;
    // Requests that pile up wait longer and longer.
    const [second, last] = [mean(times.slice(100, 200)), mean(times.slice(-100))];
    assert.ok(last < second + 500, `first ${second} ms, then ${last} ms`);
    await proxy.restore();
    await checkAllIsWell(site, cookie);
  },
);

test(
  "a thousand logins on one node are each welcome on the other at once (T229)",
  options,
  async (t) => {
    const database = await postgresDatabase(t);
    const [one, two] = await Promise.all([postgresSite(t, database), postgresSite(t, database)]);
    await member(one, ADA);
    for (let turn = 0; turn < 1_000; turn++) {
      const browser = browserLikeClient(turn % 2 === 0 ? one : two);
      const path = (await browser.post("/login", ADA)).headers.location ?? "";
      const { url } = turn % 2 === 0 ? two : one;
      assert.equal((await send(url, { path, headers: { Cookie: browser.cookie } })).status, 200);
    }
  },
);

test(
  "PostgreSQL killed at twenty moments: who was told that they are registered is, and nobody is half there (T236)",
  options,
  async (t) => {
    const server = await postgresServer(t);
    const site = await postgresSite(t, server.address());
    const { cookie } = await member(site, ADA);
    const acknowledged: string[] = [];
    let number = 0;
    for (let round = 0; round < 20; round++) {
      let isKilled = false;
      const register = async (): Promise<void> => {
        while (!isKilled) {
          const username = `user${number++}`;
          const answer = await browserLikeClient(site).postJson("/register", { ...ADA, username });
          if (answer.status === 201) acknowledged.push(username);
          else checkUnavailable(answer);
        }
      };
      const crowd = Promise.all(Array.from({ length: 4 }, register));
      // A different moment each time: after so many answers, and some turns more.
      const before = acknowledged.length;
      while (acknowledged.length <= before + round) await setTimeout(0);
      for (let turn = Math.random() * 200; turn > 0; turn--) {
        await new Promise((resolve) => setImmediate(resolve));
      }
      await server.kill();
      isKilled = true;
      await crowd;
      await server.start();
      await answersWithin(BACK, 200, () => welcome(site, cookie));
    }
    for (const username of acknowledged) {
      const answer = await browserLikeClient(site).postJson("/login", { ...ADA, username });
      assert.equal(answer.status, 200, username);
    }
    const alone = `select username from countersign_users
    where id not in (select user_id from countersign_sessions)`;
    assert.deepEqual(await column(server.address(), alone), []);
    const nobodys = `select sid from countersign_sessions
    where user_id not in (select id from countersign_users)`;
    assert.deepEqual(await column(server.address(), nobodys), []);
    assert.equal((await site.end()).code, 0);
  },
);

test(
  "on a standby with all tables it starts, shows pages, and is 503 where it would write (T238)",
  options,
  async (t) => {
    const environment = { COUNTERSIGN_ENGINE: "database" };
    const primary = await postgresServer(t);
    const before = await postgresSite(t, primary.address(), environment);
    const { cookie } = await member(before, ADA);
    // When they were last seen would be written down today.
    await column(primary.address(), "update countersign_sessions set last_seen_at = 0");
    const standby = await primary.standby();
    const site = await postgresSite(t, standby.address(), environment);
    await checkReadsOnly(site, cookie);
  },
);

test(
  "on a server that isolates all transactions wholly, nobody is in another's way (T240)",
  options,
  async (t) => {
    const server = await postgresServer(t, {
      settings: { default_transaction_isolation: "serializable" },
    });
    const site = await postgresSite(t, server.address(), { COUNTERSIGN_ENGINE: "database" });
    await member(site, ADA);
    const browsers = Array.from({ length: 20 }, () => browserLikeClient(site));
    for (const [path, body, status] of [
      ["/login", ADA, 200],
      ["/logout", undefined, 204],
    ] as const) {
      const answers = await Promise.all(browsers.map((browser) => browser.postJson(path, body)));
      for (const answer of answers) assert.equal(answer.status, status, answer.text);
    }
  },
);
