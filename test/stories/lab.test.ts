import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after, type TestContext, test } from "node:test";
import { Hono } from "hono";
import { countersign } from "../../src/assembly/countersign.ts";
import type { Settings } from "../../src/assembly/settings.ts";
import { openSqlite } from "../../src/database/sqlite.ts";
import { database } from "../../src/engines/database.ts";
import { encryptedCookie } from "../../src/engines/encrypted-cookie.ts";
import type { EngineFactory } from "../../src/engines/engine-needs.ts";
import { file } from "../../src/engines/file.ts";
import { memory } from "../../src/engines/memory.ts";
import { signedCookie } from "../../src/engines/signed-cookie.ts";
import { bcryptSha256 } from "../../src/hashers/bcrypt-sha256.ts";
import { accountPages, sessions } from "../../src/hono.ts";
import { djangoUsers } from "../../src/stores/django-users.ts";
import { type HandClock, handClock } from "../../src/testing/hand-clock.ts";
import { threadsAtHand } from "../../src/testing/threads-at-hand.ts";
import { addDjangoUser, makeDjangoTables } from "../database/django-site-tables.ts";
import { type Browser, browserLikeClient } from "./browser-like-client.ts";
import { ADA, OLDER_SECRET, SECRET } from "./people.ts";
import { type Answer, send } from "./send.ts";
import { PRODUCTION, PUBLIC, type SiteUnderTest, siteUnderTest } from "./site-under-test.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const FILES = mkdtempSync(join(tmpdir(), "countersign-lab-"));
after(() => rmSync(FILES, { recursive: true }));

const ENGINES: Readonly<Record<string, EngineFactory>> = {
  "signed-cookie": signedCookie(),
  "encrypted-cookie": encryptedCookie(),
  database: database(),
  memory: memory(),
  file: file(FILES),
  // Somebody else's, across a network, which cannot be inspected.
  strange: (needs) => {
    const { load, save, drop } = memory()(needs);
    const far: typeof load = async (token) => load(token);
    return { name: "strange", isSynchronous: false, load: far, save, drop };
  },
};
const INSPECTABLE = Object.keys(ENGINES).filter((name) => name !== "strange");

/** The lab in JSON, as far as these tests look into it. */
interface Lab {
  readonly engine: string;
  readonly username: string | null;
  readonly refusal: string | null;
  readonly cookie: {
    readonly letters: number;
    readonly parts: readonly Part[];
    readonly sealedBy: number | "none" | null;
    readonly payload: Readonly<Record<string, unknown>> | null;
    readonly savedAt: string | null;
    readonly row: Readonly<Record<string, unknown>> | null;
  } | null;
  readonly session: {
    readonly id: string;
    readonly data: Readonly<Record<string, unknown>>;
    readonly marks: Readonly<Record<string, unknown>>;
  } | null;
  readonly limits: readonly { readonly name: string; readonly until: string }[];
  readonly register: { readonly isEnded: boolean; readonly others: number } | null;
  readonly trial: {
    readonly letter: {
      readonly part: string;
      readonly from: string | null;
      readonly to: string | null;
    } | null;
    readonly isUnchanged: boolean;
    readonly refusal: string | null;
  } | null;
}

interface Part {
  readonly kind: string;
  readonly head: string;
  readonly hidden: number;
  readonly tail: string;
}

interface Scene {
  readonly site: SiteUnderTest;
  readonly browser: Browser;
  readonly hand: HandClock;
  look(query?: string): Promise<Lab>;
}

const scene = async (
  t: TestContext,
  engine = "signed-cookie",
  settings: Partial<Settings> = {},
): Promise<Scene> => {
  const hand = handClock();
  const site = await siteUnderTest(t, {
    ...(ENGINES[engine] && { engine: ENGINES[engine] }),
    clock: hand.read,
    ...settings,
  });
  const browser = browserLikeClient(site);
  const look = async (query = ""): Promise<Lab> => {
    const answer = await browser.getJson(`/lab${query}`);
    assert.equal(answer.status, 200, answer.text);
    return answer.json() as Lab;
  };
  return { site, browser, hand, look };
};

