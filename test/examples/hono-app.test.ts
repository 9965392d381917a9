import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { freePort } from "../stories/free-port.ts";
import { bareEnvironment } from "../stories/site-process.ts";
import { temporaryFolder } from "../stories/temporary-folder.ts";

const EXAMPLE = fileURLToPath(new URL("../../examples/hono-app.ts", import.meta.url));

test("the example: pages under /account, a basket that survives the login, a wall behind it", async (t) => {
  const port = await freePort();
  const child = spawn(process.execPath, [EXAMPLE], {
    env: {
      ...bareEnvironment(),
      PORT: String(port),
      COUNTERSIGN_DATABASE: `sqlite:${join(temporaryFolder(t), "example.db")}`,
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  t.after(() => child.kill("SIGKILL"));
  await once(child.stdout, "data");
  const url = `http://127.0.0.1:${port}`;
  const ask = (path: string, init: RequestInit = {}) =>
    fetch(url + path, { redirect: "manual", ...init });
  const cookieOf = (response: Response): string =>
    response.headers.getSetCookie()[0]?.split(";", 1)[0] ?? "";

  const plain = await ask("/");
  assert.deepEqual([plain.headers.get("set-cookie"), plain.headers.get("vary")], [null, null]);

  const stranger = await ask("/wall");
  assert.equal(stranger.status, 303);
  assert.equal(stranger.headers.get("location"), "/account/login?next=%2Fwall");

  const basket = await ask("/basket/tea", { method: "POST" });
  assert.deepEqual(await basket.json(), { basket: ["tea"] });

  const body = new URLSearchParams({
    username: "ada",
    password: "four unrelated words here",
    next: "/wall",
  });
  const headers = { cookie: cookieOf(basket) };
  const registered = await ask("/account/register", { method: "POST", body, headers });
  assert.equal(registered.headers.get("location"), "/wall");

  const wall = await ask("/wall", { headers: { cookie: cookieOf(registered) } });
  assert.equal(await wall.text(), "Hello ada, your basket: tea.");
  assert.equal((await ask("/wall", { headers })).status, 303, "the cookie from before is nobody");

  const ended = once(child, "exit");
  child.kill("SIGTERM");
  assert.deepEqual(await ended, [0, null]);
});
