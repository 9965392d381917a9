import assert from "node:assert/strict";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { type Browser, browserLikeClient } from "./browser-like-client.ts";
import { checkInTime } from "./in-time.ts";
import { ADA } from "./people.ts";
import { type Answer, send } from "./send.ts";
import { type SiteOfWorkers, siteOfWorkers } from "./site-of-workers.ts";
import { spoken } from "./spoken.ts";
import { temporaryFolder } from "./temporary-folder.ts";
import { until } from "./until.ts";

/** Browsers that are logged in, and reload one page a hundred times a second until they are told to stop. */
const loadOf = async (site: SiteOfWorkers, count: number) => {
  const browsers = await Promise.all(
    Array.from({ length: count }, async (_, at) => {
      const browser = browserLikeClient(site);
      await browser.post("/register", { ...ADA, username: `user${at}` });
      return browser;
    }),
  );
  const answers: Answer[] = [];
  let failures = 0;
  let isOver = false;
  const reload = async (browser: Browser): Promise<void> => {
    while (!isOver) {
      const answer = await browser.get("/welcome").catch(() => undefined);
      if (answer) answers.push(answer);
      else failures += 1;
      await setTimeout(10);
    }
  };
  const load = Promise.all(browsers.map(reload));
  return {
    browsers,
    /** Resolves when so many more have been answered. */
    answered: async (more: number): Promise<void> => {
      const wanted = answers.length + more;
      await until(() => answers.length >= wanted);
    },
    async end() {
      isOver = true;
      await load;
      return { answers, failures };
    },
  };
};

test("a worker that is killed is replaced; nobody is logged out, and only what it was at fails", async (t) => {
  const site = await siteOfWorkers(t, { folder: temporaryFolder(t) });
  const count = 4;
  const load = await loadOf(site, count);
  for (let round = 0; round < 2; round++) {
    await load.answered(40);
    process.kill(site.pids().at(-1) ?? 0, "SIGKILL");
    await spoken(site, "a worker listens", 3 + round);
  }
  await load.answered(40);
  const { answers, failures } = await load.end();
  assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]));
  assert.ok(failures <= 2 * count, `${failures} failed`);
  assert.equal(await site.pidOf(answers.at(-1)!).then((pid) => site.pids().includes(pid)), true);
  for (const browser of load.browsers) assert.equal((await browser.get("/welcome")).status, 200);
  assert.deepEqual(await site.end(), { code: 0, signal: null });
});

test("a worker that leaves is replaced, and no request fails over it", async (t) => {
  const site = await siteOfWorkers(t, { folder: temporaryFolder(t) });
  const load = await loadOf(site, 4);
  for (let round = 0; round < 2; round++) {
    await load.answered(40);
    process.kill(site.pids().at(-1) ?? 0, "SIGTERM");
    await spoken(site, "a worker listens", 3 + round);
  }
  const { answers, failures } = await load.end();
  assert.equal(failures, 0);
  assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]));
});

/** Whether it has heard SIGSTOP, where that can be known. */
const isStopped = (pid: number): boolean =>
  !existsSync("/proc") || / T /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));

