import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { describe, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { type Browser, browserLikeClient } from "./browser-like-client.ts";
import { checkUnavailable } from "./check-unavailable.ts";
import { checkInTime, slowness } from "./in-time.ts";
import { ADA, BOB } from "./people.ts";
import { type Answer, send } from "./send.ts";
import { siteProcess } from "./site-process.ts";
import { siteUnderTest } from "./site-under-test.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const codeOf = (answer: Answer): string => (answer.json() as { code: string }).code;

const column = (database: string, statement: string): readonly unknown[] => {
  const db = new DatabaseSync(database, { readOnly: true });
  const rows = db.prepare(statement).all();
  db.close();
  return rows.map((row) => Object.values(row)[0]);
};

/** Somebody else who writes, and has not finished. */
const holdWriting = (database: string): { release(): void } => {
  const db = new DatabaseSync(database);
  db.exec("begin immediate");
  return {
    release() {
      db.exec("rollback");
      db.close();
    },
  };
};

describe("a database that another writer holds", { concurrency: true }, () => {
  test("is waited for: after a second everything goes through, and pages answer meanwhile", async (t) => {
    const site = await siteUnderTest(t);
    const browser = browserLikeClient(site);
    await browser.post("/register", ADA);
    const writer = holdWriting(site.database);
    let isHeld = true;
    const acts = Promise.all([
      browserLikeClient(site).post("/register", BOB),
      browserLikeClient(site).post("/login", ADA),
    ]).then((answers) => {
      assert.ok(!isHeld, "answered while the other one wrote");
      return answers;
    });
    const until = performance.now() + 1_000;
    while (performance.now() < until) {
      const started = performance.now();
      assert.equal((await send(site.url, { path: "/health" })).status, 200);
      assert.equal((await browser.get("/welcome")).status, 200);
      checkInTime(500, started);
      await setTimeout(50);
    }
    isHeld = false;
    writer.release();
    for (const answer of await acts) assert.equal(answer.status, 303);
  });

  test("for more than five seconds is 503 with Retry-After, nothing half done, alive all the while (T134, T232)", async (t) => {
    const site = await siteUnderTest(t);
    const browser = browserLikeClient(site);
    await browser.post("/register", ADA);
    const cookie = browser.cookie;
    const [own = ""] = column(site.database, "select sid from countersign_sessions");
    const other = browserLikeClient(site);
    await other.post("/login", ADA);
    const before = column(site.database, "select sid from countersign_sessions");
    const writer = holdWriting(site.database);
    const started = performance.now();
    const acts = Promise.all([
      browserLikeClient(site).postJson("/register", BOB),
      browserLikeClient(site).postJson("/login", ADA),
      browserLikeClient(site).postJson("/login", { ...ADA, username: "eve" }),
      browser.postJson("/logout"),
      other.postJson(`/sessions/${own}/end`),
      other.postJson("/sessions/end-others"),
    ]);
    let pings = 0;
    let isOver = false;
    const pinging = (async () => {
      while (!isOver) {
        const asked = performance.now();
        assert.equal((await send(site.url, { path: "/health/live" })).status, 200);
        checkInTime(500, asked);
        pings += 1;
        // Twenty a second are enough to see it alive.
        await setTimeout(50);
      }
    })();
    const answers = await acts;
    const took = performance.now() - started;
    isOver = true;
    await pinging;
    for (const answer of answers) checkUnavailable(answer);
    assert.ok(took > 4_500 && took < 8_000 * slowness(), `${took} ms`);
    assert.ok(pings > 20 / slowness());

    writer.release();
    assert.deepEqual(column(site.database, "select username from countersign_users"), ["ada"]);
    assert.deepEqual(column(site.database, "select sid from countersign_sessions"), before);
    const still = await send(site.url, { path: "/welcome", headers: { Cookie: cookie } });
    assert.equal(still.status, 200, "the logout did not look done, and was not");
    assert.equal((await other.get("/welcome")).status, 200, "nor was the end of all but this one");
    assert.equal((await browserLikeClient(site).post("/register", BOB)).status, 303);
  });
});

test("a full disk is 503, no row and no session; what was acknowledged before is there after it (T233)", async (t) => {
  const folder = temporaryFolder(t);
  // No file may grow beyond 256 KiB (in blocks of 512 bytes): the write-ahead log meets that soon.
  const site = await siteProcess(t, { folder, shell: "ulimit -f 512" });
  const acknowledged: string[] = [];
  const members: Browser[] = [];
  let full: Answer | undefined;
  for (let at = 0; at < 100 && !full; at++) {
    const username = `user${at}`;
    const browser = browserLikeClient(site);
    const answer = await browser.postJson("/register", { ...ADA, username });
    if (answer.status !== 201) full = answer;
    else {
      acknowledged.push(username);
      members.push(browser);
    }
  }
  assert.ok(full && acknowledged.length > 0);
  checkUnavailable(full);

  // A logout writes less than a registration, so the first of them may still fit: what says "done" is.
  const isOpen = async (cookie: string): Promise<boolean> =>
    (await send(site.url, { path: "/welcome", headers: { Cookie: cookie } })).status === 200;
  let ended = 0;
  for (const member of members) {
    const { cookie } = member;
    const answer = await member.postJson("/logout");
    if (answer.status === 503) {
      checkUnavailable(answer);
      assert.ok(await isOpen(cookie), "not ended, and nothing says that it was");
      break;
    }
    assert.equal(answer.status, 204);
    assert.ok(!(await isOpen(cookie)));
    ended += 1;
  }
  assert.ok(ended < members.length, "the disk was never full");
  checkUnavailable(await browserLikeClient(site).postJson("/login", { ...ADA, username: "user0" }));
  assert.equal((await send(site.url, { path: "/health/live" })).status, 200);
  assert.equal((await site.end()).code, 0);

  const restarted = await siteProcess(t, { folder });
  assert.deepEqual(
    column(restarted.database, "select username from countersign_users order by id"),
    acknowledged,
  );
  assert.equal(
    column(restarted.database, "select sid from countersign_sessions").length,
    acknowledged.length,
  );
  assert.deepEqual(column(restarted.database, "pragma integrity_check"), ["ok"]);
  for (const username of acknowledged) {
    const answer = await browserLikeClient(restarted).post("/login", { ...ADA, username });
    assert.equal(answer.status, 303);
  }
});

test("fifty registrations of one name at once are one user, one success and 49 times taken", async (t) => {
  // More than the hash queue holds at once would be 503: so many as it takes, then the next.
  const site = await siteUnderTest(t, { throttle: false });
  const answers: Answer[] = [];
  await Promise.all(
    Array.from({ length: 10 }, async () => {
      for (let at = 0; at < 5; at++) {
        answers.push(await browserLikeClient(site).postJson("/register", ADA));
      }
    }),
  );
  const by = (status: number): readonly Answer[] =>
    answers.filter((answer) => answer.status === status);
  assert.equal(by(201).length, 1);
  assert.equal(by(422).length, 49);
  for (const answer of by(422)) {
    assert.equal(codeOf(answer), "username.taken");
    assert.deepEqual(answer.setCookies, []);
  }
  assert.deepEqual(column(site.database, "select username from countersign_users"), ["ada"]);
  assert.equal(column(site.database, "select sid from countersign_sessions").length, 1);
});