const tokenOf = ({ jar }: Browser): string => jar.get("session") ?? "";

const lengthOf = ({ head, hidden, tail }: Part): number => head.length + hidden + tail.length;

for (const engine of Object.keys(ENGINES)) {
  test(`${engine}: a visitor without a session is told what to do, and gets no cookie for looking`, async (t) => {
    const { browser, look } = await scene(t, engine);
    const page = await browser.get("/lab");
    assert.equal(page.status, 200);
    assert.match(page.text, /No session yet/);
    assert.match(page.text, /href="\/login\?next=%2Flab"/);
    assert.deepEqual(page.setCookies, []);
    const lab = await look("?place=3");
    assert.deepEqual(
      [lab.engine, lab.cookie, lab.session, lab.limits, lab.register, lab.refusal, lab.trial],
      [engine, null, null, [], null, null, null],
    );
  });

  test(`${engine}: the page and its JSON twin never have the cookie whole, nor a secret of the server's`, async (t) => {
    const { browser } = await scene(t, engine, { secrets: [SECRET, OLDER_SECRET] });
    await browser.post("/register", ADA);
    const token = tokenOf(browser);
    const proof = token.split(/[:.]/).at(-1) ?? "";
    for (const query of ["", "?place=3", `?place=${token.length - 20}`, "?payload=%7B%7D"]) {
      for (const answer of [
        await browser.get(`/lab${query}`),
        await browser.getJson(`/lab${query}`),
      ]) {
        assert.equal(answer.status, 200);
        const letters = answer.text.replace(/<[^>]*>/g, "");
        for (const secret of [token, proof.slice(-22), SECRET, OLDER_SECRET]) {
          assert.ok(!answer.text.includes(secret), query);
          assert.ok(!letters.includes(secret), query);
        }
      }
    }
  });

  test(`${engine}: a letter altered in any part is refused, and the session itself is not touched`, async (t) => {
    const { browser, look } = await scene(t, engine);
    await browser.post("/register", ADA);
    const token = tokenOf(browser);
    const { cookie } = await look();
    assert.equal(cookie?.letters, token.length);
    assert.equal(
      cookie?.parts.map(lengthOf).reduce((sum, each) => sum + each),
      token.length,
    );
    // Each place of each engine's: test/sessions/try-alteration.test.ts.
    let place = 0;
    for (const part of cookie?.parts ?? []) {
      place += lengthOf(part);
      const { trial, refusal } = await look(`?place=${place}`);
      assert.equal(trial?.letter?.part, part.kind);
      assert.ok(trial.refusal, `place ${place}`);
      assert.equal(trial.isUnchanged, false);
      assert.equal(refusal, null);
    }
    const past = await look(`?place=${token.length + 900}`);
    assert.ok(past.trial?.refusal);
    assert.equal(tokenOf(browser), token);
    assert.equal((await browser.get("/welcome")).status, 200);
  });

  test(`${engine}: hostile keys and values come back as text, in the page and in its forms`, async (t) => {
    const { browser, look } = await scene(t, engine);
    const hostile = `"></textarea></pre><script>alert(1)</script><img src=x onerror=alert(1)>'&amp;`;
    await browser.post("/lab", { do: "write", key: hostile, value: hostile });
    const query = new URLSearchParams({ place: "2", letter: "<" });
    const rewriting = new URLSearchParams({ payload: hostile });
    for (const path of [
      "/lab",
      `/lab?${query}`,
      `/lab?${rewriting}`,
      `/lab?did=${encodeURIComponent(hostile)}`,
    ]) {
      const { text, status } = await browser.get(path);
      assert.equal(status, 200);
      assert.doesNotMatch(text, /<script>|<img src=x|<\/textarea><\/pre>/);
      assert.match(text, /&lt;script&gt;/);
    }
    assert.equal((await look()).session?.data[hostile], hostile);
  });

  test(`${engine}: each thing to do does what it says`, async (t) => {
    const { browser, hand, look } = await scene(t, engine);
    const act = async (name: string, fields = {}): Promise<Answer> => {
      const answer = await browser.post("/lab", { do: name, ...fields });
      assert.equal(answer.status, 303);
      const [path, did] = answer.headers.location?.split("?did=") ?? [];
      assert.deepEqual([path, did], ["/lab", name]);
      return browser.follow(answer);
    };
    await act("write", { key: "drink", value: "tea" });
    const first = await look();
    assert.equal(first.session?.data["drink"], "tea");

    await act("new-id");
    const second = await look();
    assert.equal(second.session?.data["drink"], "tea");
    assert.notEqual(second.session?.id, first.session?.id);

    assert.match((await act("set-test-cookie")).text, /this browser keeps cookies/);
    assert.equal((await look()).session?.data["testcookie"], "worked");
    await act("delete-test-cookie");
    assert.equal((await look()).session?.data["testcookie"], undefined);

    await act("live-until-browser-closes");
    assert.equal((await look()).session?.marks["expiry"], 0);
    await act("live-as-set");
    assert.deepEqual((await look()).session?.marks, {});

    await act("live-for-five-seconds");
    assert.deepEqual((await look()).limits[0], {
      name: "own",
      from: "2026-03-01T12:00:00.000Z",
      until: "2026-03-01T12:00:05.000Z",
    });
    hand.advance(6);
    assert.equal((await look()).refusal, "expired");

    await act("write", { key: "drink", value: "tea" });
    await act("flush");
    assert.equal(browser.jar.has("session"), false);
  });

  test(`${engine}: what the register says is shown, also when it ended the session`, async (t) => {
    const { site, browser, look } = await scene(t, engine);
    await browser.post("/register", ADA);
    await browserLikeClient(site).post("/login", ADA);
    const standing = await look();
    assert.equal(standing.username, "ada");
    assert.deepEqual([standing.register?.isEnded, standing.register?.others], [false, 1]);

    const copy = browserLikeClient(site);
    copy.jar.set("session", tokenOf(browser));
    const db = new DatabaseSync(site.database);
    db.prepare("update countersign_sessions set ended_at = 1 where sid = ?").run(
      standing.session?.id ?? "",
    );
    db.close();
    const ended = (await copy.getJson("/lab")).json() as Lab;
    assert.equal(ended.refusal, "ended");
    assert.equal(ended.register?.isEnded, true);
    assert.equal(ended.session, null);
    assert.equal(ended.username, null);
    assert.equal(ended.cookie?.row ?? null, null);
    // The answer took the cookie away, as any page's would have.
    assert.equal(copy.jar.has("session"), false);
    copy.jar.set("session", tokenOf(browser));
    const page = (await copy.get("/lab")).text;
    assert.match(page, /was ended/);
    assert.match(page, /Begin anew/);
    assert.doesNotMatch(page, /id="alter"|session\.setExpiry/);
    // What is sealed was never its holder's to read; what is only signed always is.
    assert.equal(Boolean(ended.cookie?.payload), engine === "signed-cookie");
  });
}

