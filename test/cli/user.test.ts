import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { type TestContext, test } from "node:test";
import { browserLikeClient } from "../stories/browser-like-client.ts";
import { ADA } from "../stories/people.ts";
import { bareEnvironment, MAIN, siteProcess } from "../stories/site-process.ts";
import { temporaryFolder } from "../stories/temporary-folder.ts";
import { onTerminal, skipsTerminal } from "./on-terminal.ts";
import { runCommand, runProcess } from "./run-command.ts";

const INPUT = `${ADA.password}\n`;

const withAda = async (t: TestContext): Promise<string> => {
  const folder = temporaryFolder(t);
  const { code } = await runCommand(["user", "add", "ada"], { folder, input: INPUT });
  assert.equal(code, 0);
  return folder;
};

test("user add takes the password from standard input, and says which id it gave", async (t) => {
  const folder = temporaryFolder(t);
  const ada = await runProcess(["user", "add", "ada"], { folder, input: INPUT });
  assert.deepEqual([ada.code, ada.out, ada.err], [0, "Added ada with id 1.\n", ""]);
  const words = ["user", "add", "bob", "--email", "bob@example.org", "--json"];
  const bob = await runCommand(words, { folder, input: "seven blue plums\r\nignored" });
  assert.equal(bob.code, 0);
  const { createdAt, ...user } = bob.json() as Record<string, unknown>;
  assert.match(String(createdAt), /^\d{4}-\d\d-\d\dT.*Z$/);
  assert.deepEqual(user, {
    id: 2,
    username: "bob",
    email: "bob@example.org",
    lastLoginAt: null,
  });
  assert.equal(statSync(join(folder, "data", "countersign.db")).mode & 0o777, 0o600);
});

test("user add refuses as the form does, all at once, and adds nobody", async (t) => {
  const folder = await withAda(t);
  const words = ["user", "add", "b b", "--email", "nowhere"];
  const { code, out, err } = await runProcess(words, { folder, input: "short\n" });
  assert.equal(code, 1);
  assert.equal(out, "");
  assert.match(
    err,
    /^countersign: No user was added\.\n {2}username: .+\n {2}email: .+\n {2}password: /,
  );
  assert.ok(!err.includes("short\n"));
  const taken = await runCommand(["user", "add", "ADA"], { folder, input: INPUT });
  assert.equal(taken.code, 1);
  assert.match(taken.err, /taken/);
  const none = await runCommand(["user", "add", "eve"], { folder });
  assert.equal(none.code, 1);
  assert.match(none.err, /password: Enter a password/);
  // An operator may give a reserved name.
  assert.equal((await runCommand(["user", "add", "admin"], { folder, input: INPUT })).code, 0);
  const list = await runCommand(["user", "list", "--json"], { folder });
  const names = (list.json() as { username: string }[]).map(({ username }) => username);
  assert.deepEqual(names, ["ada", "admin"]);
});

test("whoever was added on the command line logs in on the site", async (t) => {
  const folder = await withAda(t);
  const database = join(folder, "data", "countersign.db");
  const environment = { COUNTERSIGN_DATABASE: `sqlite:${database}` };
  const site = await siteProcess(t, { folder, environment });
  assert.equal((await browserLikeClient(site).post("/login", ADA)).status, 303);
  const shown = await runCommand(["user", "show", "ada", "--json"], { folder });
  assert.equal((shown.json() as { sessions: number }).sessions, 1);
});

test("user list says so when there is nobody, and else prints a row each (T102)", async (t) => {
  const folder = temporaryFolder(t);
  const empty = await runCommand(["user", "list"], { folder });
  assert.equal(empty.code, 0);
  assert.match(empty.out, /no users yet/);
  const emptyJson = await runCommand(["user", "list", "--json"], { folder });
  assert.deepEqual(emptyJson.json(), []);

  await runCommand(["user", "add", "ada"], { folder, input: INPUT });
  const { out } = await runCommand(["user", "list"], { folder });
  const lines = out.trimEnd().split("\n");
  assert.equal(lines.length, 2);
  assert.match(lines[0] ?? "", /ID +REGISTERED +LAST LOGIN +NAME +E-MAIL/);
  assert.match(lines[1] ?? "", /^ +1 {2}\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC +never +ada$/);
  assert.ok(!out.includes("$2b$"));
  const rows = (await runCommand(["user", "list", "--json"], { folder })).json() as unknown[];
  assert.equal(rows.length, 1);
});

