import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { type TestContext, test } from "node:test";
import type { Settings } from "../../src/assembly/settings.ts";
import { database } from "../../src/engines/database.ts";
import { encryptedCookie } from "../../src/engines/encrypted-cookie.ts";
import { DJANGO_PURPOSE } from "../../src/engines/signed-cookie.ts";
import { createSignedJson } from "../../src/signing/signed-json.ts";
import { type Browser, browserLikeClient } from "../stories/browser-like-client.ts";
import { ADA, BOB, OLDER_SECRET, SECRET } from "../stories/people.ts";
import { bareEnvironment, MAIN } from "../stories/site-process.ts";
import { type SiteUnderTest, siteUnderTest } from "../stories/site-under-test.ts";
import { temporaryFolder } from "../stories/temporary-folder.ts";
import { type CommandSurroundings, runCommand, runProcess } from "./run-command.ts";

interface Scene {
  readonly site: SiteUnderTest;
  readonly browser: Browser;
  readonly setCookie: string;
  readonly surroundings: CommandSurroundings;
}

const scene = async (t: TestContext, settings: Partial<Settings> = {}): Promise<Scene> => {
  const site = await siteUnderTest(t, settings);
  const browser = browserLikeClient(site);
  const [setCookie = ""] = (await browser.post("/register", ADA)).setCookies;
  const environment = {
    COUNTERSIGN_DATABASE: `sqlite:${site.database}`,
    COUNTERSIGN_SECRET: SECRET,
  };
  return { site, browser, setCookie, surroundings: { folder: temporaryFolder(t), environment } };
};

const DECODE = ["session", "decode", "--json"];

interface Decoded {
  readonly signature: string;
  readonly savedAt: string;
  readonly payload: { readonly _sid: string; readonly user_id: number };
}

test("session decode reads a Set-Cookie line, a Cookie line, a pair and a bare value alike", async (t) => {
  const { browser, setCookie, surroundings } = await scene(t);
  const token = browser.jar.get("session") ?? "";
  for (const input of [
    `Set-Cookie: ${setCookie}\n`,
    `Cookie: a=b; session=${token}; c=d`,
    `session=${token}`,
    `  ${token}\n\n`,
  ]) {
    const result = await runCommand(DECODE, { ...surroundings, input });
    assert.equal(result.code, 0, input + result.err);
    const decoded = result.json() as Decoded;
    assert.equal(decoded.signature, "valid", input);
    assert.equal(decoded.payload.user_id, 1);
    assert.ok(Math.abs(Date.parse(decoded.savedAt) - Date.now()) < 60_000);
  }
  const { code, out } = await runProcess(["session", "decode"], { ...surroundings, input: token });
  assert.equal(code, 0);
  assert.match(out, /^Signature {2}good/);
  assert.match(out, /"user_id": 1/);
});

test("session decode says when the signature is bad, and when it cannot know", async (t) => {
  const { browser, surroundings } = await scene(t);
  const token = browser.jar.get("session") ?? "";
  const signature = async (input: string, secret: string): Promise<string> => {
    const environment = { ...surroundings.environment, COUNTERSIGN_SECRET: secret };
    const result = await runCommand(DECODE, { ...surroundings, environment, input });
    assert.equal(result.code, 0, result.err);
    return (result.json() as Decoded).signature;
  };
  assert.equal(await signature(token, SECRET), "valid");
  assert.equal(await signature(token, `${OLDER_SECRET},${SECRET}`), "valid");
  assert.equal(await signature(token, OLDER_SECRET), "invalid");
  const last = token.at(-1) === "A" ? "B" : "A";
  assert.equal(await signature(token.slice(0, -5) + last.repeat(5), SECRET), "invalid");
  assert.equal(await signature(token, ""), "unchecked");
});