for (const engine of INSPECTABLE) {
  test(`${engine}: a letter of one's own choice is written where it is seen, and never where it is concealed`, async (t) => {
    const { browser, look } = await scene(t, engine);
    await browser.post("/lab", { do: "write", key: "drink", value: "tea" });
    const token = tokenOf(browser);
    const seen = await look("?place=3&letter=~");
    assert.deepEqual([seen.trial?.letter?.from, seen.trial?.letter?.to], [token[2], "~"]);
    const same = await look(`?place=3&letter=${encodeURIComponent(token[2] ?? "")}`);
    assert.deepEqual([same.trial?.isUnchanged, same.trial?.refusal], [true, null]);

    // A script that could choose would try all letters, place after place, until one is let in.
    const { trial } = await look(`?place=${token.length}&letter=${token.at(-1)}`);
    assert.deepEqual([trial?.letter?.from, trial?.letter?.to], [null, null]);
    assert.deepEqual([trial?.isUnchanged, typeof trial?.refusal], [false, "string"]);
  });
}

test("signed-cookie: the payload is read, the time is a date, and the signature is good by a secret, by its place", async (t) => {
  const { site, browser, hand, look } = await scene(t);
  await browser.post("/register", ADA);
  const lab = await look();
  assert.deepEqual(
    lab.cookie?.parts.map(({ kind }) => kind),
    ["payload", "separator", "timestamp", "separator", "signature"],
  );
  assert.equal(lab.cookie?.payload?.["user_id"], 1);
  assert.equal(lab.cookie?.savedAt, "2026-03-01T12:00:00.000Z");
  assert.equal(lab.cookie?.sealedBy, 1);
  const page = await browser.get("/lab");
  assert.match(page.text, /Good, by the newest secret/);
  assert.match(page.text, /&quot;user_id&quot;: 1/);
  assert.match(page.text, /<time datetime="2026-03-01T12:00:00.000Z">/);

  const renewed = await siteUnderTest(t, {
    secrets: [OLDER_SECRET, SECRET],
    database: `sqlite:${site.database}`,
    clock: hand.read,
  });
  const there = browserLikeClient(renewed);
  there.jar.set("session", tokenOf(browser));
  assert.equal(((await there.getJson("/lab")).json() as Lab).cookie?.sealedBy, 2);
  assert.equal(((await there.getJson("/lab")).json() as Lab).cookie?.sealedBy, 1, "signed anew");
});

