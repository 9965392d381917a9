import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { bcryptSha256 } from "../../src/hashers/bcrypt-sha256.ts";
import type { PasswordHasher } from "../../src/passwords/password-hasher.ts";
import { browserLikeClient } from "./browser-like-client.ts";
import { ADA, BOB } from "./people.ts";
import { type Answer, send } from "./send.ts";
import { siteUnderTest } from "./site-under-test.ts";

/** An answer without what differs from any answer to the next, and without the name that was typed. */
const seen = ({ status, headers, text }: Answer, name: string) => ({
  status,
  headers: Object.keys(headers),
  values: { ...headers, date: "", "request-id": "" },
  text: text
    .replaceAll(String(headers["request-id"]), "")
    .replaceAll(`value="${name}"`, 'value="…"'),
});

/** One after the other, so that what each costs can be told. */
const inTurn = async <Value>(
  names: readonly string[],
  ask: (name: string) => Promise<Value>,
): Promise<readonly Value[]> => {
  const answers: Value[] = [];
  for (const name of names) answers.push(await ask(name));
  return answers;
};

const WRONG: readonly (readonly [what: string, name: string, password: string])[] = [
  ["an unknown name", "eve", ADA.password],
  ["a wrong password", "ada", "wrong password"],
  ["a disabled account with its right password", "bob", BOB.password],
  ["a disabled account with a wrong password", "bob", "wrong password"],
  ["an unusable hash", "una", "wrong password"],
  ["a damaged hash", "dan", ADA.password],
  ["a hash of an absurd cost", "max", ADA.password],
];

test("a wrong login looks the same, whoever is named (T125, T126)", async (t) => {
  const site = await siteUnderTest(t);
  for (const username of ["ada", "bob", "una", "dan", "max"]) {
    const password = username === "bob" ? BOB.password : ADA.password;
    await browserLikeClient(site).post("/register", { username, password });
  }
  const db = new DatabaseSync(site.database);
  db.exec(`
    update countersign_users set disabled_at = 1 where username = 'bob';
    update countersign_users set password = '!' where username = 'una';
    update countersign_users set password = 'bcrypt_sha256$$2b$04$damaged' where username = 'dan';
    update countersign_users set password = replace(password, '$04$', '$31$') where username = 'max';
  `);
  db.close();

  for (const wantsJson of [false, true]) {
    const login = async (username: string, password: string): Promise<Answer> => {
      const client = browserLikeClient(site);
      const fields = { username, password };
      return wantsJson ? client.postJson("/login", fields) : client.post("/login", fields);
    };
    const answers: { what: string; seen: ReturnType<typeof seen> }[] = [];
    for (const [what, name, password] of WRONG) {
      answers.push({ what, seen: seen(await login(name, password), name) });
    }
    for (const answer of answers) {
      assert.equal(answer.seen.status, 401);
      assert.deepEqual(answer.seen, answers[0]?.seen, answer.what);
    }
    const right = await login("ada", ADA.password);
    assert.equal(right.status, wantsJson ? 200 : 303);
  }
});

/** A hasher, and how many hashes were computed since that was asked last. */
const counted = (): { readonly hasher: PasswordHasher; readonly since: () => number } => {
  const bcrypt = bcryptSha256({ cost: 4 });
  let hashes = 0;
  const hasher: PasswordHasher = {
    ...bcrypt,
    make(...given) {
      hashes += 1;
      return bcrypt.make(...given);
    },
    verify(...given) {
      hashes += 1;
      return bcrypt.verify(...given);
    },
  };
  const since = (): number => {
    const before = hashes;
    hashes = 0;
    return before;
  };
  return { hasher, since };
};

test("the longest password is taken; an over-long and a malformed one are refused alike, and cost alike, for known and unknown names (T086, T129)", async (t) => {
  const { hasher, since } = counted();
  const site = await siteUnderTest(t, { hashers: [hasher] });
  const longest = "ä😀".repeat(128);
  await browserLikeClient(site).post("/register", { username: "ada", password: longest });
  assert.equal(since(), 1);
  for (const [password, status] of [
    [`${longest}x`, 401],
    ["a\0b", 400],
    ["\ud800", 400],
    ["", 401],
    ["\u001b[31m of no colour", 401],
  ] as const) {
    const [known, unknown] = await inTurn(["ada", "eve"], async (username) => {
      const answer = await browserLikeClient(site).postJson("/login", { username, password });
      return { ...seen(answer, username), hashes: since() };
    });
    assert.equal(known?.status, status, JSON.stringify(password));
    assert.deepEqual(known, unknown);
  }
  const fields = { username: "ada", password: longest };
  assert.equal((await browserLikeClient(site).post("/login", fields)).status, 303);
});

