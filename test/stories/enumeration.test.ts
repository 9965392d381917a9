import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { browserLikeClient } from "./browser-like-client.ts";
import { ADA, BOB } from "./people.ts";
import type { Answer } from "./send.ts";
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

const WRONG: readonly (readonly [what: string, name: string, password: string])[] = [
  ["an unknown name", "eve", ADA.password],
  ["a wrong password", "ada", "wrong password"],
  ["a disabled account with its right password", "bob", BOB.password],
  ["a disabled account with a wrong password", "bob", "wrong password"],
  ["an unusable hash", "una", "wrong password"],
  ["a damaged hash", "dan", ADA.password],
  ["a hash of an absurd cost", "max", ADA.password],
];

test("a wrong login looks the same, whoever is named", async (t) => {
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

test("an over-long password is refused alike for known and unknown names", async (t) => {
  const site = await siteUnderTest(t);
  const longest = "ä😀".repeat(128);
  await browserLikeClient(site).post("/register", { username: "ada", password: longest });
  const answers: ReturnType<typeof seen>[] = [];
  for (const username of ["ada", "eve"]) {
    const fields = { username, password: `${longest}x` };
    answers.push(seen(await browserLikeClient(site).post("/login", fields), username));
  }
  assert.equal(answers[0]?.status, 401);
  assert.deepEqual(answers[0], answers[1]);
  const fields = { username: "ada", password: longest };
  assert.equal((await browserLikeClient(site).post("/login", fields)).status, 303);
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

test("every byte, case and space of a password counts, and its spelling in Unicode does not", async (t) => {
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