test("a session that is older than its user's epoch is refused, and the page says why", async (t) => {
  const { site, browser, look } = await scene(t);
  await browser.post("/register", ADA);
  assert.match((await browser.get("/lab")).text, />stands</);
  await site.state.context.parts.register.raiseEpoch(1, Date.now());
  const copy = browserLikeClient(site);
  copy.jar.set("session", tokenOf(browser));
  assert.match((await copy.get("/lab")).text, /older than the user&#39;s epoch/);
  const lab = await look();
  assert.deepEqual([lab.refusal, lab.register?.isEnded, lab.cookie?.sealedBy], ["ended", false, 1]);
});

test("signed-cookie: another user's id before the old signature is refused, the same data is let in", async (t) => {
  const { browser, look } = await scene(t);
  await browser.post("/register", ADA);
  const { cookie } = await look();
  const rewrite = (payload: unknown) =>
    look(`?payload=${encodeURIComponent(JSON.stringify(payload, null, 2))}`);
  const forged = await rewrite({ ...cookie?.payload, user_id: 2 });
  assert.deepEqual([forged.trial?.refusal, forged.trial?.isUnchanged], ["bad-signature", false]);
  const same = await rewrite(cookie?.payload);
  assert.deepEqual([same.trial?.refusal, same.trial?.isUnchanged], [null, true]);
  const page = await browser.get("/lab?payload=no%20JSON");
  assert.match(page.text, />\nno JSON<\/textarea>/);
  assert.match(page.text, /bad-signature/);
});

test("encrypted-cookie: what is sealed is shown to its owner, and the tag is good", async (t) => {
  const { browser, look } = await scene(t, "encrypted-cookie");
  await browser.post("/lab", { do: "write", key: "drink", value: "tea" });
  const { cookie } = await look();
  assert.equal(cookie?.payload?.["drink"], "tea");
  assert.equal(cookie?.sealedBy, 1);
  assert.equal((await look("?payload=%7B%7D")).trial, null, "nobody can write what is sealed");
});

for (const engine of ["database", "memory", "file"]) {
  test(`${engine}: the row that is stored is shown, with a digest in place of the secret`, async (t) => {
    const { browser, look } = await scene(t, engine);
    await browser.post("/lab", { do: "write", key: "drink", value: "tea" });
    const { cookie, session } = await look();
    assert.deepEqual(Object.keys(cookie?.row ?? {}), [
      "id",
      "digest",
      "data",
      "marks",
      "saved",
      "expires",
    ]);
    assert.equal(cookie?.row?.["id"], session?.id);
    assert.deepEqual(cookie?.row?.["data"], { drink: "tea" });
    assert.match((await browser.get("/lab")).text, /The row on the server/);
  });
}

for (const engine of ["signed-cookie", "database"] as const) {
  test(`${engine} of Django's: the session is taken apart as well, never whole, and refused where it is altered`, async (t) => {
    const path = join(temporaryFolder(t), "site.db");
    const db = await openSqlite(path);
    await makeDjangoTables(db);
    const password = await bcryptSha256({ cost: 4 }).make(ADA.password, threadsAtHand());
    await addDjangoUser(db, { username: ADA.username, password });
    const { browser, look } = await scene(t, "", {
      database: `sqlite:${path}`,
      engine: engine === "database" ? database({ django: true }) : signedCookie({ django: true }),
      users: djangoUsers(),
    });
    assert.doesNotMatch((await browser.get("/lab")).text, /href="\/register/);
    await browser.post("/login", ADA);
    const token = browser.jar.get("sessionid") ?? "";
    const lab = await look();
    assert.deepEqual([lab.username, lab.refusal, lab.cookie?.sealedBy], ["ada", null, 1]);
    assert.equal(
      lab.cookie?.parts.map(lengthOf).reduce((sum, each) => sum + each),
      token.length,
    );
    for (const place of [1, 9, token.length - 9, token.length]) {
      const letter = token.at(place - 1) ?? "";
      const { trial } = await look(`?place=${place}&letter=${letter}`);
      assert.equal(trial?.refusal === null, trial?.letter?.from === letter, `place ${place}`);
      assert.ok((await look(`?place=${place}`)).trial?.refusal);
    }
    for (const answer of [await browser.get("/lab"), await browser.getJson("/lab")]) {
      assert.ok(!answer.text.includes(token));
      const row = await db.kysely
        .selectFrom("django_session")
        .select("session_data")
        .executeTakeFirst();
      const signed = row?.session_data ?? token;
      assert.ok(!answer.text.includes(signed.split(":").at(-1) ?? ""));
    }

    await db.kysely.updateTable("auth_user").set({ password: "another" }).execute();
    const ended = await look();
    assert.deepEqual(
      [ended.refusal, ended.cookie?.row, ended.session],
      ["password changed", null, null],
    );
    await db.close();
  });
}

test("a session that no longer speaks for anybody is explained, and its cookie goes", async (t) => {
  const { site, browser } = await scene(t);
  await browser.post("/register", ADA);
  const db = new DatabaseSync(site.database);
  db.exec("delete from countersign_users");
  db.close();
  const page = await browser.get("/lab");
  assert.match(page.text, /its user is disabled, or there is no such user/);
  assert.equal(browser.jar.has("session"), false);
});

test("a cookie that came twice or is too long is explained, and so is one of nobody's", async (t) => {
  const { site } = await scene(t);
  for (const [Cookie, refusal] of [
    ["session=a; session=b", "unreadable"],
    [`session=${"a".repeat(5_000)}`, "unreadable"],
    ["session=nonsense", "bad-signature"],
    ["session=", "bad-signature"],
  ] as const) {
    const asJson = { Cookie, Accept: "application/json" };
    const lab = (await send(site.url, { path: "/lab?place=2", headers: asJson })).json() as Lab;
    assert.equal(lab.refusal, refusal, Cookie.slice(0, 40));
    const page = await send(site.url, {
      path: "/lab?place=2",
      headers: { Cookie, Accept: "text/html" },
    });
    assert.equal(page.status, 200);
    assert.match(page.text, /The server refuses this cookie/);
  }
});

test("keys that are ours, values too large and acts that there are not change nothing", async (t) => {
  const { browser, look } = await scene(t);
  await browser.post("/lab", { do: "write", key: "drink", value: "tea" });
  const token = tokenOf(browser);
  for (const fields of [
    { do: "write", key: "user_id", value: "1" },
    { do: "write", key: "_sid", value: "x" },
    { do: "write", key: "much", value: randomBytes(5_000).toString("hex") },
  ]) {
    const page = await browser.post("/lab", fields);
    assert.equal(page.headers.location, "/lab?did=not-written");
    assert.match((await browser.follow(page)).text, /Not written/);
    assert.equal((await browser.postJson("/lab", fields)).status, 400);
  }
  for (const name of ["", "constructor", "nothing"]) {
    assert.equal((await browser.post("/lab", { do: name })).status, 400);
  }
  assert.equal(tokenOf(browser), token);
  assert.deepEqual((await look()).session?.data, { drink: "tea" });
  assert.equal((await browser.postJson("/lab", { do: "new-id" })).status, 204);
  assert.equal((await browser.get("/lab?place=1&place=2")).status, 400);
});

test("the lab has the headers of every page, and changes nothing for another site", async (t) => {
  const { browser, look } = await scene(t);
  await browser.post("/lab", { do: "write", key: "drink", value: "tea" });
  for (const answer of [await browser.get("/lab"), await browser.getJson("/lab")]) {
    assert.equal(answer.headers["cache-control"], "no-store");
    assert.match(answer.headers.vary ?? "", /Accept, Accept-Language, Cookie/);
  }
  const page = await browser.get("/lab");
  assert.match(String(page.headers["content-security-policy"]), /default-src 'none'/);
  assert.doesNotMatch(page.text, / style=| on[a-z]+=|<style|<script>/);
  const other = await browser.post("/lab", { do: "flush" }, { "Sec-Fetch-Site": "cross-site" });
  assert.equal(other.status, 403);
  assert.equal((await look()).session?.data["drink"], "tea");
});

test("every page of development leads to the lab", async (t) => {
  const { browser } = await scene(t);
  assert.match((await browser.get("/")).text, /<a href="\/lab">/);
  await browser.post("/register", ADA);
  assert.match((await browser.get("/welcome")).text, /<a href="\/lab">/);
});

test("in production there is no lab: every method is answered as on a path that is none, and no page leads there", async (t) => {
  const site = await siteUnderTest(t, PRODUCTION);
  const browser = browserLikeClient(site, PUBLIC);
  await browser.post("/register", ADA);
  const development = await siteUnderTest(t);
  const labFiles = [
    ...(await browserLikeClient(development).get("/lab")).text.matchAll(/\/assets\/lab-[^"]*/g),
  ];
  assert.equal(labFiles.length, 2);

  const shapeOf = ({ status, headers, text }: Answer): unknown => {
    const { date, "request-id": id, ...rest } = headers;
    return { status, headers: rest, text: text.replaceAll(String(id), "ID") };
  };
  for (const path of ["/lab", "/lab?did=write", ...labFiles.map(([file]) => file)]) {
    for (const accept of ["text/html", "application/json"]) {
      for (const method of ["GET", "HEAD", "POST", "DELETE"]) {
        const headers = { ...PUBLIC, Cookie: browser.cookie, Accept: accept };
        const body = method === "POST" ? "do=flush" : undefined;
        const ask = (at: string) =>
          send(site.url, { method, path: at, headers, ...(body && { body }) });
        const answer = await ask(path);
        assert.equal(answer.status, 404, `${method} ${path}`);
        assert.deepEqual(shapeOf(answer), shapeOf(await ask("/nowhere")));
      }
    }
  }
  const problem = (await browser.getJson("/lab")).json() as { code: string };
  assert.equal(problem.code, "request.not-found");
  for (const path of ["/", "/welcome", "/logout"]) {
    assert.doesNotMatch((await browser.get(path, { "Sec-Fetch-Site": "cross-site" })).text, /lab"/);
  }
  assert.equal((await browser.get("/welcome")).status, 200);
});

test("a library without development leaves the lab's path to its host, with it the lab is below its path", async (t) => {
  for (const development of [false, true]) {
    const cs = countersign({
      origin: "https://app.example.org",
      path: "/account",
      secrets: [SECRET],
      database: `sqlite:${temporaryFolder(t)}/app.db`,
      development,
    });
    t.after(() => cs.close());
    const app = new Hono().use(sessions(cs)).route(cs.path, accountPages(cs));
    app.all("/account/lab", (c) => c.text("the host's own", 200));
    for (const method of ["GET", "POST"]) {
      const answer = await app.request("https://app.example.org/account/lab", {
        method,
        headers: { Accept: "text/html" },
        ...(method === "POST" && { body: new URLSearchParams({ do: "new-id" }) }),
      });
      const isHosts = (await answer.text()) === "the host's own";
      assert.equal(isHosts, !development, method);
    }
    if (!development) continue;
    const page = await app.request("https://app.example.org/account/lab", {
      headers: { Accept: "text/html" },
    });
    assert.match(await page.text(), /action="\/account\/lab"/);
  }
});
