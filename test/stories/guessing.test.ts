// Over 150 lines because it is one promise, the fifth: what guessing at passwords comes to.
import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { type TestContext, test } from "node:test";
import type { Settings } from "../../src/assembly/settings.ts";
import type { LoginsUnderAttack } from "../../src/events/login-attack.ts";
import { bcryptSha256 } from "../../src/hashers/bcrypt-sha256.ts";
import type { PasswordHasher } from "../../src/passwords/password-hasher.ts";
import { type HandClock, handClock } from "../../src/testing/hand-clock.ts";
import { type Browser, browserLikeClient } from "./browser-like-client.ts";
import { ADA, BOB } from "./people.ts";
import { type Answer, send } from "./send.ts";
import { PRODUCTION, PUBLIC, type SiteUnderTest, siteUnderTest } from "./site-under-test.ts";

interface Scene {
  readonly site: SiteUnderTest;
  readonly hand: HandClock;
  /** Passwords that were hashed to be compared. */
  readonly hashed: () => number;
  /** A browser in which nobody ever logged in. */
  readonly stranger: () => Browser;
  /** Ada's, in which she has logged in before. */
  readonly owner: Browser;
}

/** A site on which Ada is registered, and a clock in the hand. */
const sceneOf = async (t: TestContext, settings: Partial<Settings> = {}): Promise<Scene> => {
  const hand = handClock();
  const bcrypt = bcryptSha256({ cost: 4 });
  let hashed = 0;
  const counting: PasswordHasher = {
    ...bcrypt,
    make(...given) {
      hashed += 1;
      return bcrypt.make(...given);
    },
    verify(...given) {
      hashed += 1;
      return bcrypt.verify(...given);
    },
  };
  const site = await siteUnderTest(t, { hashers: [counting], clock: hand.read, ...settings });
  const owner = browserLikeClient(site);
  await owner.post("/register", ADA);
  await owner.post("/logout");
  hashed = 0;
  return { site, hand, owner, hashed: () => hashed, stranger: () => browserLikeClient(site) };
};

const guess = (browser: Browser, username: string, password = "wrong password") =>
  browser.post("/login", { username, password });

const fail = async (browser: Browser, username: string, times: number): Promise<void> => {
  for (let time = 0; time < times; time += 1) await guess(browser, username);
};

/** In whole seconds. */
const retryAfter = ({ headers }: Answer): number => {
  assert.match(headers["retry-after"] ?? "", /^[1-9]\d*$/);
  return Number(headers["retry-after"]);
};

/** An answer without what differs from any answer to the next, and without the name that was typed. */
const seen = ({ status, headers, text }: Answer, name: string) => ({
  status,
  headers: { ...headers, date: "", "request-id": "" },
  text: text
    .replaceAll(String(headers["request-id"]), "")
    .replaceAll(`value="${name}"`, 'value="…"'),
});

test("waits double from the fifth failure, end when Retry-After says, and look the same for a name that is nobody's (T104, T110, T126)", async (t) => {
  const { stranger, hand, hashed } = await sceneOf(t);
  const waits: number[] = [];
  for (let failure = 1; failure <= 20; failure += 1) {
    const [known, unknown] = [await guess(stranger(), "ada"), await guess(stranger(), "eve")];
    assert.equal(known.status, 401);
    assert.deepEqual(seen(known, "ada"), seen(unknown, "eve"), `failure ${failure}`);
    const blocked = await guess(stranger(), "ada");
    if (blocked.status === 401) {
      // Free: it was a failure as well.
      failure += 1;
      await guess(stranger(), "eve");
      continue;
    }
    assert.deepEqual(seen(blocked, "ada"), seen(await guess(stranger(), "eve"), "eve"));
    const wait = retryAfter(blocked);
    waits.push(wait);
    hand.advance(wait - 1);
    const early = await guess(stranger(), "ada");
    assert.deepEqual([early.status, retryAfter(early)], [429, 1]);
    hand.advance(1);
  }
  assert.deepEqual(waits, [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900, 900, 900, 900]);
  assert.equal(hashed(), 40, "one that is refused costs no hash");
});