test("session decode reads a cookie of Django's, and says on which side it is good", async (t) => {
  const { browser, surroundings } = await scene(t);
  const value = { _auth_user_id: "1", cart: ["tea"] };
  const theirs = createSignedJson([SECRET], DJANGO_PURPOSE).sign(value, 1_772_366_400);
  const decode = async (input: string, COUNTERSIGN_DJANGO: string) => {
    const environment = { ...surroundings.environment, COUNTERSIGN_DJANGO };
    const result = await runCommand(DECODE, { ...surroundings, environment, input });
    assert.equal(result.code, 0, result.err);
    return result.json() as { readonly signature: string; readonly payload: unknown };
  };
  const line = `Cookie: csrftoken=x; sessionid=${theirs}`;
  const good = await decode(line, "on");
  assert.deepEqual([good.signature, good.payload], ["valid", value]);
  assert.equal((await decode(line, "off")).signature, "elsewhere");
  assert.equal((await decode(browser.cookie, "on")).signature, "elsewhere");
  assert.equal((await decode(`${theirs.slice(0, -4)}AAAA`, "on")).signature, "invalid");
});

test("session decode refuses what is no session in one line", async (t) => {
  const { surroundings } = await scene(t);
  for (const input of ["", "nonsense", "a:b:c:d"]) {
    const { code, out, err } = await runCommand(DECODE, { ...surroundings, input });
    assert.equal(code, 1);
    assert.equal(out, "");
    assert.match(err, /^countersign: This is no session cookie[^\n]+\n$/);
  }
});

test("session end ends one session by the id that decode shows, and says if there is none", async (t) => {
  const { site, browser, surroundings } = await scene(t);
  const other = browserLikeClient(site);
  await other.post("/login", ADA);
  const decoded = await runCommand(DECODE, { ...surroundings, input: browser.cookie });
  const id = (decoded.json() as Decoded).payload._sid;

  const ended = await runCommand(["session", "end", id], surroundings);
  assert.deepEqual([ended.code, ended.out], [0, "Ended.\n"]);
  assert.equal((await browser.get("/welcome")).status, 303);
  assert.equal((await other.get("/welcome")).status, 200);

  const again = await runCommand(["session", "end", id], surroundings);
  assert.equal(again.code, 1);
  assert.match(again.err, /^countersign: There is no such session, or it has ended already\.\n$/);
  const second = await runCommand(DECODE, { ...surroundings, input: other.cookie });
  const otherId = (second.json() as Decoded).payload._sid;
  const json = await runCommand(["session", "end", otherId, "--json"], surroundings);
  assert.deepEqual(json.json(), { ended: otherId });
});

test("session end --all ends everybody's at once, and says how many those were", async (t) => {
  const { site, browser, surroundings } = await scene(t);
  const [other, bob] = [browserLikeClient(site), browserLikeClient(site)];
  await other.post("/login", ADA);
  await bob.post("/register", BOB);
  const words = ["session", "end", "--all"];
  const all = await runCommand(words, surroundings);
  assert.deepEqual([all.code, all.out, all.err], [0, "Ended 3 sessions, everybody's.\n", ""]);
  for (const one of [browser, other, bob]) assert.equal((await one.get("/welcome")).status, 303);
  assert.equal((await bob.post("/login", BOB)).status, 303);
  assert.equal((await bob.get("/welcome")).status, 200, "a new login is good");
  const json = await runCommand([...words, "--yes", "--json"], surroundings);
  assert.deepEqual(json.json(), { ended: 1 });
  assert.equal((await bob.get("/welcome")).status, 303);
  assert.equal((await runCommand(words, surroundings)).out, "Ended 0 sessions, everybody's.\n");
});

test("session end wants an id or --all, and not both, and ends nobody otherwise", async (t) => {
  const { browser, surroundings } = await scene(t);
  for (const words of [[], ["--yes"], ["some-id", "--all"]]) {
    const { code, out, err } = await runCommand(["session", "end", ...words], surroundings);
    assert.deepEqual([code, out], [1, ""]);
    assert.match(err, /^error: say which session to end by its id, or --all and no id\n/);
  }
  assert.equal((await browser.get("/welcome")).status, 200);
});

const skipsTerminal = existsSync("/usr/bin/script")
  ? false
  : "no `script` on this machine, which makes a terminal";

