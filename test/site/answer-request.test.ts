import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { browserLikeClient } from "../stories/browser-like-client.ts";
import { ADA, BOB } from "../stories/people.ts";
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

test("two requests of one session have one digest in the log, and no other's, and it says nothing of the id (T301)", async (t) => {
  const site = await siteUnderTest(t);
  const [ada, bob] = [browserLikeClient(site), browserLikeClient(site)];
  await ada.post("/register", ADA);
  await bob.post("/register", BOB);
  for (const browser of [ada, bob, ada, bob]) await browser.get("/welcome");
  const digests = site.log
    .filter((line) => line["path"] === "/welcome")
    .map((line) => line["session"]);
  assert.equal(digests.length, 4);
  assert.equal(new Set(digests).size, 2);
  assert.deepEqual(digests.slice(0, 2), digests.slice(2));

  const db = new DatabaseSync(site.database);
  t.after(() => db.close());
  const ids = db.prepare("select sid from countersign_sessions order by user_id").all();
  assert.equal(ids.length, 2);
  for (const [at, { sid }] of ids.entries()) {
    assert.match(String(digests[at]), /^[0-9a-f]{16}$/);
    assert.ok(!JSON.stringify(site.log).includes(String(sid)));
    // Keyed: whoever knows an id, and has the log alone, cannot say whose line is whose.
    const plain = createHash("sha256").update(String(sid)).digest("hex");
    assert.ok(!plain.startsWith(String(digests[at])));
  }
});
