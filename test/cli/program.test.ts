import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { Command } from "commander";
import { program } from "../../src/cli/program.ts";
import { SECRET } from "../stories/people.ts";
import { send } from "../stories/send.ts";
import { siteProcess } from "../stories/site-process.ts";
import { PUBLIC } from "../stories/site-under-test.ts";
import { temporaryFolder } from "../stories/temporary-folder.ts";
import { runCommand, runProcess } from "./run-command.ts";

const COMMANDS = [
  "serve",
  "shell",
  "user add",
  "user import",
  "user list",
  "user show",
  "user sessions",
  "user unblock",
  "user logout",
  "user password",
  "user disable",
  "user enable",
  "user delete",
  "session decode",
  "session list",
  "session end",
  "session sweep",
  "secret",
  "hash",
  "migrate",
  "audit",
  "check",
];

const commandsOf = (command: Command, above: string): readonly string[] =>
  command.commands.flatMap((each) => {
    const name = `${above}${each.name()}`;
    assert.notEqual(each.description(), "", name);
    assert.match(each.helpInformation(), new RegExp(`^Usage: countersign ${name} `));
    return each.commands.length > 0 ? commandsOf(each, `${name} `) : [name];
  });

test("every command is there and has its help", () => {
  assert.deepEqual(commandsOf(program(), "").toSorted(), COMMANDS.toSorted());
});

test("help is asked for on standard output, and 0", async (t) => {
  const folder = temporaryFolder(t);
  for (const words of [["--help"], ["user", "add", "--help"], ["help", "serve"]]) {
    const { code, out, err } = await runCommand(words, { folder });
    assert.deepEqual([code, err], [0, ""]);
    assert.match(out, /^Usage: countersign /);
  }
});

test("--version is the package's", async (t) => {
  const { code, out } = await runProcess(["--version"], { folder: temporaryFolder(t) });
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  assert.equal(code, 0);
  assert.equal(out.trim(), (JSON.parse(text) as { version: string }).version);
});

test("an unknown command, a bad flag and a missing or surplus word are 1, on standard error", async (t) => {
  const folder = temporaryFolder(t);
  for (const words of [
    ["nonsense"],
    ["user", "nonsense"],
    ["user", "list", "--nonsense"],
    ["user", "show"],
    ["user", "show", "ada", "bob"],
    ["session", "end"],
    ["user", "add", "ada", "--password", "five green apples"],
    ["serve", "--secret", SECRET],
  ]) {
    const { code, out, err } = await runCommand(words, { folder });
    assert.equal(code, 1, words.join(" "));
    assert.equal(out, "");
    assert.match(err, /^error: /);
    assert.ok(!err.includes("    at "), "no stack");
  }
});

test("secret prints a new one each time, and a production start takes it", async (t) => {
  const folder = temporaryFolder(t);
  const first = (await runCommand(["secret"], { folder })).out.trim();
  const second = (await runCommand(["secret"], { folder })).out.trim();
  assert.match(first, /^[A-Za-z0-9_-]{43}$/);
  assert.notEqual(first, second);
  const site = await siteProcess(t, {
    folder,
    flags: [],
    environment: {
      COUNTERSIGN_BCRYPT_COST: "10",
      COUNTERSIGN_ORIGIN: "https://login.example.org",
      COUNTERSIGN_SECRET: `${second},${first}`,
    },
  });
  assert.equal((await send(site.url, { path: "/login", headers: PUBLIC })).status, 200);
});

test("migrate makes the tables, and a second time has nothing to do", async (t) => {
  const folder = temporaryFolder(t);
  const first = await runProcess(["migrate"], { folder });
  assert.equal(first.code, 0);
  assert.match(first.out, /^Applied \d+: 0001-users-and-sessions/);
  const second = await runCommand(["migrate"], { folder });
  assert.deepEqual([second.code, second.out], [0, "The tables are up to date.\n"]);
  const json = await runCommand(["migrate", "--json"], { folder });
  assert.deepEqual(json.json(), { migrated: [] });
  const other = { folder, environment: { COUNTERSIGN_DATABASE: `sqlite:${join(folder, "x.db")}` } };
  const fresh = (await runCommand(["migrate", "--json"], other)).json() as { migrated: string[] };
  assert.ok(fresh.migrated.length > 0);
});

