import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { database } from "../../src/engines/database.ts";
import { encryptedCookie } from "../../src/engines/encrypted-cookie.ts";
import type { EngineFactory } from "../../src/engines/engine-needs.ts";
import { file } from "../../src/engines/file.ts";
import { memory } from "../../src/engines/memory.ts";
import { signedCookie } from "../../src/engines/signed-cookie.ts";
import { runCommand } from "../cli/run-command.ts";
import { type Browser, browserLikeClient } from "./browser-like-client.ts";
import { ADA, BOB } from "./people.ts";
import { type Answer, type SentHeaders, send } from "./send.ts";
import { PRODUCTION, PUBLIC, type SiteUnderTest, siteUnderTest } from "./site-under-test.ts";
import { temporaryFolder } from "./temporary-folder.ts";

// One's own sessions, listed and ended (T055).

interface Listed {
  readonly id: string;
  readonly device: string;
  readonly userAgent: string | null;
  readonly address: string | null;
  readonly enteredAt: string;
  readonly lastSeenAt: string;
  readonly expiresAt: string;
  readonly isCurrent: boolean;
}

const FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:131.0) Gecko/20100101 Firefox/131.0";

const member = async (
  site: SiteUnderTest,
  person: { readonly username: string; readonly password: string } = ADA,
  always: SentHeaders = {},
): Promise<Browser> => {
  const browser = browserLikeClient(site, always);
  const answer = await browser.post("/register", person);
  if (answer.status !== 303) await browser.post("/login", person);
  return browser;
};

const listOf = async (browser: Browser): Promise<readonly Listed[]> => {
  const answer = await browser.getJson("/sessions");
  assert.equal(answer.status, 200);
  return (answer.json() as { sessions: readonly Listed[] }).sessions;
};

const idOf = async (browser: Browser): Promise<string> =>
  (await listOf(browser)).find(({ isCurrent }) => isCurrent)?.id ?? "";

const isIn = async (browser: Browser): Promise<boolean> =>
  (await browser.get("/welcome")).status === 200;

const codeOf = (answer: Answer): string => (answer.json() as { code: string }).code;

