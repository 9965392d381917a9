import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { browserLikeClient } from "./browser-like-client.ts";
import { OLDER_SECRET, SECRET } from "./people.ts";
import { rawExchange } from "./raw-socket.ts";
import { type Answer, FORM, form, send } from "./send.ts";
import { siteProcess } from "./site-process.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const PASSWORD = "canary-Kx7 of a password";
const WRONG = "canary-Wq3 of a wrong one";

test("no password, hash, cookie or secret reaches a log, a page, the database in the clear or the command line (T061, T067, T098, T289, T300)", async (t) => {
  const folder = temporaryFolder(t);
  const site = await siteProcess(t, {
    folder,
    environment: {
      LOG_LEVEL: "trace",
      COUNTERSIGN_SECRET: SECRET,
      COUNTERSIGN_PEPPER: OLDER_SECRET,
    },
  });
  const browser = browserLikeClient(site);
  const answers: Answer[] = [];
  const tokens: string[] = [];
  const go = async (answer: Promise<Answer>): Promise<void> => {
    answers.push(await answer);
    tokens.push(...browser.jar.values());
  };
  const ada = { username: "ada", email: "ada@example.org", password: PASSWORD };
  await go(browser.post("/register", ada));
  await go(browser.get("/welcome"));
  await go(browser.getJson("/session"));
  await go(browser.get("/sessions"));
  await go(browser.getJson("/sessions"));
  await go(browser.post("/sessions/none/end"));
  await go(browser.post("/sessions/end-others"));
  await go(browser.post("/password", { password: WRONG, newPassword: PASSWORD }));
  await go(browser.post("/password", { password: PASSWORD, newPassword: PASSWORD }));
  await go(browser.post("/email", { email: "lovelace@example.org", password: WRONG }));
  await go(browser.post("/delete", { password: WRONG }));
  await go(browser.post("/forgot", { username: "ada" }));
  await go(browser.post("/reset", { token: WRONG, newPassword: PASSWORD }));
  await go(browser.post("/logout"));
  await go(browser.post("/login", { ...ada, password: WRONG }));
  await go(browser.post("/login", { ...ada, username: WRONG, password: PASSWORD }));
  await go(browser.post("/register", ada));
  await go(browser.post("/register", { username: PASSWORD, password: PASSWORD.slice(0, 5) }));
  await go(browser.postJson("/login", ada));
  await go(browser.get(`/login?password=${encodeURIComponent(PASSWORD)}`));
  await go(browser.get(`/nowhere?token=${tokens[0]}`, { Referer: `http://x/?p=${PASSWORD}` }));
  await go(browser.post("/login", ada, { "Sec-Fetch-Site": "cross-site" }));
  await go(send(site.url, { path: "/login", headers: FORM, body: `${form(ada)}&password=again` }));
  await go(send(site.url, { path: "/welcome", headers: { Cookie: `session=${tokens[0]}x` } }));
  await go(browser.get("/logout"));
  await rawExchange(site.url, `POST /login HTTP/1.1\r\nHost: x\r\nX: a\0\r\n\r\n${PASSWORD}`);

  const commandLine = readFileSync(`/proc/${site.child.pid}/cmdline`, "latin1");
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => readFileSync(join(parentPath, name), "latin1"));
  assert.ok(files.length >= 3, "database, write-ahead log, shared memory");
  assert.ok(files.some((text) => text.includes("bcrypt_sha256$$2b$04$")));
  const log = site.output.join("\n");
  assert.ok(site.output.length > 10);
  const seen = answers.map(
    ({ text, headers }) => text + JSON.stringify({ ...headers, "set-cookie": "" }),
  );

  const spellings = [PASSWORD, WRONG].flatMap((text) => [
    text,
    encodeURIComponent(text),
    encodeURIComponent(text).replaceAll("%20", "+"),
  ]);
  // A name that was typed comes back in its field, and one of them was a canary here.
  const typed = new Set([15, 17]);
  for (const canary of [...spellings, SECRET, OLDER_SECRET]) {
    assert.ok(!log.includes(canary), `log: ${canary}`);
    assert.ok(!commandLine.includes(canary), `command line: ${canary}`);
    for (const text of files) assert.ok(!text.includes(canary), `file: ${canary}`);
    for (const [at, text] of seen.entries()) {
      assert.ok(typed.has(at) || !text.includes(canary), `answer ${at}: ${canary}`);
    }
  }
  for (const token of new Set(tokens)) {
    const signature = token.split(":").at(-1) ?? "";
    for (const text of [log, commandLine, ...files, ...seen]) assert.ok(!text.includes(signature));
  }
  assert.ok(!log.includes("$2b$"));
  for (const text of seen) assert.ok(!text.includes("$2b$"));
});