test("a database that cannot be opened is one line and 1", async (t) => {
  const folder = temporaryFolder(t);
  const environment = { COUNTERSIGN_DATABASE: `sqlite:${folder}` };
  for (const words of [["migrate"], ["user", "list"], ["serve", "--development"]]) {
    const { code, err } = await runCommand(words, { folder, environment });
    assert.equal(code, 1);
    assert.match(
      err,
      /^countersign: (?:COUNTERSIGN_DATABASE: )?The database [^\n]+ can be neither opened nor made: [A-Z]+\.\n$/,
    );
  }
});

test("check prints the settings in effect without secrets; 1 while production would refuse, else 0", async (t) => {
  const folder = temporaryFolder(t);
  const bad = await runCommand(["check"], {
    folder,
    environment: { COUNTERSIGN_SECRET: "canary-secret", COUNTERSIGN_SESSION_AGE: "5s" },
  });
  assert.equal(bad.code, 1);
  assert.match(bad.out, /^! NODE_ENV: /m);
  assert.match(bad.out, /^! COUNTERSIGN_ORIGIN: is missing/m);
  assert.match(bad.out, /^! COUNTERSIGN_SECRET: /m);
  assert.match(bad.out, /^! COUNTERSIGN_BCRYPT_COST: /m);
  assert.match(bad.out, /^COUNTERSIGN_SESSION_AGE +5s$/m);
  assert.match(bad.out, /^COUNTERSIGN_SESSION_ABSOLUTE +90d \(default\)$/m);
  assert.match(bad.err, /^countersign: Not fit for production: 4 findings to mend\.\n$/);
  assert.ok(!(bad.out + bad.err).includes("canary"));

  const environment = {
    NODE_ENV: "production",
    COUNTERSIGN_BCRYPT_COST: "12",
    COUNTERSIGN_ORIGIN: "https://login.example.org",
    COUNTERSIGN_SECRET: SECRET,
  };
  const good = await runCommand(["check"], { folder, environment });
  assert.deepEqual([good.code, good.err], [0, ""]);
  assert.match(good.out, /Nothing that production would refuse/);
  assert.ok(!good.out.includes(SECRET));
  const json = await runCommand(["check", "--json"], { folder, environment });
  assert.equal(json.code, 0);
  const { settings, findings } = json.json() as Checked;
  assert.deepEqual(
    findings.map(({ id, severity }) => [id, severity]),
    [
      ["countersign.W013", "warning"],
      ["countersign.W023", "warning"],
    ],
  );
  assert.deepEqual(
    settings.find(({ name }) => name === "COUNTERSIGN_SECRET"),
    { name: "COUNTERSIGN_SECRET", value: "1 set", isSet: true },
  );
  const badJson = await runCommand(["check", "--json"], { folder });
  assert.equal(badJson.code, 1);
  assert.ok((badJson.json() as Checked).findings.some(({ severity }) => severity === "error"));
});

interface Checked {
  readonly settings: readonly { name: string; value: string; isSet: boolean }[];
  readonly findings: readonly {
    id: string;
    severity: string;
    setting: string;
    what: string;
    why: string;
    instead: string;
  }[];
}

