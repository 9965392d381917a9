import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { test } from "node:test";
import { type Answer, FORM, form, type SentHeaders, send } from "../stories/send.ts";
import { temporaryFolder } from "../stories/temporary-folder.ts";
import { countersignAtHand } from "./countersign-at-hand.ts";
import { startExpress } from "./hosts/express.ts";
import { startFastify } from "./hosts/fastify.ts";
import { startFetch } from "./hosts/fetch.ts";
import { startHono } from "./hosts/hono.ts";
import type { StartHost } from "./hosts/host.ts";
import { startNode } from "./hosts/node.ts";
import { PASSWORD } from "./visitor.ts";

const hosts: Readonly<Record<string, StartHost>> = {
  hono: startHono,
  node: startNode,
  express: startExpress,
  fetch: startFetch,
  fastify: startFastify,
};

for (const [framework, start] of Object.entries(hosts)) {
  test(`in ${framework} guesses are counted, and a known device is known`, async (t) => {
    const database = join(temporaryFolder(t), "app.db");
    const settings = { throttle: true, trustedProxies: ["127.0.0.1"] };
    const url = await start(t, countersignAtHand(t, database, settings));
    const post = (
      path: string,
      fields: Readonly<Record<string, string>>,
      headers: SentHeaders = {},
    ): Promise<Answer> =>
      send(url, { path: `/account${path}`, headers: { ...FORM, ...headers }, body: form(fields) });

    const registered = await post("/register", { username: "ada", password: PASSWORD });
    assert.equal(registered.status, 303);
    const [session = "", device = "", ...others] = registered.setCookies;
    assert.match(session, /^session=/);
    assert.match(device, /^device=1\.0\.[^;]+; Max-Age=34560000; Path=\/; HttpOnly; SameSite=Lax$/);
    assert.deepEqual(others, []);

    const wrong = { username: "ada", password: "wrong password" };
    for (let failure = 0; failure < 5; failure += 1) {
      const answer = await post("/login", wrong);
      assert.equal(answer.status, 401);
      assert.deepEqual(answer.setCookies, []);
    }
    const right = { username: "ada", password: PASSWORD };
    const blocked = await post("/login", right);
    assert.equal(blocked.status, 429);
    assert.match(blocked.headers["retry-after"] ?? "", /^1$/);
    const [cookie = ""] = device.split(";", 1);
    const known = await post("/login", right, { Cookie: cookie });
    assert.deepEqual([known.status, known.setCookies.length], [303, 2]);

    // Fetch is told an address only by its host, which here is none: then only accounts are counted.
    if (framework === "fetch") return;
    const register = (address: string): Promise<Answer> =>
      post(
        "/register",
        { username: `visitor${randomBytes(4).toString("hex")}`, password: PASSWORD },
        { "X-Forwarded-For": `203.0.113.9, ${address}` },
      );
    for (let at = 0; at < 10; at += 1) assert.equal((await register("192.0.2.1")).status, 303);
    assert.equal((await register("192.0.2.1")).status, 429);
    assert.equal((await register("192.0.2.2")).status, 303);
  });
}
