import assert from "node:assert/strict";
import { chmodSync, existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { type CommandSurroundings, runCommand, runRefused } from "../cli/run-command.ts";
import { browserLikeClient } from "../stories/browser-like-client.ts";
import { ADA, SECRET } from "../stories/people.ts";
import { send } from "../stories/send.ts";
import { siteProcess } from "../stories/site-process.ts";
import { PUBLIC } from "../stories/site-under-test.ts";
import { temporaryFolder } from "../stories/temporary-folder.ts";

const PRODUCTION = {
  NODE_ENV: "production",
  COUNTERSIGN_BCRYPT_COST: "12",
  COUNTERSIGN_ORIGIN: "https://login.example.org",
  COUNTERSIGN_SECRET: SECRET,
};

/** One bad among good. Each bad value of each variable is tried without a process beside this. */
const REFUSED: readonly (readonly [name: string, value: string])[] = [
  ["COUNTERSIGN_SECRET", ""],
  ["COUNTERSIGN_SECRET", "canary-of-31-bytes-Zk3vX9qLr8Tn"],
  ["COUNTERSIGN_ORIGIN", ""],
  ["COUNTERSIGN_ORIGIN", "http://login.example.org"],
  ["COUNTERSIGN_DATABASE", "postgres://me:canary-pw@db.example"],
  ["COUNTERSIGN_SESSION_AGE", "14"],
  ["COUNTERSIGN_BCRYPT_COST", "9"],
  ["COUNTERSIGN_THROTTLE", "off"],
  ["COUNTERSIGN_UNKNOWN", "canary"],
  ["HOST", "256.0.0.1"],
];

test("a bad variable stops a production start before anything is made, in one line that names it (T285, T286, T294)", async (t) => {
  const folder = temporaryFolder(t);
  const attempt = async ([name, value]: readonly [string, string]): Promise<void> => {
    const surroundings: CommandSurroundings = {
      folder,
      environment: { ...PRODUCTION, PORT: "0", [name]: value },
    };
    const { code, out, err } = await runRefused(["serve", "--development"], surroundings);
    assert.equal(code, 1, `${name}=${value}`);
    assert.equal(out, "", name);
    assert.match(err, new RegExp(`^countersign: (?:\\w+, )?${name}[^\\n]*\\n$`));
    assert.ok(!err.includes("canary"), err);
  };
  for (const each of REFUSED) await attempt(each);
  // All but the address, which only the system can judge, are refused before the database is made.
  assert.ok(!existsSync(join(folder, "data", "development-secret")));
});

test("NODE_ENV=production overrides --development, and an unset one without the flag is production (T291)", async (t) => {
  const folder = temporaryFolder(t);
  for (const [words, mode] of [
    [["serve", "--development"], "production"],
    [["serve"], ""],
    [["serve", "--development"], "staging"],
  ] as const) {
    const environment = { NODE_ENV: mode, COUNTERSIGN_BCRYPT_COST: "" };
    const { code, err } = await runCommand(words, { folder, environment });
    assert.equal(code, 1);
    assert.match(err, /^countersign: COUNTERSIGN_ORIGIN: is missing[^\n]+\n$/);
  }
});

test("development on an address that others reach is refused (T293)", async (t) => {
  const folder = temporaryFolder(t);
  for (const host of ["0.0.0.0", "::"]) {
    const words = ["serve", "--development", "--port", "0", "--host", host];
    const { code, err } = await runRefused(words, { folder });
    assert.equal(code, 1);
    assert.match(err, /^countersign: HOST: is not a loopback address[^\n]+\n$/);
  }
});

test("a whole production setting starts, says where it is public, and serves that host", async (t) => {
  const site = await siteProcess(t, {
    folder: temporaryFolder(t),
    flags: [],
    environment: PRODUCTION,
  });
  assert.equal(site.origin, "https://login.example.org");
  const browser = browserLikeClient(site, PUBLIC);
  const [line = ""] = (await browser.post("/register", ADA)).setCookies;
  assert.match(line, /^__Host-session=.*; Secure$/);
  assert.equal((await send(site.url, { path: "/" })).status, 421);
  assert.equal((await site.end()).code, 0);
  const log = site.output.map((each) => JSON.parse(each) as Record<string, unknown>);
  assert.equal(log.find(({ mode }) => mode !== undefined)?.["mode"], "production");
  assert.ok(!site.output.join().includes(SECRET));
  assert.ok(!site.output.some((each) => each.includes("development")));
});

test("development warns that it is development, and of a secret that others may read; that outlives a restart (T288, T291)", async (t) => {
  const folder = temporaryFolder(t);
  const first = await siteProcess(t, { folder });
  const browser = browserLikeClient(first);
  await browser.post("/register", ADA);
  assert.equal((await first.end("SIGINT")).code, 0);
  assert.ok(
    first.output.some((line) => line.includes('"level":40') && line.includes("development")),
  );

  const isOpen = (line: string): boolean => line.includes('"event":"secretOpen"');
  assert.ok(!first.output.some(isOpen));

  chmodSync(join(folder, "development-secret"), 0o644);
  const second = await siteProcess(t, { folder });
  const headers = { Cookie: browser.cookie };
  assert.equal((await send(second.url, { path: "/welcome", headers })).status, 200);
  assert.equal((await second.end()).code, 0);
  assert.ok(second.output.some(isOpen) || process.platform === "win32");
});

test("an error or a rejection that nobody caught ends the process with something other than 0 (T264)", async (t) => {
  for (const fault of ["throw new Error", "Promise.reject(new Error"]) {
    const folder = temporaryFolder(t);
    const preload = join(folder, "preload.mjs");
    const close = fault.includes("(") ? ")" : "";
    const act = `${fault}("nobody caught me")${close};`;
    writeFileSync(preload, `process.on("SIGUSR2", () => { ${act} });`);
    const site = await siteProcess(t, {
      folder,
      environment: { NODE_OPTIONS: `--import=${preload}` },
    });
    assert.equal((await send(site.url, { path: "/login" })).status, 200);
    assert.deepEqual(await site.end("SIGUSR2"), { code: 1, signal: null });
    const fatal = site.output.filter((line) => line.includes('"level":60'));
    assert.equal(fatal.length, 1);
    assert.match(fatal[0] ?? "", /nobody caught me/);
  }
});

const isRoot = process.getuid?.() === 0;

test("a database that may not be written stops the start in one line (T234)", {
  skip: isRoot && "root may write everywhere",
}, async (t) => {
  const folder = temporaryFolder(t);
  const file = join(folder, "site.db");
  const surroundings = { folder, environment: { COUNTERSIGN_DATABASE: `sqlite:${file}` } };
  assert.equal((await runCommand(["migrate"], surroundings)).code, 0);
  chmodSync(file, 0o400);
  const { code, err } = await runCommand(["serve", "--development", "--port", "0"], surroundings);
  assert.equal(code, 1);
  assert.match(err, /^countersign: The database [^\n]+: EACCES\.\n$/);
  chmodSync(file, 0o600);
  assert.equal((await runCommand(["user", "list"], surroundings)).code, 0);
});