test("check names each unsafe setting by its id, says why and what to set, and fails on warnings if asked", async (t) => {
  const folder = temporaryFolder(t);
  const environment = {
    NODE_ENV: "production",
    COUNTERSIGN_BCRYPT_COST: "12",
    COUNTERSIGN_ORIGIN: "https://login.example.org",
    COUNTERSIGN_SECRET: SECRET,
    COUNTERSIGN_TRUSTED_PROXIES: "127.0.0.1",
    COUNTERSIGN_MAIL: "smtp://localhost:25",
    COUNTERSIGN_COOKIE_DOMAIN: "example.org",
  };
  const { code, out } = await runCommand(["check"], { folder, environment });
  assert.equal(code, 0);
  assert.match(
    out,
    /^- COUNTERSIGN_COOKIE_DOMAIN: shares [^.]+\. Each of them [^.]+\. Leave it out, [^.]+\. \(countersign\.W002\)$/m,
  );
  const strict = ["check", "--fail-level", "warning"];
  const failed = await runProcess(strict, { folder, environment });
  assert.deepEqual([failed.code, failed.out], [1, out]);
  assert.match(failed.err, /1 finding to mend/);
  const { COUNTERSIGN_COOKIE_DOMAIN: _, ...safe } = environment;
  const good = await runCommand(strict, { folder, environment: safe });
  assert.deepEqual([good.code, good.err], [0, ""]);
});

test("check hides whatever may be a password in the address of a server", async (t) => {
  const folder = temporaryFolder(t);
  for (const [address, shown] of [
    ["redis://:canary@cache.example:6379/0", "redis://***@cache.example:6379/0"],
    ["redis://me:p@canary@cache.example:6379", "redis://***@cache.example:6379"],
    ["redis://:canary/canary@cache.example", "redis://***@cache.example"],
    ["redis://cache.example?password=canary", "redis://cache.example"],
    ["redis://cache.example:6379/2", "redis://cache.example:6379/2"],
    // Mistyped, which is when somebody looks.
    [" redis://me:canary@cache.example", "redis://***@cache.example"],
    ["redis:me:canary@cache.example", "***@cache.example"],
    ["me:canary@cache.example", "***@cache.example"],
  ] as const) {
    const { out, err } = await runCommand(["check"], {
      folder,
      environment: { COUNTERSIGN_CACHE: address },
    });
    assert.ok(!(out + err).includes("canary"), address);
    assert.ok(out.includes(` ${shown}\n`), out);
  }
});

test("check says that an engine lacks its cache before the site does not start", async (t) => {
  const folder = temporaryFolder(t);
  const faultsWith = async (environment: Readonly<Record<string, string>>) =>
    (await runCommand(["check"], { folder, environment })).out
      .split("\n")
      .filter((line) => line.startsWith("! COUNTERSIGN_CACHE"));
  for (const engine of ["cache", "layered"]) {
    const environment = {
      NODE_ENV: "production",
      COUNTERSIGN_BCRYPT_COST: "12",
      COUNTERSIGN_ORIGIN: "https://login.example.org",
      COUNTERSIGN_SECRET: SECRET,
      COUNTERSIGN_ENGINE: engine,
    };
    assert.equal((await faultsWith(environment)).length, 1, engine);
    const cache = { COUNTERSIGN_CACHE: "redis://127.0.0.1:6379" };
    assert.deepEqual(await faultsWith({ ...environment, ...cache }), []);
  }
});

test("check hides the password in a database's address", async (t) => {
  const environment = { COUNTERSIGN_DATABASE: "postgres://me:canary-pw@db.example/x" };
  const { code, out, err } = await runCommand(["check"], {
    folder: temporaryFolder(t),
    environment,
  });
  assert.equal(code, 1);
  assert.ok(!(out + err).includes("canary"));
  assert.match(out, /db\.example/);
});

test("the command line stands before the environment, and the environment before the default", async (t) => {
  const folder = temporaryFolder(t);
  const age = async (words: readonly string[], environment: Record<string, string>) => {
    const result = await runCommand(["check", "--json", ...words], { folder, environment });
    const { settings } = result.json() as { settings: { name: string; value: string }[] };
    return settings.find(({ name }) => name === "COUNTERSIGN_SESSION_AGE")?.value;
  };
  assert.equal(await age([], {}), "14d");
  assert.equal(await age([], { COUNTERSIGN_SESSION_AGE: "5s" }), "5s");
  assert.equal(await age(["--session-age", "7s"], { COUNTERSIGN_SESSION_AGE: "5s" }), "7s");
});
