import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  appendFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { type TestContext, test } from "node:test";
import { bcryptSha256 } from "../../src/hashers/bcrypt-sha256.ts";
import { threadsAtHand } from "../../src/testing/threads-at-hand.ts";
import { postgresDatabase, skipsPostgres } from "../database/postgres-server.ts";
import { browserLikeClient } from "../stories/browser-like-client.ts";
import { ADA } from "../stories/people.ts";
import { bareEnvironment, MAIN, siteProcess } from "../stories/site-process.ts";
import { temporaryFolder } from "../stories/temporary-folder.ts";
import { until } from "../stories/until.ts";
import { onTerminal, skipsTerminal } from "./on-terminal.ts";
import { runCommand } from "./run-command.ts";

const HEADER = "username,email,email_verified,hash,created_at,last_login_at,disabled\n";
const HASH = await bcryptSha256({ cost: 4 }).make(ADA.password, threadsAtHand());

const ROWS = `${HEADER}ada,Ada@example.org,t,${HASH},2020-01-02 03:04:05+00,2024-05-06 07:08:09+00,f
bob,,,,2021-01-01,,t
`;

const scene = (t: TestContext, text = ROWS, name = "users.csv") => {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, name), text);
  const environment: Record<string, string> = {};
  return {
    folder,
    file: join(folder, name),
    run: (...words: readonly string[]) =>
      runCommand(["user", "import", name, ...words], { folder, environment }),
    list: async () =>
      (await runCommand(["user", "list", "--json"], { folder })).json() as {
        username: string;
        createdAt: string;
      }[],
  };
};

test("who was imported with a hash logs in with the password of before", async (t) => {
  const { folder, run, list } = scene(t);
  const { code, out, err } = await run();
  assert.deepEqual([code, out, err], [0, "2 users were imported.\n", ""]);
  const [ada, bob] = await list();
  assert.equal(ada?.createdAt, "2020-01-02T03:04:05.000Z");
  assert.equal(bob?.createdAt, "2021-01-01T00:00:00.000Z");
  const database = join(folder, "data", "countersign.db");
  const environment = { COUNTERSIGN_DATABASE: `sqlite:${database}` };
  const site = await siteProcess(t, { folder, environment });
  const logIn = async (username: string) =>
    (await browserLikeClient(site).post("/login", { ...ADA, username })).status;
  assert.equal(await logIn("ada"), 303);
  assert.equal(await logIn("ada@example.org"), 303, "by the address that was proven there");
  assert.equal(await logIn("bob"), 401);
});

test("the audit has a line of each user who was imported, and by whom (T309)", async (t) => {
  const { folder, run } = scene(t);
  await run();
  await run();
  const db = new DatabaseSync(join(folder, "data", "countersign.db"), { readOnly: true });
  const lines = db
    .prepare("select event, user_id, username, actor, operator from countersign_audit order by id")
    .all();
  db.close();
  const { username: operator } = userInfo();
  const common = { event: "accountImported", actor: "administrator" };
  assert.deepEqual(
    lines.map((line) => ({ ...line, operator: String(line["operator"]).includes(operator) })),
    ["ada", "bob"].map((username, at) => ({
      ...{ ...common, user_id: at + 1, username, operator: true },
    })),
  );
});

test("JSON lines say the same as CSV, and a format can be said", async (t) => {
  const lines = [
    { username: "ada", hash: HASH, emailVerified: true, email: "Ada@example.org" },
    { username: "bob", createdAt: Date.UTC(2021, 0, 1), disabled: true },
  ].map((row) => JSON.stringify(row));
  const { run, list } = scene(t, `\ufeff${lines.join("\r\n")}\r\n\r\n`, "users.txt");
  const unsaid = await run();
  assert.deepEqual([unsaid.code, unsaid.out], [1, ""]);
  assert.match(unsaid.err, /^error: say with --format/);
  const json = await run("--format", "jsonl", "--json");
  const counts = { read: 2, fresh: 2, there: 0, faulty: 0, imported: 2 };
  assert.deepEqual(json.json(), { faults: [], ...counts });
  assert.deepEqual(
    (await list()).map(({ username }) => username),
    ["ada", "bob"],
  );
});