test("a reader of user list that has seen enough is no error", async (t) => {
  const folder = await withAda(t);
  const db = new DatabaseSync(join(folder, "data", "countersign.db"));
  db.exec(`
    with recursive many(n) as (select 1 union all select n + 1 from many where n < 20000)
    insert into countersign_users (username, username_key, password, created_at)
    select 'user' || n, 'user' || n, '!', n from many
  `);
  db.close();
  for (const words of [
    ["user", "list"],
    ["user", "list", "--json"],
  ]) {
    const child = spawn(process.execPath, [MAIN, ...words], {
      cwd: folder,
      env: { ...bareEnvironment(), NODE_ENV: "development" },
    });
    let err = "";
    child.stderr.on("data", (chunk) => {
      err += chunk;
    });
    await once(child.stdout, "data");
    child.stdout.destroy();
    assert.deepEqual(await once(child, "close"), [0, null]);
    assert.equal(err, "");
  }
  const whole = await runCommand(["user", "list", "--json"], { folder });
  assert.equal((whole.json() as unknown[]).length, 20_001);

  if (skipsTerminal) return;
  const { code, shown } = await onTerminal(["user", "list"], folder, [], "list.txt");
  assert.equal(code, 0);
  assert.match(shown, /1000 users listed.*20000 users listed/s, "how far it is, beside a file");
  const lines = readFileSync(join(folder, "list.txt"), "utf8").split("\n");
  assert.equal(lines.length, 20_003);
  assert.ok(!lines.some((line) => line.includes("listed")));
});

test("user show prints the hash and what each of its parts means", async (t) => {
  const folder = await withAda(t);
  const { code, out } = await runCommand(["user", "show", "Ada"], { folder });
  assert.equal(code, 0);
  const hash = /bcrypt_sha256\$\$2b\$04\$[./A-Za-z0-9]{53}/.exec(out)?.[0] ?? "";
  assert.ok(hash);
  for (const part of ["bcrypt_sha256", "$2b$", "04", hash.slice(-53, -31), hash.slice(-31)]) {
    const line = out.split("\n").find((each) => each.trim().startsWith(`${part}  `));
    assert.ok(line, part);
  }
  assert.match(out, /2\^4 = 16 rounds/);
  assert.ok(!out.includes(ADA.password));

  const json = (await runCommand(["user", "show", "ada", "--json"], { folder })).json() as {
    hash: string;
    parts: { text: string; meaning: string }[];
    disabled: boolean;
  };
  assert.equal(json.hash, hash);
  assert.equal(json.disabled, false);
  // Between the algorithm and what bcrypt itself writes stands one more dollar sign, Django's.
  const [algorithm, ...rest] = json.parts.map(({ text }) => text);
  assert.equal(`${algorithm}$${rest[0]}${rest[1]}$${rest.slice(2).join("")}`, hash);
});

test("user logout ends all sessions of a user at once, and nobody else's", async (t) => {
  const folder = temporaryFolder(t);
  const site = await siteProcess(t, { folder });
  const environment = { COUNTERSIGN_DATABASE: `sqlite:${site.database}` };
  const [one, two, bob] = [1, 2, 3].map(() => browserLikeClient(site));
  await one!.post("/register", ADA);
  await two!.post("/login", ADA);
  await bob!.post("/register", { ...ADA, username: "bob" });

  const words = ["user", "logout", "ada"];
  const { code, out } = await runCommand(words, { folder, environment });
  assert.deepEqual([code, out], [0, "Ended 2 sessions of ada.\n"]);
  assert.equal((await one!.get("/welcome")).status, 303);
  assert.equal((await two!.get("/welcome")).status, 303);
  assert.equal((await bob!.get("/welcome")).status, 200);
  assert.equal((await one!.post("/login", ADA)).status, 303);
  assert.equal((await one!.get("/welcome")).status, 200, "a new login is good");

  const json = await runCommand([...words, "--json"], { folder, environment });
  assert.deepEqual(json.json(), { username: "ada", ended: 1 });
  const again = await runCommand(words, { folder, environment });
  assert.equal(again.out, "Ended 0 sessions of ada.\n");
});

