import assert from "node:assert/strict";
import { once } from "node:events";
import { statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { dirname, join } from "node:path";
import { describe, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { runCommand } from "../cli/run-command.ts";
import { browserLikeClient } from "./browser-like-client.ts";
import { checkKilled } from "./check-killed.ts";
import { checkInTime, slowness } from "./in-time.ts";
import { ADA } from "./people.ts";
import { type Answer, send } from "./send.ts";
import { siteProcess } from "./site-process.ts";
import { spoken } from "./spoken.ts";
import { temporaryFolder } from "./temporary-folder.ts";
import { unfinishedRequest } from "./unfinished-request.ts";

test("whoever was told that they are registered can log in after a kill at any moment (T257)", (t) =>
  checkKilled(t, 4));

test("SIGTERM answers every login that is under way, and ends with 0 (T260)", async (t) => {
  const site = await siteProcess(t, {
    folder: temporaryFolder(t),
    environment: { COUNTERSIGN_BCRYPT_COST: "9" },
  });
  await browserLikeClient(site).post("/register", ADA);
  const logins: readonly Promise<Answer>[] = Array.from({ length: 12 }, () =>
    browserLikeClient(site).postJson("/login", ADA),
  );
  // The first answer says that the others have come in.
  await Promise.race(logins);
  const started = performance.now();
  const ended = site.end("SIGTERM");
  for (const answer of await Promise.all(logins)) assert.equal(answer.status, 200);
  assert.deepEqual(await ended, { code: 0, signal: null });
  checkInTime(10_000, started);
  await assert.rejects(send(site.url, { path: "/health/live" }), { code: "ECONNREFUSED" });
});

describe("a site on its way out", { concurrency: true }, () => {
  test("while it drains /health is 503, /health/live 200, pages still answer, and then it is gone (T262)", async (t) => {
    const site = await siteProcess(t, {
      folder: temporaryFolder(t),
      environment: { COUNTERSIGN_DRAIN_DELAY: "2s" },
    });
    assert.equal((await send(site.url, { path: "/health" })).status, 200);
    const ended = site.end("SIGTERM");
    await spoken(site, "stopping");
    const health = await send(site.url, { path: "/health" });
    assert.equal(health.status, 503);
    assert.deepEqual(health.json(), { status: "unavailable", reason: "draining" });
    assert.equal((await send(site.url, { path: "/health/live" })).status, 200);
    const page = await send(site.url, { path: "/login" });
    assert.equal(page.status, 200);
    assert.equal(page.headers.connection, "close");
    assert.deepEqual(await ended, { code: 0, signal: null });
  });

  test("whoever connected before it closed is answered, however many did while it was busy", async (t) => {
    const site = await siteProcess(t, { folder: temporaryFolder(t) });
    await send(site.url, { path: "/login" });
    // It has not taken one of them when it hears that it has to go.
    site.child.kill("SIGSTOP");
    const sockets = Array.from({ length: 20 }, () =>
      connect(Number(new URL(site.url).port), "127.0.0.1"),
    );
    await Promise.all(
      sockets.map(async (socket) => {
        await once(socket, "connect");
        socket.write("GET /login HTTP/1.1\r\nHost: x\r\n\r\n");
      }),
    );
    const ended = site.end("SIGTERM");
    const answers = sockets.map(async (socket) => String((await once(socket, "data"))[0]));
    site.child.kill("SIGCONT");
    for (const answer of await Promise.all(answers)) assert.match(answer, /^HTTP\/1\.1 200 /);
    assert.deepEqual(await ended, { code: 0, signal: null });
  });

  test("idle connections are closed, and hold nothing up", async (t) => {
    const site = await siteProcess(t, { folder: temporaryFolder(t) });
    const socket = connect(Number(new URL(site.url).port), "127.0.0.1");
    socket.write("GET /health HTTP/1.1\r\nHost: x\r\n\r\n");
    await once(socket, "data");
    const closed = once(socket, "close");
    const started = performance.now();
    assert.deepEqual(await site.end("SIGTERM"), { code: 0, signal: null });
    checkInTime(3_000, started);
    await closed;
  });

  test("a client that never ends its request cannot hold the end up; a second signal ends it at once (T260, T261)", async (t) => {
    const site = await siteProcess(t, { folder: temporaryFolder(t) });
    const socket = await unfinishedRequest(site);
    t.after(() => socket.destroy());
    const ended = site.end("SIGTERM");
    await spoken(site, "stopping");
    // npm and a terminal send each signal twice: that is one signal.
    site.child.kill("SIGTERM");
    // Moves on once the port is closed and more than a second has passed since the first.
    await setTimeout(1_200);
    assert.equal(site.child.exitCode, null, "the echo did not end it");
    const second = performance.now();
    site.child.kill("SIGTERM");
    const { code } = await ended;
    assert.ok(code !== 0 && code !== null);
    checkInTime(1_000, second);
  });

  test("a client that never ends its request holds the end up for ten seconds at most", async (t) => {
    const site = await siteProcess(t, { folder: temporaryFolder(t) });
    const socket = await unfinishedRequest(site);
    t.after(() => socket.destroy());
    const started = performance.now();
    assert.deepEqual(await site.end("SIGTERM"), { code: 0, signal: null });
    checkInTime(10_000, started);
  });
});

/** A thread that hears nothing, as one does that is at a hash on a machine without a core to spare. */
const deafThreads = (folder: string): Readonly<Record<string, string>> => {
  const preload = join(folder, "preload.mjs");
  writeFileSync(
    preload,
    `import { execFileSync } from "node:child_process"; import { isMainThread } from "node:worker_threads";
     if (!isMainThread) execFileSync("sleep", ["60"], { stdio: "ignore" });`,
  );
  return { NODE_OPTIONS: `--import=${preload}` };
};

describe("a site whose threads hear nothing", { concurrency: true }, () => {
  for (const workers of ["1", "2"]) {
    test(`ends within ten seconds, with 0, in ${workers} processes`, async (t) => {
      const folder = temporaryFolder(t);
      const environment = { ...deafThreads(folder), COUNTERSIGN_WORKERS: workers };
      const site = await siteProcess(t, { folder, environment });
      const answer = browserLikeClient(site).post("/register", ADA);
      // It asks for a hash before it answers anything that comes later.
      await send(site.url, { path: "/health" });
      const started = performance.now();
      const ended = site.end("SIGTERM");
      await assert.rejects(answer);
      assert.deepEqual(await ended, { code: 0, signal: null });
      checkInTime(10_000, started);
      assert.doesNotMatch(site.output.join("\n"), /Warning/);
      // On a busy machine what it has for closing may not be enough.
      if (slowness() < 2) assert.doesNotMatch(site.output.join("\n"), /did not leave in time/);
    });
  }

  test("ends at once on a second signal", async (t) => {
    const folder = temporaryFolder(t);
    const site = await siteProcess(t, { folder, environment: deafThreads(folder) });
    const answer = browserLikeClient(site).post("/register", ADA);
    await send(site.url, { path: "/health" });
    const ended = site.end("SIGTERM");
    await setTimeout(1_200);
    const second = performance.now();
    site.child.kill("SIGTERM");
    await assert.rejects(answer);
    const { code } = await ended;
    checkInTime(1_000, second);
    // On a busy machine the ten seconds may be over before it hears the second.
    if (slowness() < 2) assert.equal(code, 1);
  });
});

test("a port that is taken is one line that names it, and not 0 (T267)", async (t) => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", () => resolve()));
  t.after(() => other.close());
  const { port } = other.address() as AddressInfo;
  const folder = temporaryFolder(t);
  const words = ["serve", "--development", "--port", String(port)];
  const { code, out, err } = await runCommand(words, { folder });
  assert.equal(code, 1);
  assert.equal(out, "");
  assert.match(err, /^countersign: PORT: [^\n]+\n$/);
  assert.ok(err.includes(String(port)));
});

test("database, log and secret are readable by nobody else, whatever the umask (T269)", async (t) => {
  const folder = temporaryFolder(t);
  const database = join(folder, "made", "site.db");
  const site = await siteProcess(t, {
    folder,
    shell: "umask 000",
    environment: { COUNTERSIGN_DATABASE: `sqlite:${database}` },
  });
  await browserLikeClient(site).post("/register", ADA);
  const mode = (file: string): string => (statSync(file).mode & 0o777).toString(8);
  for (const file of [database, `${database}-wal`, `${database}-shm`]) {
    assert.equal(mode(file), "600", file);
  }
  assert.equal(mode(join(dirname(database), "development-secret")), "600");
  assert.equal(mode(dirname(database)), "700");
});

test("more connections than the system allows do not end it, and it works again afterwards (T265)", async (t) => {
  const site = await siteProcess(t, { folder: temporaryFolder(t), shell: "ulimit -n 64" });
  await browserLikeClient(site).post("/register", ADA);
  const sockets = await Promise.all(
    Array.from({ length: 200 }, async () => {
      const socket = connect(Number(new URL(site.url).port), "127.0.0.1");
      socket.on("error", () => {});
      await Promise.race([once(socket, "connect"), once(socket, "close")]);
      return socket;
    }),
  );
  for (const socket of sockets) socket.destroy();
  const browser = browserLikeClient(site);
  assert.equal((await browser.post("/login", ADA)).status, 303);
  assert.equal((await browser.get("/welcome")).status, 200);
  assert.equal((await site.end()).code, 0);
});

test("nothing of ours makes code out of text (T298)", async (t) => {
  const site = await siteProcess(t, {
    folder: temporaryFolder(t),
    environment: { NODE_OPTIONS: "--disallow-code-generation-from-strings" },
  });
  const browser = browserLikeClient(site);
  assert.equal((await browser.post("/register", ADA)).status, 303);
  assert.equal((await browser.get("/welcome")).status, 200);
});

test("two processes that start at once on nothing migrate once, and both serve", async (t) => {
  const folder = temporaryFolder(t);
  const [one, two] = await Promise.all([siteProcess(t, { folder }), siteProcess(t, { folder })]);
  const browser = browserLikeClient(one);
  await browser.post("/register", ADA);
  const answer = await send(two.url, { path: "/welcome", headers: { Cookie: browser.cookie } });
  assert.equal(answer.status, 200, "one secret, one database");
});

test("a login counts on the other process the moment it is answered, and so does a logout", async (t) => {
  const folder = temporaryFolder(t);
  const one = await siteProcess(t, { folder });
  const two = await siteProcess(t, { folder });
  await browserLikeClient(one).post("/register", ADA);
  for (let turn = 0; turn < 5; turn++) {
    const browser = browserLikeClient(one);
    await browser.post("/login", ADA);
    const headers = { Cookie: browser.cookie };
    assert.equal((await send(two.url, { path: "/welcome", headers })).status, 200);
    await browser.post("/logout");
    assert.equal((await send(two.url, { path: "/welcome", headers })).status, 303);
  }
});