test("rows come in by standard input as well, checked whole before any is written, and no file of them is left", async (t) => {
  const { folder, list } = scene(t);
  const kept = temporaryFolder(t);
  const environment = { TMPDIR: kept };
  const importing = (input: string) =>
    runCommand(["user", "import", "-"], { folder, environment, input });
  const bad = await importing(`${many(1_200)}eve,nowhere,,,,,\n`);
  assert.deepEqual(
    [bad.code, bad.out],
    [1, "Line 1202: email is no address such as ada@example.org.\n"],
  );
  assert.deepEqual(await list(), []);
  const good = await importing(`{"username":"ada","hash":"${HASH}"}\n{"username":"bob"}\n`);
  assert.deepEqual([good.code, good.out, good.err], [0, "2 users were imported.\n", ""]);
  assert.deepEqual(readdirSync(kept), []);
});

test("each bad row is named with its line and what is wrong, and then nobody is imported", async (t) => {
  const { run, list } = scene(
    t,
    `${ROWS}eve,nowhere,,md5$canary,2020-13-01,,perhaps
ADA,,,,,,
too,few
kim,ada@EXAMPLE.org,true,,,,
"joe
x",,,,,,
`,
  );
  const { code, out, err } = await run();
  assert.equal(code, 1);
  assert.match(err, /^countersign: Nothing was imported: 5 of 7 rows to mend\.\n$/);
  const lines = out.trimEnd().split("\n");
  const starts = lines.map((line) =>
    /^Line (\d+): (\w+(?: row)?) /.exec(line)?.slice(1, 3).join(" "),
  );
  assert.deepEqual(starts, [
    ...["4 email", "4 hash", "4 created_at", "4 disabled", "5 username", "6 the row", "7 email"],
    "9 username",
  ]);
  assert.match(lines[4] ?? "", /earlier line, or compares as equal to it \(line 2\)\.$/);
  assert.ok(!out.includes("canary"), "no word of a hash");
  const json = await run("--json");
  assert.equal(json.code, 1);
  const { faults, ...counts } = json.json() as { faults: { line: number; code: string }[] };
  assert.deepEqual(counts, { read: 7, fresh: 2, there: 0, faulty: 5, imported: 0 });
  assert.deepEqual(faults.at(-2), {
    ...{ line: 7, field: "email", code: "email.twice", other: 2 },
    reason: "is verified, and so is that of an earlier line",
  });
  assert.deepEqual(await list(), []);
});

test("the same command again imports who is missing; whoever is another by now is a conflict", async (t) => {
  const { file, run, list } = scene(t);
  await run();
  appendFileSync(file, "eve,,,,,,\n");
  const more = await run();
  assert.deepEqual(
    [more.code, more.out],
    [0, "2 users of the file are there already, and 1 was imported.\n"],
  );
  const again = await run("--json");
  const counts = { read: 3, fresh: 0, there: 3, faulty: 0, imported: 0 };
  assert.deepEqual(again.json(), { faults: [], ...counts });
  writeFileSync(file, `${ROWS.replace("Ada@", "other@")}kim,,,,,,\n`);
  const other = await run();
  assert.equal(other.code, 1);
  assert.match(
    other.out,
    /^Line 2: username belongs to another user, or to this one with other data\.\n$/,
  );
  assert.equal((await list()).length, 3);
});

test("a dry run checks and writes nothing, not even a database", async (t) => {
  const { folder, run, list } = scene(t);
  const early = await run("--dry-run");
  assert.equal(early.code, 1);
  assert.match(early.err, /there is no data\/countersign\.db/);
  assert.ok(!existsSync(join(folder, "data")));
  await runCommand(["migrate"], { folder });
  const dry = await run("--dry-run");
  assert.deepEqual([dry.code, dry.out], [0, "2 users would be imported.\n"]);
  assert.deepEqual(await list(), []);
});