test("the log names a session by a digest: the same for one session, and never its id (T301)", async (t) => {
  const site = await siteProcess(t, {
    folder: temporaryFolder(t),
    environment: { LOG_LEVEL: "debug" },
  });
  const browser = browserLikeClient(site);
  await browser.post("/register", { username: "ada", password: PASSWORD });
  await browser.get("/welcome");
  await browser.get("/welcome");
  const token = browser.jar.get("session") ?? "";
  const payload = Buffer.from(token.split(":")[0] ?? "", "base64url").toString("utf8");
  const { _sid: sid } = JSON.parse(payload) as { _sid: string };
  assert.equal((await site.end()).code, 0);

  const lines = site.output.map((line) => JSON.parse(line) as Record<string, unknown>);
  const digests = lines
    .filter((line) => line["msg"] === "request" && line["path"] === "/welcome")
    .map((line) => line["session"]);
  assert.equal(digests.length, 2);
  assert.match(String(digests[0]), /^[0-9a-f]{16}$/);
  assert.equal(digests[0], digests[1]);
  assert.ok(!site.output.join("\n").includes(sid));
});

test("each request is one line of JSON with id, time in UTC, path without query, status and user (T213, T253, T303, T307)", async (t) => {
  const site = await siteProcess(t, {
    folder: temporaryFolder(t),
    environment: { TZ: "Asia/Kathmandu" },
  });
  const browser = browserLikeClient(site);
  await browser.post("/register", { username: "ada", password: PASSWORD });
  const answer = await browser.get("/welcome?secret=query&next=%2Fcanary-next", {
    Referer: "http://localhost/canary-referer",
    Cookie: `${browser.cookie}; other=canary-cookie`,
  });
  const { user } = (await browser.getJson("/session")).json() as { user: { createdAt: string } };
  assert.ok(Math.abs(Date.parse(user.createdAt) - Date.now()) < 600_000, "in UTC, wherever we are");
  await rawExchange(
    site.url,
    `GET /${"x".repeat(500)}%0d%0a\x1b[31m HTTP/1.1\r\nHost: x\r\nUser-Agent: \x1b[31m\r\nConnection: close\r\n\r\n`,
  );
  assert.equal((await site.end()).code, 0);
  const lines = site.output.map((line) => JSON.parse(line) as Record<string, unknown>);
  const line = lines.find((each) => each["requestId"] === answer.headers["request-id"]);
  assert.equal(line?.["path"], "/welcome");
  assert.equal(line?.["status"], 200);
  assert.equal(line?.["userId"], 1);
  assert.equal(line?.["address"], "127.0.0.1");
  assert.ok(Math.abs(Date.parse(String(line?.["time"])) - Date.now()) < 600_000);
  assert.match(String(line?.["time"]), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  assert.doesNotMatch(site.output.join("\n"), /query|canary|referer|cookie/i);
  for (const each of lines) assert.ok(String(each["path"] ?? "").length <= 200);
  assert.ok(!site.output.join("\n").includes("\x1b"));
});
