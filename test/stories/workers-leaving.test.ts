import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { browserLikeClient } from "./browser-like-client.ts";
import { checkInTime } from "./in-time.ts";
import { ADA } from "./people.ts";
import { type Answer, send } from "./send.ts";
import { type SiteOfWorkers, siteOfWorkers } from "./site-of-workers.ts";
import { spoken } from "./spoken.ts";
import { temporaryFolder } from "./temporary-folder.ts";
import { unfinishedRequest } from "./unfinished-request.ts";

/** So many connections at once that each worker gets some. */
const MANY = 8;

const atOnce = (site: SiteOfWorkers, path: string): Promise<Answer[]> =>
  Promise.all(Array.from({ length: MANY }, () => send(site.url, { path })));

const statuses = (answers: readonly Answer[]): ReadonlySet<number> =>
  new Set(answers.map(({ status }) => status));

const crowd = (site: SiteOfWorkers): readonly Promise<Answer>[] =>
  Array.from({ length: MANY }, () => browserLikeClient(site).postJson("/login", ADA));

test("SIGTERM answers every login that is under way at any worker, and ends with 0 (T260)", async (t) => {
  const site = await siteOfWorkers(t, {
    folder: temporaryFolder(t),
    environment: { COUNTERSIGN_BCRYPT_COST: "9" },
  });
  await browserLikeClient(site).post("/register", ADA);
  // Once before, so that every worker has its threads: even a busy machine soon answers the others.
  await Promise.all(crowd(site));
  const logins = crowd(site);
  await Promise.race(logins);
  const started = performance.now();
  const ended = site.end("SIGTERM");
  assert.deepEqual(statuses(await Promise.all(logins)), new Set([200]));
  assert.deepEqual(await ended, { code: 0, signal: null });
  checkInTime(10_000, started);
  await assert.rejects(send(site.url, { path: "/health/live" }), { code: "ECONNREFUSED" });
  const pids = site.log().flatMap(({ msg, pid }) => (String(msg).startsWith("leaving") ? pid : []));
  assert.deepEqual(new Set(pids), new Set(site.pids()));
});

describe("a site of workers on its way out", { concurrency: true }, () => {
  test("while it drains each worker's /health is 503, pages still answer, and then it is gone (T262)", async (t) => {
    const site = await siteOfWorkers(t, {
      folder: temporaryFolder(t),
      environment: { COUNTERSIGN_DRAIN_DELAY: "2s" },
    });
    assert.deepEqual(statuses(await atOnce(site, "/health")), new Set([200]));
    // A terminal's Ctrl-C reaches the whole group, and npm sends it once more: that is one signal.
    const ended = site.end("SIGINT");
    for (const pid of site.pids()) process.kill(pid, "SIGINT");
    site.child.kill("SIGINT");
    await spoken(site, "leaving", 2);
    assert.deepEqual(statuses(await atOnce(site, "/health")), new Set([503]));
    assert.deepEqual(statuses(await atOnce(site, "/health/live")), new Set([200]));
    assert.deepEqual(statuses(await atOnce(site, "/login")), new Set([200]));
    assert.deepEqual(await ended, { code: 0, signal: null });
  });

  test("a second signal more than a second later ends it at once, and nobody stays behind (T261)", async (t) => {
    const site = await siteOfWorkers(t, { folder: temporaryFolder(t) });
    const socket = await unfinishedRequest(site);
    t.after(() => socket.destroy());
    const ended = site.end("SIGTERM");
    await spoken(site, "leaving", 2);
    await setTimeout(1_200);
    assert.equal(site.child.exitCode, null);
    const second = performance.now();
    site.child.kill("SIGTERM");
    // It has ended when nobody holds its output any more.
    const { code } = await ended;
    assert.ok(code !== 0 && code !== null);
    checkInTime(1_000, second);
  });

  test("a client that never ends its request holds the end up for ten seconds at most", async (t) => {
    const site = await siteOfWorkers(t, { folder: temporaryFolder(t) });
    const socket = await unfinishedRequest(site);
    t.after(() => socket.destroy());
    const started = performance.now();
    assert.deepEqual(await site.end("SIGTERM"), { code: 0, signal: null });
    checkInTime(10_000, started);
  });

  test("a worker that hangs holds the end up for ten seconds at most", async (t) => {
    const site = await siteOfWorkers(t, { folder: temporaryFolder(t) });
    process.kill(site.pids()[0] ?? 0, "SIGSTOP");
    const started = performance.now();
    assert.deepEqual(await site.end("SIGTERM"), { code: 0, signal: null });
    checkInTime(10_000, started);
    assert.match(site.output.join("\n"), /a worker did not leave in time/);
  });
});