/** With a terminal of its own, at which somebody answers as soon as they are asked. */
const atTerminal = async (
  words: readonly string[],
  { folder, environment }: CommandSurroundings,
  typed: string,
): Promise<{ readonly code: number | null; readonly seen: string }> => {
  const line = [process.execPath, MAIN, ...words].map((word) => `'${word}'`).join(" ");
  const child = spawn("/usr/bin/script", ["--quiet", "--return", "--command", line, "/dev/null"], {
    cwd: folder,
    env: { ...bareEnvironment(), NODE_ENV: "development", ...environment },
  });
  let seen = "";
  child.stdout.on("data", (chunk) => {
    const wasAsked = seen.includes("[y/N]");
    seen += chunk;
    if (!wasAsked && seen.includes("[y/N]")) child.stdin.write(typed);
  });
  const [code] = (await once(child, "close")) as [number | null];
  return { code, seen };
};

test("session end --all asks on a terminal first, and anything but yes is a no", {
  skip: skipsTerminal,
}, async (t) => {
  const { browser, surroundings } = await scene(t);
  const words = ["session", "end", "--all"];
  for (const typed of ["yesterday\n", "\u0004", "\u0003"]) {
    const { code, seen } = await atTerminal(words, surroundings, typed);
    assert.equal(code, 1, JSON.stringify(typed) + seen);
    assert.match(seen, /Nothing was done\./);
    assert.equal((await browser.get("/welcome")).status, 200);
  }
  const yes = await atTerminal(words, surroundings, "y\n");
  assert.equal(yes.code, 0);
  assert.match(yes.seen, /Ended 1 session, everybody's\./);
  assert.equal((await browser.get("/welcome")).status, 303);
  const unasked = await atTerminal([...words, "--yes"], surroundings, "");
  assert.equal(unasked.code, 0);
  assert.doesNotMatch(unasked.seen, /\[y\/N\]/);
});

test("session list shows who is logged in and where, user by user, or that nobody is", async (t) => {
  const { site, browser, surroundings } = await scene(t);
  const bob = browserLikeClient(site, { "User-Agent": "curl/8.5.0" });
  await bob.post("/register", BOB);
  await browserLikeClient(site).post("/login", ADA);
  const table = await runCommand(["session", "list"], surroundings);
  assert.equal(table.code, 0);
  const lines = table.out.trimEnd().split("\n");
  assert.match(lines[0] ?? "", /^USER +ID +LAST SEEN +LOGGED IN +ADDRESS +DEVICE$/);
  assert.deepEqual(
    lines.slice(1).map((line) => line.split(" ", 1)[0]),
    ["bob", "ada", "ada"],
  );
  const rows = (await runCommand(["session", "list", "--json"], surroundings)).json() as {
    id: string;
    userId: number;
    username: string | null;
    device: string;
  }[];
  assert.deepEqual(
    rows.map(({ userId, username, device }) => [userId, username, device]),
    [
      [2, "bob", "curl 8.5"],
      [1, "ada", "Unknown device"],
      [1, "ada", "Unknown device"],
    ],
  );
  assert.deepEqual(Object.keys(rows[0]!), [
    "id",
    "userId",
    "username",
    "device",
    "userAgent",
    "address",
    "enteredAt",
    "lastSeenAt",
    "expiresAt",
  ]);
  for (const { id } of rows) {
    assert.equal((await runCommand(["session", "end", id], surroundings)).code, 0);
  }
  assert.equal((await browser.get("/welcome")).status, 303);
  const nobody = await runCommand(["session", "list"], surroundings);
  assert.deepEqual([nobody.code, nobody.out], [0, "Nobody is logged in.\n"]);
  assert.deepEqual((await runCommand(["session", "list", "--json"], surroundings)).json(), []);
});

test("session list writes as it reads: twenty thousand sessions, and a reader that has seen enough", async (t) => {
  const { site, surroundings } = await scene(t);
  const db = new DatabaseSync(site.database);
  db.exec(`
    with recursive many(n) as (select 1 union all select n + 1 from many where n < 20000)
    insert into countersign_sessions (sid, user_id, epoch, entered_at, last_seen_at, expires_at)
    select 'sid-' || n, 2 + n % 3, 0, 1, 1, 9999999999999 from many
  `);
  db.close();
  const whole = await runCommand(["session", "list", "--json"], surroundings);
  const rows = whole.json() as { id: string; username: string | null }[];
  assert.equal(new Set(rows.map(({ id }) => id)).size, 20_001);
  assert.equal(rows.filter(({ username }) => username === null).length, 20_000, "of users deleted");
  const child = spawn(process.execPath, [MAIN, "session", "list"], {
    cwd: surroundings.folder,
    env: { ...bareEnvironment(), NODE_ENV: "development", ...surroundings.environment },
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(child.stdout, "data");
  child.stdout.destroy();
  assert.deepEqual(await once(child, "close"), [0, null]);
});

test("session decode opens a sealed cookie by its secret, and says when none opens it", async (t) => {
  const { browser, surroundings } = await scene(t, { engine: encryptedCookie() });
  const decode = async (secret: string) => {
    const environment = { ...surroundings.environment, COUNTERSIGN_SECRET: secret };
    const result = await runCommand(DECODE, {
      ...surroundings,
      environment,
      input: browser.cookie,
    });
    return result.json() as Partial<Decoded>;
  };
  const opened = await decode(SECRET);
  assert.deepEqual([opened.signature, opened.payload?.user_id], ["valid", 1]);
  assert.ok(Date.parse(opened.savedAt ?? "") > 0);
  assert.deepEqual(await decode(OLDER_SECRET), { signature: "invalid" });
  assert.deepEqual(await decode(""), { signature: "unchecked" });
});

test("session decode gives the id of a session that is kept on the server, and never its secret", async (t) => {
  const { browser, surroundings } = await scene(t, { engine: database() });
  const [id = "", secret = ""] = browser.cookie.slice("session=".length).split(".");
  for (const words of [DECODE, ["session", "decode"]]) {
    const { out } = await runCommand(words, { ...surroundings, input: browser.cookie });
    assert.ok(out.includes(id) && !out.includes(secret));
  }
  const ended = await runCommand(["session", "end", id], surroundings);
  assert.equal(ended.code, 0);
  assert.equal((await browser.get("/welcome")).status, 303);
});

test("session sweep deletes what has expired, more than a batch of it, and nothing else", async (t) => {
  const { site, browser, surroundings } = await scene(t);
  const none = await runCommand(["session", "sweep"], surroundings);
  assert.deepEqual([none.code, none.out], [0, "Deleted 0 expired sessions.\n"]);

  const db = new DatabaseSync(site.database);
  db.exec(`
    with recursive dead(n) as (select 1 union all select n + 1 from dead where n < 1201)
    insert into countersign_sessions (sid, user_id, epoch, entered_at, last_seen_at, expires_at)
    select 'dead-' || n, 1, 0, 1, 1, 2 from dead
  `);
  db.close();
  const json = await runCommand(["session", "sweep", "--json"], surroundings);
  assert.deepEqual(json.json(), { deleted: 1_201, logins: 1_201, sessions: 0, lines: 0 });
  assert.equal((await browser.get("/welcome")).status, 200);
});

test("session sweep deletes what an engine has kept on the server as well, while the site runs", async (t) => {
  const { site, browser, surroundings } = await scene(t, { engine: database() });
  const db = new DatabaseSync(site.database);
  db.exec(`
    with recursive dead(n) as (select 1 union all select n + 1 from dead where n < 1201)
    insert into countersign_session_data select 'dead-' || n, 'x', '{}', '{}', 1, 2 from dead
  `);
  db.close();
  const environment = { ...surroundings.environment, COUNTERSIGN_ENGINE: "database" };
  const json = await runCommand(["session", "sweep", "--json"], { ...surroundings, environment });
  assert.deepEqual(json.json(), { deleted: 1_201, logins: 0, sessions: 1_201, lines: 0 });
  assert.equal((await browser.get("/welcome")).status, 200);
});

test("a command that tidies up makes no database where there is none, and says which it looked for", async (t) => {
  const { surroundings } = await scene(t);
  const there = await runCommand(["session", "sweep"], surroundings);
  assert.equal(there.code, 0);
  const folder = temporaryFolder(t);
  for (const words of [
    ["session", "sweep"],
    ["session", "list"],
    ["session", "end", "x"],
    ["user", "sessions", "ada"],
    ["user", "logout", "ada"],
  ]) {
    const result = await runCommand(words, { folder });
    assert.equal(result.code, 1, words.join(" "));
    assert.match(
      result.err,
      /^countersign: COUNTERSIGN_DATABASE: there is no data\/countersign\.db;/,
    );
  }
  assert.deepEqual(readdirSync(folder), []);
});
