import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { userInfo } from "node:os";
import { createInterface } from "node:readline";
import { DatabaseSync } from "node:sqlite";
import { type TestContext, test } from "node:test";
import { postgresDatabase, skipsPostgres } from "../database/postgres-server.ts";
import { tcpProxy } from "../database/tcp-proxy.ts";
import { browserLikeClient } from "../stories/browser-like-client.ts";
import { ADA, BOB, SECRET } from "../stories/people.ts";
import { bareEnvironment, MAIN } from "../stories/site-process.ts";
import { type SiteUnderTest, siteUnderTest } from "../stories/site-under-test.ts";
import { temporaryFolder } from "../stories/temporary-folder.ts";
import { type CommandSurroundings, runCommand } from "./run-command.ts";

interface Scene {
  readonly site: SiteUnderTest;
  readonly surroundings: CommandSurroundings;
}

const scene = async (t: TestContext): Promise<Scene> => {
  const site = await siteUnderTest(t);
  const environment = {
    COUNTERSIGN_DATABASE: `sqlite:${site.database}`,
    COUNTERSIGN_SECRET: SECRET,
  };
  return { site, surroundings: { folder: temporaryFolder(t), environment } };
};

type Line = Readonly<Record<string, unknown>>;

const linesOf = (out: string): readonly Line[] =>
  out
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));

const FIELDS = [
  ...["id", "at", "event", "userId", "username", "actor", "operator"],
  ...["requestId", "address", "session"],
];

test("audit tells who did what, when and from where, the oldest first, as a table and as JSON lines", async (t) => {
  const { site, surroundings } = await scene(t);
  assert.equal(
    (await runCommand(["audit"], surroundings)).out,
    "Nothing of that kind was written down.\n",
  );
  assert.equal((await runCommand(["audit", "--json"], surroundings)).out, "");
  const browser = browserLikeClient(site);
  await browser.post("/register", ADA);
  await browserLikeClient(site).post("/login", { ...ADA, password: "a wrong guess" });
  await browserLikeClient(site).post("/login", { ...ADA, username: "hunter2hunter2" });
  await browser.post("/logout");

  const { out, code } = await runCommand(["audit", "--json"], surroundings);
  assert.equal(code, 0);
  const lines = linesOf(out);
  assert.deepEqual(
    lines.map(({ event, userId, username, reason }) => [event, userId, username, reason]),
    [
      ["registered", 1, ADA.username, undefined],
      ["loginFailed", 1, ADA.username, "wrong password"],
      ["loginFailed", null, null, "unknown name"],
      ["loggedOut", 1, ADA.username, undefined],
    ],
  );
  for (const line of lines) {
    assert.deepEqual(Object.keys(line).slice(0, FIELDS.length), FIELDS);
    assert.deepEqual(
      [line["actor"], line["operator"], line["address"]],
      ["visitor", null, "127.0.0.1"],
    );
    assert.match(String(line["at"]), /^\d{4}-\d\d-\d\dT[\d:.]{12}Z$/);
    // By it the line of its request is found in the log.
    assert.ok(
      site.log.some(({ msg, requestId }) => msg === "request" && requestId === line["requestId"]),
    );
  }
  assert.match(String(lines[0]?.["session"]), /^[0-9a-f]{16}$/);
  assert.equal(lines[0]?.["session"], lines[3]?.["session"], "one session, one digest");
  const table = (await runCommand(["audit"], surroundings)).out;
  assert.match(table, /^AT +EVENT +USER +BY +ADDRESS +MORE\n/);
  assert.match(table, /UTC {2}loginFailed +- +visitor +127\.0\.0\.1 +unknown name\n/);
  for (const canary of ["hunter2", ADA.password, "a wrong guess"]) {
    assert.ok(!(table + out).includes(canary), canary);
  }
});