test("a taken name costs the hash that a free one does, and nothing else tells by its cost (T131)", async (t) => {
  const { hasher, since } = counted();
  const site = await siteUnderTest(t, { hashers: [hasher] });
  const register = async (username: string, password: string): Promise<number> => {
    const { status } = await browserLikeClient(site).post("/register", { username, password });
    return status;
  };
  assert.deepEqual([await register("ada", ADA.password), since()], [303, 1]);
  assert.deepEqual([await register("Ada", BOB.password), since()], [422, 1]);
  for (const name of ["ada", "bob"]) {
    assert.deepEqual([await register(name, "short"), since()], [422, 0], name);
  }
  assert.deepEqual([await register("bob", BOB.password), since()], [303, 1]);
});

test("whatever else is asked with a name in it says nothing of that name (T132, T135)", async (t) => {
  const site = await siteUnderTest(t);
  const ada = browserLikeClient(site);
  await ada.post("/register", ADA);
  const foreign = { "Sec-Fetch-Site": "cross-site" };
  const stranger = browserLikeClient(site);
  const asks: Readonly<Record<string, (username: string) => Promise<Answer>>> = {
    "a logout": (username) => stranger.post("/logout", { username }),
    "the list of sessions": (username) => stranger.getJson(`/sessions?username=${username}`),
    "the end of sessions": (username) => stranger.post("/sessions/end-others", { username }),
    "somebody else's session": (username) => ada.postJson(`/sessions/${username}/end`),
    "another origin's login": (username) => stranger.post("/login", { username }, foreign),
    "another origin's logout": (username) => stranger.post("/logout", { username }, foreign),
    "HEAD of the login": (username) =>
      send(site.url, { method: "HEAD", path: `/login?username=${username}` }),
    "OPTIONS of the login": (username) =>
      send(site.url, { method: "OPTIONS", path: `/login?username=${username}` }),
  };
  for (const [what, ask] of Object.entries(asks)) {
    const [known, unknown] = await inTurn(["ada", "eve"], async (name) =>
      seen(await ask(name), name),
    );
    assert.deepEqual(known, unknown, what);
  }
  assert.equal((await ada.get("/welcome")).status, 200);
});

test("when the storage fails, known and unknown names get the same answer", async (t) => {
  const site = await siteUnderTest(t);
  await browserLikeClient(site).post("/register", ADA);
  const db = new DatabaseSync(site.database);
  t.after(() => db.close());
  db.exec("alter table countersign_users rename to gone");
  const answers: ReturnType<typeof seen>[] = [];
  for (const username of ["ada", "eve"]) {
    const fields = { username, password: ADA.password };
    answers.push(seen(await browserLikeClient(site).postJson("/login", fields), username));
  }
  assert.ok((answers[0]?.status ?? 0) >= 500);
  assert.deepEqual(answers[0], answers[1]);
  db.exec("alter table gone rename to countersign_users");
  assert.equal((await browserLikeClient(site).post("/login", ADA)).status, 303);
});

test("every byte, case and space of a password counts, and its spelling in Unicode does not (T071, T078, T079)", async (t) => {
  const site = await siteUnderTest(t);
  const register = (username: string, password: string) =>
    browserLikeClient(site).post("/register", { username, password });
  const login = async (username: string, password: string): Promise<boolean> =>
    (await browserLikeClient(site).post("/login", { username, password })).status === 303;

  const long = `${"correct horse ".repeat(5)}ab`;
  assert.equal(Buffer.byteLength(long), 72);
  await register("long", long);
  assert.ok(await login("long", long));
  assert.ok(!(await login("long", `${long}b`)));
  assert.ok(!(await login("long", long.slice(0, -1))));

  await register("cafe", "Un cafe\u0301 noir");
  assert.ok(await login("cafe", "Un caf\u00e9 noir"));
  assert.ok(!(await login("cafe", "un caf\u00e9 noir")));
  assert.ok(!(await login("cafe", "Un caf\u00e9 noir ")));
  assert.ok(!(await login("cafe", "Un cafe noir")));
});