test("a connection that a worker was handed and never took is closed when it dies", async (t) => {
  const site = await siteOfWorkers(t, { folder: temporaryFolder(t) });
  const [stuck = 0] = site.pids();
  process.kill(stuck, "SIGSTOP");
  await until(() => isStopped(stuck));
  const sockets = Array.from({ length: 2 }, () => {
    const socket = connect(Number(new URL(site.url).port), "127.0.0.1");
    socket.on("error", () => {});
    socket.write("GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    return socket.resume();
  });
  const closed = sockets.map(
    (socket) => new Promise<Socket>((resolve) => socket.once("close", () => resolve(socket))),
  );
  const answered = await Promise.race(closed);
  assert.ok(answered.bytesRead > 0, "the other worker goes on");
  process.kill(stuck, "SIGKILL");
  const received = (await Promise.all(closed)).map(({ bytesRead }) => bytesRead > 0);
  assert.deepEqual(received.sort(), [false, true]);
});

test("a worker that dies again and again is replaced with a growing pause, and the others serve on", async (t) => {
  const folder = temporaryFolder(t);
  const preload = join(folder, "preload.mjs");
  const deadly = join(folder, "deadly");
  writeFileSync(
    preload,
    `import cluster from "node:cluster"; import { existsSync } from "node:fs";
     if (cluster.isWorker && existsSync(${JSON.stringify(deadly)})) process.exit(3);`,
  );
  const site = await siteOfWorkers(t, {
    folder,
    environment: { NODE_OPTIONS: `--import=${preload}` },
  });
  writeFileSync(deadly, "");
  process.kill(site.pids()[0] ?? 0, "SIGKILL");
  await spoken(site, "a worker ended", 4);
  const ends = site.log().filter(({ msg }) => String(msg).startsWith("a worker ended"));
  assert.deepEqual(
    ends.map(({ code, signal }) => code ?? signal),
    ["SIGKILL", 3, 3, 3],
  );
  const pauses = ends.map(({ pause }) => Number(pause));
  for (const [at, pause] of pauses.entries()) {
    const before = pauses[at - 1];
    if (before !== undefined) assert.equal(pause, Math.max(2 * before, 100));
  }
  assert.equal((await send(site.url, { path: "/health" })).status, 200);

  rmSync(deadly);
  await spoken(site, "a worker listens", 3);
  assert.deepEqual(await site.end(), { code: 0, signal: null });
});

test("a place that stands empty does not keep the site from ending", async (t) => {
  const folder = temporaryFolder(t);
  const preload = join(folder, "preload.mjs");
  const deadly = join(folder, "deadly");
  writeFileSync(
    preload,
    `import cluster from "node:cluster"; import { existsSync } from "node:fs";
     if (cluster.isWorker && existsSync(${JSON.stringify(deadly)})) process.exit(3);`,
  );
  const site = await siteOfWorkers(t, {
    folder,
    environment: { NODE_OPTIONS: `--import=${preload}` },
  });
  writeFileSync(deadly, "");
  process.kill(site.pids()[0] ?? 0, "SIGKILL");
  await spoken(site, "a worker ended", 3);
  assert.deepEqual(await site.end(), { code: 0, signal: null });
});

test("an error that nobody caught ends its worker alone, which answers what it was at", async (t) => {
  const folder = temporaryFolder(t);
  const preload = join(folder, "preload.mjs");
  writeFileSync(
    preload,
    `import cluster from "node:cluster";
     if (cluster.isWorker) process.on("SIGUSR2", () => { throw new Error("nobody caught me"); });`,
  );
  const site = await siteOfWorkers(t, {
    folder,
    environment: { NODE_OPTIONS: `--import=${preload}`, COUNTERSIGN_DRAIN_DELAY: "8s" },
  });
  const [faulty = 0] = site.pids();
  process.kill(faulty, "SIGUSR2");
  // Without the drain delay, which is there for whoever watches the site and not for one worker.
  await spoken(site, "a worker listens", 3);
  const log = site.log();
  const fatal = log.filter(({ level }) => level === 60);
  assert.deepEqual(
    fatal.map(({ pid }) => pid),
    [faulty],
  );
  assert.match(JSON.stringify(fatal), /nobody caught me/);
  const end = log.find(({ worker, msg }) => worker === faulty && /ended/.test(String(msg)));
  assert.equal(end?.["code"], 1);
  for (let turn = 0; turn < 4; turn++) {
    assert.equal((await send(site.url, { path: "/health" })).status, 200);
  }
});

test("workers whose primary was killed answer what is under way, and do not stay behind", async (t) => {
  const site = await siteOfWorkers(t, {
    folder: temporaryFolder(t),
    environment: { COUNTERSIGN_BCRYPT_COST: "9", COUNTERSIGN_DRAIN_DELAY: "8s" },
  });
  await browserLikeClient(site).post("/register", ADA);
  const crowd = (): readonly Promise<Answer>[] =>
    Array.from({ length: 8 }, () => browserLikeClient(site).postJson("/login", ADA));
  // Once before, so that every worker has its threads: even a busy machine soon answers the others.
  await Promise.all(crowd());
  const logins = crowd();
  await Promise.race(logins);
  const started = performance.now();
  // It has ended when nobody holds its output any more.
  const ended = await site.end("SIGKILL");
  assert.deepEqual(ended, { code: null, signal: "SIGKILL" });
  // Without the drain delay.
  checkInTime(5_000, started);
  for (const answer of await Promise.all(logins)) assert.equal(answer.status, 200);
  await assert.rejects(send(site.url, { path: "/health/live" }), { code: "ECONNREFUSED" });
});
