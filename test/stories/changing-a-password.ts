import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { type Browser, browserLikeClient } from "./browser-like-client.ts";
import { ADA } from "./people.ts";
import type { Answer } from "./send.ts";
import { type SiteUnderTest, siteUnderTest } from "./site-under-test.ts";

const NEXT = "six yellow pears";

/** A site on a database of one's own, and somebody who has registered there. */
const begin = async (
  t: TestContext,
  database: ((t: TestContext) => Promise<string>) | undefined,
): Promise<{ readonly site: SiteUnderTest; readonly ada: Browser }> => {
  const site = await siteUnderTest(t, database ? { database: await database(t) } : {});
  const ada = browserLikeClient(site);
  assert.equal(
    (await ada.post("/register", { ...ADA, email: "lovelace@example.org" })).status,
    303,
  );
  return { site, ada };
};

const codesOf = (answer: Answer): readonly (readonly [string, string])[] =>
  (answer.json() as { errors: { field: string; code: string }[] }).errors.map(
    ({ field, code }) => [field, code] as const,
  );

/** What happens over HTTP when somebody changes their password. */
export const passwordStories = (
  where: string,
  skip: string | false,
  database?: (t: TestContext) => Promise<string>,
): void => {
  const story = (title: string, tell: (t: TestContext) => Promise<void>): void =>
    void test(`${where}: ${title}`, { skip }, tell);

  story(
    "a change of password keeps this session under a new id and ends all others (T037, T053)",
    async (t) => {
      const { site, ada } = await begin(t, database);
      const others = [1, 2, 3].map(() => browserLikeClient(site));
      for (const each of others) await each.post("/login", ADA);
      const copy = browserLikeClient(site, { Cookie: ada.cookie });

      const form = await ada.get("/password");
      assert.equal(form.status, 200);
      const changed = await ada.post("/password", { password: ADA.password, newPassword: NEXT });
      assert.deepEqual([changed.status, changed.headers.location], [303, "/password?did=change"]);
      assert.match((await ada.follow(changed)).text, /Password changed/);
      assert.match((await ada.get("/welcome")).text, /Welcome, ada/);
      for (const each of [...others, copy]) {
        assert.equal((await each.get("/welcome")).status, 303);
      }
      const login = (password: string): Promise<Answer> =>
        browserLikeClient(site).post("/login", { username: "ada", password });
      assert.deepEqual(
        [(await login(ADA.password)).status, (await login(NEXT)).status],
        [401, 303],
      );
    },
  );

  story(
    "everything that is wrong is said at once, beside its field, and nothing is done (T095, T098)",
    async (t) => {
      const { site, ada } = await begin(t, database);
      const wrong = { password: "not the old one", newPassword: "1234567" };
      const page = await ada.post("/password", wrong);
      assert.equal(page.status, 422);
      assert.match(page.text, /id="password-fault"/);
      assert.match(page.text, /id="newPassword-fault"/);
      for (const typed of Object.values(wrong)) assert.ok(!page.text.includes(typed));

      const json = await ada.postJson("/password", wrong);
      assert.equal(json.status, 422);
      assert.deepEqual(codesOf(json), [
        ["password", "password.wrong"],
        ["newPassword", "password.too-short"],
        ["newPassword", "password.too-common"],
        ["newPassword", "password.all-digits"],
      ]);
      const left = await ada.postJson("/password", { newPassword: NEXT });
      assert.deepEqual(codesOf(left), [["password", "password.required"]]);
      const near = { password: ADA.password, newPassword: "lovelace1" };
      assert.deepEqual(codesOf(await ada.postJson("/password", near)), [
        ["newPassword", "password.too-similar"],
      ]);
      assert.equal((await ada.get("/welcome")).status, 200);
      assert.equal((await browserLikeClient(site).post("/login", ADA)).status, 303);
      const good = { password: ADA.password, newPassword: NEXT };
      assert.equal((await ada.postJson("/password", good)).status, 204);
    },
  );

  story("a stranger changes nothing and is sent to log in first", async (t) => {
    const { site } = await begin(t, database);
    const stranger = browserLikeClient(site);
    const form = await stranger.get("/password");
    assert.deepEqual([form.status, form.headers.location], [303, "/login?next=%2Fpassword"]);
    const fields = { username: "ada", password: ADA.password, newPassword: NEXT };
    assert.equal((await stranger.post("/password", fields)).headers.location, "/login");
    const json = await stranger.postJson("/password", fields);
    assert.equal((json.json() as { code: string }).code, "session.required");
    assert.equal((await stranger.post("/login", ADA)).status, 303);
  });

  story(
    "of two changes at once one wins, and the other is told that its old password is none",
    async (t) => {
      const { site, ada } = await begin(t, database);
      const other = browserLikeClient(site);
      await other.post("/login", ADA);
      const answers = await Promise.all([
        ada.postJson("/password", { password: ADA.password, newPassword: NEXT }),
        other.postJson("/password", { password: ADA.password, newPassword: "nine grey plums" }),
      ]);
      const statuses = answers.map(({ status }) => status).sort();
      // The other's session has ended by then, or its password is refused: never both done.
      assert.equal(statuses[0], 204);
      assert.ok(statuses[1] === 422 || statuses[1] === 401, String(statuses[1]));
    },
  );
};