test("at most 100 guesses in a row reach the hash, and then only a known device gets in (T103, T111)", async (t) => {
  // Patience is the attacker's: the clock goes on by what each answer says.
  const { site, stranger, owner, hand, hashed } = await sceneOf(t);
  let last: Answer | undefined;
  for (let guesses = 0; guesses < 150; guesses += 1) {
    last = await guess(stranger(), "ada");
    if (last.status === 429) hand.advance(retryAfter(last));
  }
  assert.equal(hashed() <= 100, true);
  assert.deepEqual(closings(site), []);
  for (let guesses = 0; guesses < 100; guesses += 1) {
    last = await guess(stranger(), "ada");
    if ("retry-after" in last.headers) hand.advance(retryAfter(last));
  }
  assert.equal(hashed(), 100);
  hand.advance(30 * 86_400);

  const closed = await guess(stranger(), "ada");
  const right = await guess(stranger(), "ada", ADA.password);
  assert.deepEqual(seen(right, "ada"), seen(closed, "ada"));
  assert.equal(right.status, 429);
  assert.match(right.text, /a device that has logged in to it before/);
  const script = await stranger().postJson("/login", ADA);
  assert.match(script.text, /a device that has logged in to it before/);
  // It does not open by itself, and so nothing says when.
  for (const { headers } of [right, script]) assert.ok(!("retry-after" in headers));
  assert.equal(hashed(), 100);
  assert.deepEqual(closings(site), [{ user_id: 1, username: "ada", address: "127.0.0.1" }]);

  const { isClosed, count } = (await countersOf(site).failuresOf("user:1"))!;
  assert.deepEqual([isClosed, count], [true, 100]);
  assert.equal((await guess(owner, "ada", ADA.password)).status, 303);
  // A success there opens it for everybody.
  assert.equal((await guess(stranger(), "ada", ADA.password)).status, 303);
});

/** What the audit says of accounts that were closed. */
const closings = ({ database }: SiteUnderTest): readonly object[] => {
  const db = new DatabaseSync(database);
  const sql = `select user_id, username, address from countersign_audit where event = 'accountClosed'`;
  const lines = db.prepare(sql).all();
  db.close();
  return lines.map((line) => ({ ...line }));
};

const countersOf = (site: SiteUnderTest) => site.state.context.parts.throttle!.counters;

test("of 200 guesses at one instant five are computed, and the right password is not told from a wrong one (T106)", async (t) => {
  const { stranger, hashed, hand } = await sceneOf(t);
  const passwords = Array.from({ length: 200 }, (_, at) => (at < 190 ? `wrong ${at}` : undefined));
  const answers = await Promise.all(
    passwords.map((password) => guess(stranger(), "ada", password ?? "wrong")),
  );
  assert.equal(hashed(), 5);
  const statuses = answers.map(({ status }) => status);
  assert.equal(statuses.filter((status) => status === 401).length, 5);
  assert.equal(statuses.filter((status) => status === 429).length, 195);
  const [blocked] = answers.filter(({ status }) => status === 429);
  const right = await guess(stranger(), "ada", ADA.password);
  assert.deepEqual(seen(right, "ada"), seen(blocked!, "ada"));
  assert.equal(hashed(), 5);
  hand.advance(1);
  assert.equal((await guess(stranger(), "ada", ADA.password)).status, 303);
});

test("a success clears the account's count: four wrong, one right, four wrong, and nobody waits (T105)", async (t) => {
  const { stranger } = await sceneOf(t);
  for (let round = 0; round < 3; round += 1) {
    await fail(stranger(), "ada", 4);
    assert.equal((await guess(stranger(), "ada", ADA.password)).status, 303);
  }
});

test("a known device has a budget of its own, which is no part of anybody else's", async (t) => {
  const { stranger, owner, hand } = await sceneOf(t);
  await fail(owner, "ada", 5);
  assert.equal((await guess(owner, "ada", ADA.password)).status, 429);
  assert.equal((await guess(stranger(), "ada", ADA.password)).status, 303);
  // At any other account it is as unknown as any.
  await fail(stranger(), "eve", 5);
  assert.equal((await guess(owner, "eve")).status, 429);
  hand.advance(1);
  assert.equal((await guess(owner, "ada", ADA.password)).status, 303);
});

