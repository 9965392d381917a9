import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { test } from "node:test";

const MODULE = new URL("../../src/site/site-log.ts", import.meta.url).href;

/** What is logged goes to standard output, so that it takes a process to read it. */
const logged = async (statements: string, logLevel = "debug", workers = 1): Promise<string[]> => {
  const script = `import { siteLog } from ${JSON.stringify(MODULE)};
    const log = siteLog({ logLevel: ${JSON.stringify(logLevel)}, workers: ${workers} }); ${statements}`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script]);
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  assert.equal(err, "");
  return out.trimEnd().split("\n");
};

test("each event is one line of JSON with its time in UTC, whatever stands in it (T213)", async () => {
  const lines = await logged(`log.info({ path: "a\\nb\\u001b[31m\\u2028" }, "two\\nlines");`);
  assert.equal(lines.length, 1);
  const line = JSON.parse(lines[0] ?? "") as Record<string, unknown>;
  assert.deepEqual(Object.keys(line), ["level", "time", "path", "msg"]);
  assert.match(String(line["time"]), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  assert.ok(!(lines[0] ?? "").includes("\u001b"));
});

test("fields that are called like secrets are left out, at the top and one level down", async () => {
  const names = ["password", "secret", "secrets", "token", "cookie", "authorization", "hash"];
  const fields = Object.fromEntries(names.map((name) => [name, "canary"]));
  const lines = await logged(
    `log.info(${JSON.stringify({ ...fields, request: { ...fields, path: "/x" } })}, "m");`,
  );
  const { request, ...top } = JSON.parse(lines[0] ?? "") as Record<string, unknown>;
  assert.deepEqual(request, { path: "/x" });
  assert.deepEqual(Object.keys(top), ["level", "time", "msg"]);
});

test("what is below the level is not said", async () => {
  const lines = await logged(
    `log.debug({}, "no"); log.info({}, "no"); log.warn({}, "yes");`,
    "warn",
  );
  assert.deepEqual(
    lines.map((line) => (JSON.parse(line) as { msg: string }).msg),
    ["yes"],
  );
});

test("of several processes each line says whose it is", async () => {
  const lines = await logged(`log.info({ own: process.pid }, "m");`, "info", 2);
  const { pid, own } = JSON.parse(lines[0] ?? "") as { pid: number; own: number };
  assert.equal(pid, own);
});