test("what is no file of rows is said in a line, and nothing is imported", async (t) => {
  const bad: readonly (readonly [string, RegExp])[] = [
    // Not as it is: a terminal obeys it.
    ["username,mail\u009b\nada,x\n", /do not know "mail\\u009b"/],
    ["username,username\nada,x\n", /each once.* "username"/],
    [
      'username,email\n"ada,x\nbob,y\n',
      /After line 1 this is no CSV any more \(CSV_QUOTE_NOT_CLOSED\)/,
    ],
    [`username,email\nada,"${"x".repeat(70_000)}"\n`, /no CSV any more \(CSV_MAX_RECORD_SIZE\)/],
  ];
  for (const [text, message] of bad) {
    const { code, out, err } = await scene(t, text).run();
    assert.deepEqual([code, out], [1, ""]);
    assert.match(err, /^countersign: [^\n]+\n$/);
    assert.match(err, message);
  }
  const { run, folder } = scene(t, "", "users.csv");
  assert.equal((await run()).out, "0 users were imported.\n");
  for (const [name, message] of [
    ["nowhere.csv", /There is no file nowhere\.csv/],
    [".", /is no file/],
  ] as const) {
    const words = ["user", "import", name, "--format", "csv"];
    const { code, err } = await runCommand(words, { folder });
    assert.equal(code, 1);
    assert.match(err, message);
  }
});

const many = (count: number): string =>
  HEADER + Array.from({ length: count }, (_, at) => `user${at},,,${HASH},,,\n`).join("");

const countIn = (database: string): number => {
  const db = new DatabaseSync(database, { readOnly: true });
  const row = db.prepare("select count(*) as n from countersign_users").get();
  db.close();
  return Number(row?.["n"]);
};

test("Control-C lets the batch end, and the same command goes on from there", async (t) => {
  const { folder, run } = scene(t, many(20_000));
  await runCommand(["migrate"], { folder });
  const database = join(folder, "data", "countersign.db");
  const child = spawn(process.execPath, [MAIN, "user", "import", "users.csv", "--json"], {
    cwd: folder,
    env: { ...bareEnvironment(), NODE_ENV: "development" },
  });
  let out = "";
  child.stdout.on("data", (chunk) => {
    out += chunk;
  });
  await until(() => countIn(database) > 0);
  child.kill("SIGINT");
  assert.deepEqual(await once(child, "close"), [1, null]);
  const stopped = countIn(database);
  assert.ok(stopped < 20_000 && stopped % 500 === 0, `${stopped}`);
  assert.equal((JSON.parse(out) as { imported: number }).imported, stopped);
  const rest = (await run("--json")).json() as { there: number; imported: number };
  assert.deepEqual([rest.there, rest.imported], [stopped, 20_000 - stopped]);
});

test("on a terminal it says how far it is", { skip: skipsTerminal }, async (t) => {
  const { folder } = scene(t, many(1_200));
  const { code, shown } = await onTerminal(["user", "import", "users.csv"], folder);
  assert.equal(code, 0, shown);
  for (const part of [
    "500 rows checked",
    "1000 of 1200 rows imported",
    "1200 users were imported.",
  ])
    assert.ok(shown.includes(part), part);
});

test("no hash of an import is anywhere but in the database, which is private", async (t) => {
  const { folder, run } = scene(t);
  const { out, err } = await run("--json");
  assert.ok(!(out + err).includes(HASH.slice(-31)));
  const database = join(folder, "data", "countersign.db");
  assert.equal(statSync(database).mode & 0o077, 0);
  assert.ok(readFileSync(database, "latin1").length > 0);
});

test("imports into PostgreSQL as into SQLite", { skip: skipsPostgres }, async (t) => {
  const { folder } = scene(t);
  const environment = { COUNTERSIGN_DATABASE: await postgresDatabase(t) };
  const words = ["user", "import", "users.csv", "--json"];
  const first = await runCommand(words, { folder, environment });
  const counts = { read: 2, there: 0, faulty: 0 };
  assert.deepEqual(first.json(), { faults: [], ...counts, fresh: 2, imported: 2 });
  const again = await runCommand(words, { folder, environment });
  assert.deepEqual(again.json(), { faults: [], ...counts, fresh: 0, there: 2, imported: 0 });
});