test("audit is narrowed down by user, event, time and number", async (t) => {
  const { site, surroundings } = await scene(t);
  for (const who of [ADA, BOB]) await browserLikeClient(site).post("/register", who);
  await browserLikeClient(site).post("/login", ADA);
  await browserLikeClient(site).post("/login", BOB);
  const asked = async (...words: string[]) => {
    const { code, out, err } = await runCommand(["audit", "--json", ...words], surroundings);
    assert.equal(code, 0, err);
    return linesOf(out).map(({ event, username }) => `${event} ${username}`);
  };
  const [ada, bob] = [ADA.username, BOB.username];
  assert.deepEqual(await asked("--user", ada.toUpperCase()), [
    `registered ${ada}`,
    `loggedIn ${ada}`,
  ]);
  assert.deepEqual(await asked("--event", "loggedIn"), [`loggedIn ${ada}`, `loggedIn ${bob}`]);
  assert.deepEqual(await asked("--limit", "1"), [`loggedIn ${bob}`]);
  assert.deepEqual(await asked("--user", ada, "--event", "registered"), [`registered ${ada}`]);
  assert.deepEqual(await asked("--user", "nobody"), []);

  const db = new DatabaseSync(site.database);
  db.exec("update countersign_audit set at = at - 3600000 where id <= 2");
  db.close();
  assert.equal((await asked("--since", "30m")).length, 2);
  assert.equal((await asked("--since", "2h")).length, 4);

  await runCommand(["user", "delete", ada, "--yes"], surroundings);
  assert.deepEqual(
    await asked("--user", ada),
    [`registered ${ada}`, `loggedIn ${ada}`, `accountDeleted ${ada}`],
    "also of one who is gone",
  );
  for (const words of [
    ["--since", "30"],
    ["--limit", "0"],
    ["--limit", "x"],
    ["--event", "x"],
  ]) {
    const { code, err } = await runCommand(["audit", ...words], surroundings);
    assert.equal(code, 1);
    assert.match(err, /^error: option '--/);
  }
});

test("who an administrator was, and what they did, is written down for each command (T309)", async (t) => {
  const { site, surroundings } = await scene(t);
  await browserLikeClient(site).post("/register", ADA);
  const name = ADA.username;
  const typed = { ...surroundings, input: "six yellow pears\nsix yellow pears\n" };
  for (const words of [
    ["user", "add", "grace"],
    ["user", "password", name],
    ["user", "logout", name],
    ["user", "disable", name],
    ["user", "enable", name],
    ["user", "delete", name, "--yes"],
    ["session", "end", "--all", "--yes"],
  ]) {
    const { code, err } = await runCommand(words, typed);
    assert.equal(code, 0, words.join(" ") + err);
  }
  const { out } = await runCommand(["audit", "--json"], surroundings);
  const [first, ...others] = linesOf(out);
  assert.equal(first?.["event"], "registered");
  assert.deepEqual(
    others.map(({ event, username }) => [event, username]),
    [
      ["accountAdded", "grace"],
      ["passwordChanged", name],
      ["sessionsEnded", name],
      ["accountDisabled", name],
      ["accountEnabled", name],
      ["accountDeleted", name],
      ["sessionsEnded", null],
    ],
  );
  for (const { actor, operator, address, at } of others) {
    assert.deepEqual([actor, address], ["administrator", null]);
    assert.ok(String(operator).includes(userInfo().username));
    assert.ok(Math.abs(Date.parse(String(at)) - Date.now()) < 120_000);
  }
});

const following = (t: TestContext, { folder, environment }: CommandSurroundings): ChildProcess => {
  const child = spawn(process.execPath, [MAIN, "audit", "--follow", "--json", "--limit", "1"], {
    cwd: folder,
    env: { ...bareEnvironment(), NODE_ENV: "development", ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  t.after(() => child.kill("SIGKILL"));
  return child;
};

test("audit --follow goes on with what happens, and ends cleanly when it is interrupted or nobody reads on", async (t) => {
  const { site, surroundings } = await scene(t);
  const browser = browserLikeClient(site);
  await browser.post("/register", ADA);
  await browserLikeClient(site).post("/register", BOB);
  const child = following(t, surroundings);
  const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
  const next = async () => {
    const { event, username } = JSON.parse((await lines.next()).value ?? "") as Line;
    return `${event} ${username}`;
  };
  assert.equal(await next(), `registered ${BOB.username}`, "the last one first");
  await browser.post("/logout");
  assert.equal(await next(), `loggedOut ${ADA.username}`);
  await browser.post("/login", ADA);
  assert.equal(await next(), `loggedIn ${ADA.username}`);
  const ended = once(child, "close");
  child.kill("SIGINT");
  assert.deepEqual(await ended, [0, null]);

  const other = following(t, surroundings);
  await once(other.stdout!, "data");
  const closed = once(other, "exit");
  other.stdout!.destroy();
  await browser.post("/logout");
  assert.deepEqual(await closed, [0, null]);
});

test("session sweep deletes lines of the audit that are older than COUNTERSIGN_AUDIT_AGE", async (t) => {
  const { site, surroundings } = await scene(t);
  await browserLikeClient(site).post("/register", ADA);
  const db = new DatabaseSync(site.database);
  db.exec(`
    with recursive old(n) as (select 1 union all select n + 1 from old where n < 1201)
    insert into countersign_audit (at, event, actor) select unixepoch() * 1000 - 86400000 * 3, 'loggedOut', 'visitor' from old
  `);
  db.close();
  const sweep = async (age?: string) => {
    const words = ["session", "sweep", "--json", ...(age ? ["--audit-age", age] : [])];
    return ((await runCommand(words, surroundings)).json() as { lines: number }).lines;
  };
  assert.deepEqual([await sweep(), await sweep("off"), await sweep("4d")], [0, 0, 0]);
  const { out } = await runCommand(["session", "sweep", "--audit-age", "2d"], surroundings);
  assert.match(out, /Deleted 1201 old lines of the audit\.\n$/);
  assert.equal(await sweep("2d"), 0);
  const kept = linesOf((await runCommand(["audit", "--json"], surroundings)).out);
  assert.deepEqual(
    kept.map(({ event }) => event),
    ["registered"],
  );
});

test("audit --follow waits for a database that is out of reach, and misses nothing", {
  skip: skipsPostgres,
}, async (t) => {
  const database = await postgresDatabase(t);
  const site = await siteUnderTest(t, { database });
  const browser = browserLikeClient(site);
  await browser.post("/register", ADA);
  const address = new URL(database);
  const proxy = await tcpProxy(t, Number(address.port));
  address.port = String(proxy.port);
  const environment = { COUNTERSIGN_DATABASE: address.href };
  const child = following(t, { folder: temporaryFolder(t), environment });
  const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
  const next = async () => (JSON.parse((await lines.next()).value ?? "") as Line)["event"];
  assert.equal(await next(), "registered");
  await proxy.cut();
  assert.match(
    String(await once(child.stderr!, "data")),
    /^The database is out of reach; still trying\.\n$/,
  );
  await browser.post("/logout");
  await proxy.restore();
  assert.equal(await next(), "loggedOut");
});