test("one sees one's own sessions, this one marked, the last used first, and nobody else's", async (t) => {
  const site = await siteUnderTest(t);
  const started = Date.now();
  const first = await member(site, ADA, { "User-Agent": FIREFOX });
  const second = await member(site, ADA, { "User-Agent": "curl/8.5.0" });
  const third = await member(site);
  await member(site, BOB);
  const db = new DatabaseSync(site.database);
  db.prepare(
    "update countersign_sessions set last_seen_at = last_seen_at + 60000 where sid = ?",
  ).run(await idOf(first));
  db.close();

  const listed = await listOf(third);
  assert.deepEqual(
    listed.map(({ device, isCurrent }) => [device, isCurrent]),
    [
      ["Unknown device", true],
      ["Firefox 131 on Windows", false],
      ["curl 8.5", false],
    ],
  );
  const { id, enteredAt, lastSeenAt, expiresAt, ...rest } = listed[1]!;
  assert.deepEqual(rest, {
    device: "Firefox 131 on Windows",
    userAgent: FIREFOX,
    address: "127.0.0.1",
    isCurrent: false,
  });
  assert.equal(id, await idOf(first));
  for (const time of [enteredAt, lastSeenAt, expiresAt]) {
    assert.match(time, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  }
  assert.ok(Date.parse(enteredAt) >= started - 1_000);
  assert.equal(Date.parse(lastSeenAt), Date.parse(enteredAt) + 60_000);
  assert.ok(Math.abs(Date.parse(listed[0]!.lastSeenAt) - Date.now()) < 60_000, "now");
  assert.equal(listed[0]?.userAgent, null);

  const page = await second.get("/sessions");
  assert.equal(page.status, 200);
  assert.match(page.text, /curl 8\.5<\/h2><small class="mark">This one/);
  assert.match(page.text, /Firefox 131 on Windows/);
  assert.equal(page.text.match(/\/end"/g)?.length, 2, "no button ends this one");
  assert.match(page.text, /action="\/sessions\/end-others"><button>End the other 2</);
  assert.match((await second.get("/welcome")).text, /href="\/sessions"/);
});

test("whoever is logged in nowhere else is told so, and has nothing to press", async (t) => {
  const site = await siteUnderTest(t);
  const browser = await member(site);
  const page = await browser.get("/sessions");
  assert.match(page.text, /You are logged in nowhere else\./);
  assert.doesNotMatch(page.text, /<button/);
  assert.equal((await listOf(browser)).length, 1);
});

test("a stranger goes to log in and comes back, or is told 401; and ends nothing", async (t) => {
  const site = await siteUnderTest(t);
  const ada = await member(site);
  const id = await idOf(ada);
  const stranger = browserLikeClient(site);
  assert.equal((await stranger.get("/sessions")).headers.location, "/login?next=%2Fsessions");
  const back = await stranger.post("/login", { ...ADA, next: "/sessions" });
  assert.equal(back.headers.location, "/sessions");
  await stranger.post("/logout");
  for (const path of [`/sessions/${id}/end`, "/sessions/end-others"]) {
    assert.equal((await stranger.post(path)).headers.location, "/login");
    const json = await stranger.postJson(path);
    assert.deepEqual([json.status, codeOf(json)], [401, "session.required"]);
  }
  assert.equal(codeOf(await stranger.getJson("/sessions")), "session.required");
  assert.ok(await isIn(ada));
});

const ENGINES: Readonly<Record<string, (folder: string) => EngineFactory>> = {
  "signed-cookie": () => signedCookie(),
  "encrypted-cookie": () => encryptedCookie(),
  database: () => database(),
  file: (folder) => file(folder),
  memory: () => memory(),
};

for (const [name, engine] of Object.entries(ENGINES)) {
  test(`T055: one ends one, or all others, and they are nobody on the next request (${name})`, async (t) => {
    const site = await siteUnderTest(t, { engine: engine(temporaryFolder(t)) });
    const [here, phone, laptop, work] = await Promise.all([
      member(site),
      member(site),
      member(site),
      member(site),
    ]);
    const copies = [phone, laptop, work].map(({ cookie }) => cookie);
    const ended = await here.post(`/sessions/${await idOf(phone)}/end`);
    assert.deepEqual([ended.status, ended.headers.location], [303, "/sessions"]);
    assert.ok(!(await isIn(phone)));
    assert.ok((await isIn(here)) && (await isIn(laptop)));
    const json = await here.postJson(`/sessions/${await idOf(laptop)}/end`);
    assert.deepEqual([json.status, json.text], [204, ""]);
    assert.ok(!(await isIn(laptop)));

    const other = await member(site);
    const before = here.cookie;
    const all = await here.postJson("/sessions/end-others");
    assert.deepEqual([all.status, all.json()], [200, { ended: 2 }]);
    assert.notEqual(here.cookie, before);
    assert.ok(!(await isIn(work)) && !(await isIn(other)));
    for (const cookie of [...copies, before]) {
      const answer = await send(site.url, { path: "/welcome", headers: { Cookie: cookie } });
      assert.equal(answer.status, 303);
    }
    assert.ok(await isIn(here));
    assert.deepEqual(
      (await listOf(here)).map(({ isCurrent }) => isCurrent),
      [true],
    );
    const again = await here.post("/sessions/end-others");
    assert.deepEqual([again.status, again.headers.location], [303, "/sessions"]);
    assert.ok(await isIn(here));
  });
}

test("T055: the id of another user, of nobody, of an ended session or of none is one and the same 404", async (t) => {
  const site = await siteUnderTest(t);
  const ada = await member(site);
  const bob = await member(site, BOB);
  const gone = await member(site);
  const left = await member(site);
  const [bobs, ended, behind] = [await idOf(bob), await idOf(gone), await idOf(left)];
  await gone.post("/logout");
  await ada.post("/sessions/end-others");
  const own = await idOf(ada);
  const wrong = [
    bobs,
    ended,
    behind,
    own.slice(1),
    `${own}x`,
    own.toUpperCase(),
    "A".repeat(22),
    "-",
    "%20",
    "%zz",
    "..%2f",
    "a'or'1'='1",
    ":id",
    "end-others",
    "x".repeat(2_000),
  ];
  const answers: string[] = [];
  for (const id of wrong) {
    const answer = await ada.postJson(`/sessions/${id}/end`);
    assert.deepEqual([answer.status, codeOf(answer)], [404, "session.not-found"], id);
    const { requestId, ...problem } = answer.json() as Record<string, unknown>;
    answers.push(JSON.stringify(problem));
    assert.equal((await ada.post(`/sessions/${id}/end`)).status, 404);
  }
  assert.equal(new Set(answers).size, 1);
  for (const path of [
    "/sessions//end",
    `/sessions/${own}/end/`,
    `/sessions/${own}`,
    `/x/${own}/end`,
  ]) {
    assert.equal((await ada.postJson(path)).status, 404, path);
  }
  assert.equal((await ada.postJson("/sessions/%00/end")).status, 400);
  assert.ok((await isIn(ada)) && (await isIn(bob)));
  assert.equal((await ada.getJson(`/sessions/${own}/end`)).status, 405, "a GET ends nothing");
  assert.ok(await isIn(ada));
});

test("ending this very session by its id is a logout", async (t) => {
  const site = await siteUnderTest(t);
  const page = await member(site);
  const [id, copy] = [await idOf(page), page.cookie];
  const out = await page.post(`/sessions/${id}/end`);
  assert.deepEqual([out.status, out.headers.location], [303, "/"]);
  assert.match(out.setCookies[0] ?? "", /^session=; Max-Age=0;/);
  assert.equal(out.headers["clear-site-data"], '"storage"');
  assert.equal((await send(site.url, { path: "/welcome", headers: { Cookie: copy } })).status, 303);
  const json = await member(site);
  const answer = await json.postJson(`/sessions/${await idOf(json)}/end`);
  assert.deepEqual([answer.status, json.jar.has("session")], [204, false]);
});

test("a session that was given a new id since the page was loaded is ended all the same", async (t) => {
  const site = await siteUnderTest(t, { development: true });
  const [ada, thief] = [await member(site), await member(site)];
  const id = await idOf(thief);
  assert.equal((await thief.post("/lab", { do: "new-id" })).status, 303);
  assert.notEqual(await idOf(thief), id);
  assert.equal((await ada.post(`/sessions/${id}/end`)).status, 303);
  assert.ok(!(await isIn(thief)));
  assert.equal((await ada.post(`/sessions/${id}/end`)).status, 404);
});

test("an operator ends one user's sessions and nobody else's", async (t) => {
  const site = await siteUnderTest(t);
  const [one, other, bob] = [await member(site), await member(site), await member(site, BOB)];
  const surroundings = {
    folder: temporaryFolder(t),
    environment: { COUNTERSIGN_DATABASE: `sqlite:${site.database}` },
  };
  const result = await runCommand(["user", "logout", "ada", "--json"], surroundings);
  assert.deepEqual(result.json(), { username: "ada", ended: 2 });
  assert.ok(!(await isIn(one)) && !(await isIn(other)));
  assert.ok(await isIn(bob));
});

test("at most a hundred are shown, and how many more there are; one button ends them all", async (t) => {
  const site = await siteUnderTest(t);
  const ada = await member(site);
  const db = new DatabaseSync(site.database);
  db.exec(`
    with recursive one(n) as (select 1 union all select n + 1 from one where n < 130)
    insert into countersign_sessions (sid, user_id, epoch, entered_at, last_seen_at, expires_at)
    select 'sid-' || n, 1, 0, n, n, 9999999999999 from one
  `);
  db.close();
  const page = await ada.get("/sessions");
  assert.equal(page.text.match(/\/end"/g)?.length, 99);
  assert.match(page.text, /And 31 more, used longer ago\./);
  assert.match(page.text, /End the other 130</);
  const { sessions, more } = (await ada.getJson("/sessions")).json() as {
    sessions: readonly Listed[];
    more: number;
  };
  assert.deepEqual([sessions.length, more, sessions.at(-1)?.id], [100, 31, "sid-32"]);
  assert.equal((await ada.post("/sessions/sid-1/end")).status, 303, "one that is not shown");
  assert.deepEqual((await ada.postJson("/sessions/end-others")).json(), { ended: 129 });
});

test("what a browser says of itself is text on the page, however long and whatever it is", async (t) => {
  const site = await siteUnderTest(t);
  const hostile = `<script>alert(1)</script>"'&`;
  await member(site, ADA, { "User-Agent": hostile });
  await member(site, ADA, { "User-Agent": `Evil<img src=x>/1.0 ${"x".repeat(5_000)}` });
  const ada = await member(site);
  const page = await ada.get("/sessions");
  assert.doesNotMatch(page.text, /<script>|<img src=x/);
  const listed = await listOf(ada);
  assert.ok(listed.some(({ userAgent }) => userAgent === hostile));
  for (const { userAgent } of listed) assert.ok((userAgent ?? "").length <= 300);
});

test("the log says who ended what, and names sessions by their digests alone", async (t) => {
  const site = await siteUnderTest(t, PRODUCTION);
  const [ada, other] = [await member(site, ADA, PUBLIC), await member(site, ADA, PUBLIC)];
  const [own, id] = [await idOf(ada), await idOf(other)];
  await ada.post(`/sessions/${id}/end`);
  await ada.post("/sessions/end-others");
  const renewed = await idOf(ada);
  const { digestOf } = site.state.context.parts;
  const events = site.log.filter((line) => "event" in line);
  const one = events.find((line) => line["event"] === "sessionEnded");
  assert.deepEqual([one?.["userId"], one?.["session"]], [1, digestOf(id)]);
  const all = events.find((line) => line["event"] === "sessionsEnded");
  assert.deepEqual([all?.["userId"], all?.["ended"]], [1, 0]);
  const text = JSON.stringify(site.log);
  assert.ok(text.includes('"path":"/sessions/:id/end"'));
  for (const sid of [own, id, renewed]) assert.ok(sid !== "" && !text.includes(sid));
});