test("user sessions and session list print nothing of a browser's words that a terminal obeys", async (t) => {
  const folder = await withAda(t);
  const database = join(folder, "data", "countersign.db");
  const environment = { COUNTERSIGN_DATABASE: `sqlite:${database}` };
  const site = await siteProcess(t, { folder, environment });
  // Controls of one byte each, which a header may hold: one begins an order to the terminal.
  const userAgent = "curl/8 \u009b31m\u009d0;title\u009c";
  const { status } = await browserLikeClient(site).post("/login", ADA, { "User-Agent": userAgent });
  assert.equal(status, 303);
  for (const words of [
    ["user", "sessions", "ada"],
    ["session", "list"],
  ]) {
    const table = await runCommand(words, { folder });
    assert.match(table.out, /curl 8/);
    const json = await runCommand([...words, "--json"], { folder });
    for (const { out } of [table, json]) assert.doesNotMatch(out, /(?!\n)\p{Cc}/u);
    const [entry] = json.json() as { userAgent: string }[];
    assert.match(entry?.userAgent ?? "", /\u009b31m/, "what it reads as");
  }
});

test("user sessions lists where a user is logged in, the last used first, or says nowhere", async (t) => {
  const folder = await withAda(t);
  const database = join(folder, "data", "countersign.db");
  const environment = { COUNTERSIGN_DATABASE: `sqlite:${database}` };
  const words = ["user", "sessions", "ada"];
  const none = await runCommand(words, { folder, environment });
  assert.deepEqual([none.code, none.out], [0, "ada is not logged in anywhere.\n"]);
  assert.deepEqual((await runCommand([...words, "--json"], { folder, environment })).json(), []);

  const site = await siteProcess(t, { folder, environment });
  await browserLikeClient(site, { "User-Agent": "curl/8.5.0" }).post("/login", ADA);
  await browserLikeClient(site).post("/login", ADA);
  const db = new DatabaseSync(database);
  db.exec(
    "update countersign_sessions set address = char(27) || '[31m', last_seen_at = 1 where user_agent is null",
  );
  db.close();
  const { code, out } = await runCommand(words, { folder, environment });
  assert.equal(code, 0);
  const [heading, curl, other, ...rest] = out.trimEnd().split("\n");
  assert.match(heading ?? "", /^ID +LAST SEEN +LOGGED IN +ADDRESS +DEVICE$/);
  const at = String.raw`\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC`;
  assert.match(curl ?? "", new RegExp(`^[\\w-]{22}  ${at}  ${at}  127\\.0\\.0\\.1 +curl 8\\.5$`));
  assert.match(other ?? "", /1970-01-01 00:00:00 UTC .* \?\[31m +Unknown device$/);
  assert.deepEqual(rest, []);
  const json = (await runCommand([...words, "--json"], { folder, environment })).json() as {
    id: string;
    device: string;
    lastSeenAt: string;
  }[];
  assert.deepEqual(
    json.map(({ device }) => device),
    ["curl 8.5", "Unknown device"],
  );
  assert.equal(json[0]?.id, curl?.slice(0, 22));
  assert.equal(json[1]?.lastSeenAt, "1970-01-01T00:00:00.001Z");
});

test("a user who is not there is one line and 1, in every command", async (t) => {
  const folder = await withAda(t);
  for (const command of ["show", "sessions", "logout", "disable", "enable", "password"]) {
    const input = "seven blue plums";
    const { code, out, err } = await runCommand(["user", command, "eve"], { folder, input });
    assert.equal(code, 1);
    assert.equal(out, "");
    assert.match(err, /^countersign: There is no user "eve"\.[^\n]*\n$/);
    assert.equal((await runCommand(["user", command, "ada"], { folder, input })).code, 0);
  }
  const none = await runCommand(["user", "delete", "eve"], { folder });
  assert.match(none.err, /^countersign: There is no user "eve"\./);
});

test("the shell prints a user's hash, checks passwords, and ends with its input", async (t) => {
  const folder = await withAda(t);
  const input = [
    'const ada = await users.get("ada")',
    "ada.password",
    `await passwords.check("ada", ${JSON.stringify(ADA.password)})`,
    'await passwords.check("ada", "wrong")',
    "(await users.all()).length",
    'await sessions.of("ada")',
    'await users.get("eve")',
    "",
  ].join("\n");
  const { code, out, err } = await runCommand(["shell"], { folder, input });
  assert.deepEqual([code, err], [0, ""]);
  const lines = out.trimEnd().split("\n");
  assert.match(lines[1] ?? "", /^'bcrypt_sha256\$\$2b\$04\$[./A-Za-z0-9]{53}'$/);
  assert.deepEqual(lines.slice(2), ["true", "false", "1", "[]", "undefined"]);
});

test("no command leaves a password behind", async (t) => {
  const folder = await withAda(t);
  for (const name of readdirSync(join(folder, "data"))) {
    assert.ok(!readFileSync(join(folder, "data", name), "latin1").includes(ADA.password));
  }
});
