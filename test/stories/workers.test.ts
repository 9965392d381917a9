import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { test } from "node:test";
import { runCommand } from "../cli/run-command.ts";
import { browserLikeClient } from "./browser-like-client.ts";
import { ADA } from "./people.ts";
import { type Answer, send } from "./send.ts";
import { siteOfWorkers } from "./site-of-workers.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** So many connections at once that each worker gets some. */
const MANY = 8;

test("all workers answer on one port, whose number is said once, when all listen", async (t) => {
  const site = await siteOfWorkers(t, { folder: temporaryFolder(t) });
  const lines = site.log();
  assert.equal(site.pids().length, 2);
  const said = lines.filter(({ msg }) => String(msg).startsWith("listening at"));
  assert.deepEqual(
    said.map(({ pid, origin, workers }) => ({ pid, origin, workers })),
    [{ pid: site.child.pid, origin: site.url, workers: 2 }],
  );
  assert.equal(lines.at(-1)?.["level"], 40, "the warning of development, once");
  assert.equal(lines.filter(({ level }) => level === 40).length, 1);

  const answers = await Promise.all(
    Array.from({ length: MANY }, () => send(site.url, { path: "/login" })),
  );
  const pids = await Promise.all(answers.map(site.pidOf));
  assert.deepEqual(new Set(pids), new Set(site.pids()));
});

test("whoever logs in at one worker is welcome at each, and who logs out is nobody at each", async (t) => {
  const site = await siteOfWorkers(t, { folder: temporaryFolder(t) });
  await browserLikeClient(site).post("/register", ADA);
  const welcomed: Answer[] = [];
  const turnedAway: Answer[] = [];
  const acts: Answer[] = [];
  for (let turn = 0; turn < 5; turn++) {
    const browser = browserLikeClient(site);
    acts.push(await browser.post("/login", ADA));
    const headers = { Cookie: browser.cookie };
    const everywhere = (): Promise<Answer[]> =>
      Promise.all(
        Array.from({ length: MANY }, () => send(site.url, { path: "/welcome", headers })),
      );
    welcomed.push(...(await everywhere()));
    acts.push(await browser.post("/logout"));
    turnedAway.push(...(await everywhere()));
  }
  assert.deepEqual(new Set(acts.map(({ status }) => status)), new Set([303]));
  assert.deepEqual(new Set(welcomed.map(({ status }) => status)), new Set([200]));
  assert.deepEqual(new Set(turnedAway.map(({ status }) => status)), new Set([303]));
  for (const answers of [welcomed, turnedAway]) {
    const pids = await Promise.all(answers.map(site.pidOf));
    assert.deepEqual(new Set(pids), new Set(site.pids()));
  }
});

/** What `serve` says that does not start. */
const refusal = async (
  folder: string,
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<string> => {
  const all = ["serve", "--development", "--workers", "2", ...words];
  const { code, err } = await runCommand(all, {
    folder,
    environment: { PORT: "0", ...environment },
  });
  assert.equal(code, 1);
  return err;
};

test("what keeps a site from starting is one line, however many workers were to be", async (t) => {
  const folder = temporaryFolder(t);
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", () => resolve()));
  t.after(() => other.close());
  const { port } = other.address() as AddressInfo;
  assert.match(await refusal(folder, ["--port", String(port)]), /^countersign: PORT: [^\n]+\n$/);
  assert.match(
    await refusal(folder, ["--engine", "memory"]),
    /^countersign: COUNTERSIGN_WORKERS: has to be 1 with COUNTERSIGN_ENGINE=memory[^\n]+\n$/,
  );
  assert.match(
    await refusal(folder, ["--database", `sqlite:${folder}`]),
    /^countersign: COUNTERSIGN_DATABASE: [^\n]+\n$/,
  );
});

test("a fault that only the workers meet ends the start as well, and is tried once", async (t) => {
  const folder = temporaryFolder(t);
  const preload = join(folder, "preload.mjs");
  const withPreload = (act: string): Promise<string> => {
    writeFileSync(preload, `import cluster from "node:cluster"; if (cluster.isWorker) { ${act} }`);
    return refusal(folder, [], { NODE_OPTIONS: `--import=${preload}` });
  };
  const elsewhere = `process.env.COUNTERSIGN_DATABASE = ${JSON.stringify(`sqlite:${folder}`)};`;
  assert.match(await withPreload(elsewhere), /^countersign: COUNTERSIGN_DATABASE: [^\n]+\n$/);
  assert.equal(
    await withPreload("process.exit(3);"),
    "countersign: A worker ended (3) before it listened.\n",
  );
});