test("an account that is closed opens on a known device, whose own hundred end too; then it is tried there as from anywhere (T103)", async (t) => {
  const { site, stranger, owner } = await sceneOf(t);
  const other = stranger();
  await guess(other, "ada", ADA.password);
  const right = (browser: Browser): Promise<Answer> => guess(browser, "ada", ADA.password);
  /** So that the next failure is the hundredth. */
  const failed99Times = (key: string): void => {
    const db = new DatabaseSync(site.database);
    const columns = "(key, user_id, failures, since, open_at)";
    db.prepare(`insert into countersign_failures ${columns} values (?, 1, 99, 0, 0)`).run(key);
    db.close();
  };
  const isClosed = ({ status, headers }: Answer): boolean =>
    status === 429 && !("retry-after" in headers);

  failed99Times("user:1");
  assert.equal((await guess(stranger(), "ada")).status, 401);
  assert.ok(isClosed(await right(stranger())));
  failed99Times(`device:1:${deviceIdOf(owner)}`);
  assert.equal((await guess(owner, "ada")).status, 401);
  // Closed here as it is everywhere, and on a device with a budget left it is not.
  assert.ok(isClosed(await right(owner)));
  const thief = browserLikeClient(site, {}, new Map(owner.jar));
  assert.equal((await right(other)).status, 303);

  // The account is open again, and counts what this device tries.
  await fail(owner, "ada", 5);
  assert.equal(retryAfter(await right(owner)), 1);
  assert.equal(retryAfter(await right(stranger())), 1);
  assert.equal((await right(other)).status, 303);
  assert.equal((await right(owner)).status, 303);
  // Known anew by that, and nobody else who has a copy of what it was known by.
  await fail(stranger(), "ada", 5);
  assert.equal((await right(thief)).status, 429);
  assert.equal((await right(owner)).status, 303);
});

/** Ada's, in a browser that has logged in as her. */
const deviceIdOf = ({ jar }: Browser): string =>
  /^1\.0\.([\w-]{22})/.exec(decodeURIComponent(jar.get("device") ?? ""))?.[1] ?? "";

test("her name and her verified address are counted as one, and an address that is nobody's apart (T109)", async (t) => {
  const { site, stranger, hashed } = await sceneOf(t);
  await fail(stranger(), "ada@example.org", 3);
  const { accounts, clock } = site.state.context.parts;
  const { user, password: verified } = (await accounts.findRecord(1))!;
  const proof = { id: 1, email: "ada@example.org", verified, before: user.email };
  assert.equal(await accounts.verifyEmail(proof, clock()), "verified");
  const before = hashed();
  for (const name of ["ada", "ada@example.org", "ADA", "Ada@Example.org", "ada"]) {
    assert.equal((await guess(stranger(), name)).status, 401, name);
  }
  for (const name of ["ada", "ada@example.org"]) {
    assert.equal((await guess(stranger(), name, ADA.password)).status, 429, name);
  }
  assert.equal(hashed(), before + 5);
});

test("a new password forgets every device, and the failures of before", async (t) => {
  const { site, stranger, owner } = await sceneOf(t);
  const copy = new Map(owner.jar);
  await fail(stranger(), "ada", 5);
  const { accounts, passwords, clock } = site.state.context.parts;
  await accounts.changePassword(1, await passwords.make("six yellow pears"), clock());
  assert.equal((await guess(stranger(), "ada", "six yellow pears")).status, 303);
  await fail(stranger(), "ada", 5);
  const known = browserLikeClient(site, {}, copy);
  assert.equal((await guess(known, "ada", "six yellow pears")).status, 429);
});

test("the cookie of a device opens no session, and that of a session makes no known device (T010)", async (t) => {
  const { site, stranger, owner } = await sceneOf(t);
  await owner.post("/login", ADA);
  const [session = "", device = ""] = ["session", "device"].map((name) => owner.jar.get(name));
  const asSession = browserLikeClient(site, {}, new Map([["session", device]]));
  assert.deepEqual((await asSession.getJson("/session")).json(), { user: null, expiresAt: null });
  await fail(stranger(), "ada", 5);
  const asDevice = browserLikeClient(site, {}, new Map([["device", session]]));
  assert.equal((await guess(asDevice, "ada", ADA.password)).status, 429);
  assert.equal((await guess(owner, "ada", ADA.password)).status, 303);
});

test("one password tried on a thousand names is stopped by the network's limit, and a known device is not (T122, T123)", async (t) => {
  const { stranger, owner, hashed, hand } = await sceneOf(t);
  const browser = stranger();
  let passed = 0;
  for (let name = 0; name < 200; name += 1) {
    if ((await guess(browser, `name${name}`)).status === 401) passed += 1;
  }
  assert.deepEqual([passed, hashed()], [50, 50]);
  assert.equal((await guess(browser, "ada", ADA.password)).status, 429);
  assert.equal((await guess(owner, "ada", ADA.password)).status, 303);
  hand.advance(3_600);
  assert.equal((await guess(browser, "ada", ADA.password)).status, 303);
});

