import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { browserLikeClient } from "../stories/browser-like-client.ts";
import { ADA } from "../stories/people.ts";
import { send } from "../stories/send.ts";
import { siteUnderTest } from "../stories/site-under-test.ts";

test("/health is 503 with the reason while the storage does not answer, and well again afterwards", async (t) => {
  const site = await siteUnderTest(t);
  const db = new DatabaseSync(site.database);
  t.after(() => db.close());
  db.exec("alter table countersign_users rename to gone");
  const health = await send(site.url, { path: "/health" });
  assert.equal(health.status, 503);
  assert.deepEqual(health.json(), { status: "unavailable", reason: "storage.unavailable" });
  assert.equal((await send(site.url, { path: "/health/live" })).status, 200);

  db.exec("alter table gone rename to countersign_users");
  assert.equal((await send(site.url, { path: "/health" })).status, 200);
});

test("while draining /health says so and every answer closes its connection", async (t) => {
  const site = await siteUnderTest(t);
  const before = await send(site.url, { path: "/health" });
  assert.equal(before.status, 200);
  site.state.isDraining = true;
  const health = await send(site.url, { path: "/health", headers: { Connection: "keep-alive" } });
  assert.equal(health.status, 503);
  assert.deepEqual(health.json(), { status: "unavailable", reason: "draining" });
  assert.equal(health.headers["cache-control"], "no-store");
  for (const path of ["/health/live", "/login", "/nowhere"]) {
    const answer = await send(site.url, { path, headers: { Connection: "keep-alive" } });
    assert.notEqual(answer.status, 503);
    assert.equal(answer.headers.connection, "close");
  }
});

test("every request is one line: who, what, how it ended, and the id that the answer carries (T307)", async (t) => {
  const site = await siteUnderTest(t);
  const browser = browserLikeClient(site);
  await browser.post("/register", ADA);
  const asked = [
    await browser.get("/welcome?q=1"),
    await browser.get("/nowhere"),
    await browser.post("/login", { username: "ada", password: "wrong" }),
    await browser.post("/login", ADA, { "Sec-Fetch-Site": "cross-site" }),
  ];
  for (const { headers, status } of asked) {
    const lines = site.log.filter(
      (line) => line["msg"] === "request" && line["requestId"] === headers["request-id"],
    );
    assert.equal(lines.length, 1);
    assert.equal(lines[0]?.["status"], status);
    assert.equal(lines[0]?.["address"], "127.0.0.1");
    assert.equal(typeof lines[0]?.["ms"], "number");
  }
  const welcome = site.log.find((line) => line["path"] === "/welcome");
  assert.equal(welcome?.["userId"], 1);
  assert.equal(welcome?.["method"], "GET");
});