test("guessing from many addresses at many names raises the alarm, and the owner on a known device gets in meanwhile (T123)", async (t) => {
  const told: LoginsUnderAttack[] = [];
  const { site, owner } = await sceneOf(t, {
    trustedProxies: ["127.0.0.1"],
    on: { loginsUnderAttack: (attack) => told.push(attack) },
  });
  const attacker = browserLikeClient(site);
  const guesses = Array.from({ length: 100 }, (_, at) => ({ username: at % 4 ? `n${at}` : "ada" }));
  for (const [at, { username }] of guesses.entries()) {
    const from = { "X-Forwarded-For": `203.0.113.${at}` };
    await attacker.post("/login", { username, password: "wrong password" }, from);
  }
  // Ada's account is blocked by now, and so some of them were not looked at.
  assert.deepEqual(told, []);
  for (let at = 0; at < 30; at += 1) {
    const from = { "X-Forwarded-For": `198.51.100.${at}` };
    await attacker.post("/login", { username: `m${at}`, password: "wrong password" }, from);
  }
  const { failures, accounts, networks, unknownNames, isNew, blocked } = told[0]!;
  assert.deepEqual(
    { failures, accounts, networks, unknownNames, isNew, blocked },
    { failures: 100, accounts: 1, networks: 100, unknownNames: 95, isNew: true, blocked: 20 },
  );
  assert.equal(told.length, 1);
  const lines = site.log.filter(({ event }) => event === "loginsUnderAttack");
  assert.deepEqual(
    lines.map(({ level, failures }) => [level, failures]),
    [[40, 100]],
  );
  assert.equal((await attacker.post("/login", ADA)).status, 429);
  assert.equal((await owner.post("/login", ADA)).status, 303);
});

test("behind a trusted proxy each visitor is a network of their own, and without one no header makes them one (T112, T113, T117)", async (t) => {
  const behind = await sceneOf(t, { trustedProxies: ["127.0.0.1"] });
  const bare = await sceneOf(t);
  const from = (address: string, at: Scene): Promise<Answer> =>
    browserLikeClient(at.site).post(
      "/login",
      { username: `name${Math.random()}`, password: "wrong password" },
      {
        "X-Forwarded-For": address,
        "X-Real-IP": address,
        Forwarded: `for=${address}`,
        "CF-Connecting-IP": address,
      },
    );
  for (const scene of [behind, bare]) {
    for (let failure = 0; failure < 50; failure += 1) {
      // What stands before the proxy's own word is the visitor's.
      await from(`203.0.113.${failure}, 192.0.2.1`, scene);
    }
  }
  assert.equal((await from("192.0.2.1", behind)).status, 429);
  assert.equal((await from("192.0.2.2", behind)).status, 401);
  assert.equal((await from("::ffff:192.0.2.1", behind)).status, 429);
  assert.equal((await from("192.0.2.2", bare)).status, 429);
});

test("a network registers ten names an hour, told or taken, and mistakes in a form are free (T121, T130)", async (t) => {
  const { stranger, hand, hashed } = await sceneOf(t);
  const register = (username: string, password: string = BOB.password): Promise<Answer> =>
    stranger().post("/register", { username, email: "bob@example.org", password });
  for (let mistake = 0; mistake < 12; mistake += 1) {
    assert.equal((await register("bob", "short")).status, 422);
  }
  // Ada was the first.
  assert.equal((await register("ada")).status, 422);
  assert.equal((await register("ada", "short")).status, 422);
  for (let at = 3; at < 10; at += 1) assert.equal((await register(`bob${at}`)).status, 303);
  const before = hashed();
  const refused = await register("bob");
  assert.equal(refused.status, 429);
  assert.equal(retryAfter(refused), 3_600);
  assert.match(refused.text, /Try again in 60 minutes/);
  assert.match(refused.text, /value="bob"/);
  assert.match(refused.text, /value="bob@example.org"/);
  assert.ok(!refused.text.includes(BOB.password));
  assert.equal((await register("bob", "short")).status, 429);
  assert.equal(hashed(), before);
  hand.advance(3_600);
  assert.equal((await register("bob")).status, 303);
});

test("a page and a script are told how long to wait, and the name is kept", async (t) => {
  const { stranger, site } = await sceneOf(t);
  await fail(stranger(), "ada", 5);
  const page = await guess(stranger(), "ada", ADA.password);
  assert.match(page.text, /role="alert">Too many attempts have failed. Try again in a second\.</);
  assert.match(page.text, /value="ada"/);
  assert.ok(!page.text.includes(ADA.password));
  const script = await stranger().postJson("/login", ADA);
  assert.equal(script.status, 429);
  assert.equal(retryAfter(script), 1);
  const { code, detail } = script.json() as Record<string, unknown>;
  assert.equal(code, "login.too-many");
  assert.equal(detail, "Too many attempts have failed. Try again in a second.");
  const blocked = site.log.filter(({ event }) => event === "loginBlocked");
  assert.deepEqual(
    blocked.map(({ retryAfter }) => retryAfter),
    [1, 1],
  );
});

test("in production the device's cookie is this host's alone, and leaves behind that of the session", async (t) => {
  const site = await siteUnderTest(t, PRODUCTION);
  const body = JSON.stringify(ADA);
  const headers = { ...PUBLIC, "Content-Type": "application/json", Accept: "application/json" };
  const { setCookies } = await send(site.url, { path: "/register", headers, body });
  assert.equal(setCookies.length, 2);
  assert.match(setCookies[0] ?? "", /^__Host-session=/);
  assert.match(
    setCookies[1] ?? "",
    /^__Host-device=1\.0\.[\w-]{22}:\w+:[\w-]{43}; Max-Age=34560000; Path=\/; HttpOnly; SameSite=Lax; Secure$/,
  );
});

test("while failures cannot be counted nobody is let in: 503, whoever is named (T119)", async (t) => {
  const { site, stranger, hashed } = await sceneOf(t);
  const db = new DatabaseSync(site.database);
  t.after(() => db.close());
  db.exec("alter table countersign_failures rename to gone");
  for (const answer of [
    await guess(stranger(), "ada", ADA.password),
    await guess(stranger(), "eve"),
    await stranger().post("/register", BOB),
  ]) {
    assert.ok(answer.status >= 500);
  }
  assert.equal(hashed(), 0);
  db.exec("alter table gone rename to countersign_failures");
  assert.equal((await guess(stranger(), "ada", ADA.password)).status, 303);
});

test("no typed name stands in the table, and an address only as long as it counts", async (t) => {
  const { site, stranger } = await sceneOf(t);
  await guess(stranger(), "five green apples");
  await guess(stranger(), "ada");
  const db = new DatabaseSync(site.database);
  t.after(() => db.close());
  const keys = db.prepare("select key from countersign_failures order by key").all();
  const [name, ...others] = keys.map(({ key }) => key);
  assert.match(String(name), /^name:[\w-]{43}$/);
  assert.deepEqual(others, ["network:127.0.0.1", "registrations:127.0.0.1", "user:1"]);

  // Marks that have to be sorted take the square of their number: what no name is long enough for is not looked at.
  const marks = `a${"\u0345\u0300".repeat(1_000)}`;
  for (const rest of ["", "b", "c"]) await guess(stranger(), marks + rest);
  const [more] = db.prepare("select count(*) as n from countersign_failures").all();
  assert.equal(more?.["n"], keys.length + 1, "one name, however it goes on");
});

test("in development the limits can be lifted, and then no device is known", async (t) => {
  const { stranger, owner } = await sceneOf(t, { throttle: false });
  await fail(stranger(), "ada", 60);
  assert.equal((await guess(stranger(), "ada", ADA.password)).status, 303);
  assert.deepEqual([...owner.jar.keys()], []);
});

test("a wrong old password counts as a failed login, wherever it is asked for (T095)", async (t) => {
  const { site, owner, stranger, hashed } = await sceneOf(t);
  await owner.post("/login", ADA);
  // Somebody else at a session that was left open, on a device that is not known.
  const thief = browserLikeClient(site, {}, new Map([["session", owner.jar.get("session") ?? ""]]));
  const before = hashed();
  const wrong = { password: "wrong password", newPassword: "six yellow pears" };
  for (const path of ["/password", "/delete", "/password", "/delete", "/password"]) {
    assert.equal((await thief.post(path, wrong)).status, 422, path);
  }
  const right = { password: ADA.password, newPassword: "six yellow pears" };
  for (const path of ["/password", "/delete"]) {
    const blocked = await thief.post(path, right);
    assert.deepEqual([blocked.status, retryAfter(blocked)], [429, 1], path);
    assert.match(blocked.text, new RegExp(`role="alert"[^]*action="${path}"`), "above its form");
  }
  assert.equal((await guess(stranger(), "ada", ADA.password)).status, 429);
  assert.equal(hashed(), before + 5);
  assert.equal((await owner.post("/password", right)).status, 303);
  // The browser that has changed it is known under the new one as well.
  await fail(stranger(), "ada", 5);
  assert.equal((await guess(owner, "ada", "six yellow pears")).status, 303);
});
