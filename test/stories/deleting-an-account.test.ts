import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { browserLikeClient } from "./browser-like-client.ts";
import { onBothDatabases } from "./on-both-databases.ts";
import { ADA } from "./people.ts";
import type { Answer } from "./send.ts";
import { siteUnderTest } from "./site-under-test.ts";

const codeOf = (answer: Answer): string => (answer.json() as { code: string }).code;

onBothDatabases(
  "an account is deleted by its password, with all its sessions; its name is free, its id is not",
  async (t, database) => {
    const address = await database(t);
    const site = await siteUnderTest(t, address === undefined ? {} : { database: address });
    const [ada, elsewhere] = [browserLikeClient(site), browserLikeClient(site)];
    await ada.post("/register", ADA);
    await elsewhere.post("/login", ADA);
    const copy = browserLikeClient(site, { Cookie: ada.cookie });

    assert.match((await ada.get("/delete")).text, /The account ada will be deleted/);
    const wrong = await ada.post("/delete", { password: "not hers" });
    assert.equal(wrong.status, 422);
    assert.match(wrong.text, /id="password-fault"/);
    assert.ok(!wrong.text.includes("not hers"));
    assert.equal(codeOf(await ada.postJson("/delete")), "password.required");
    assert.equal((await ada.get("/welcome")).status, 200);

    const gone = await ada.post("/delete", { password: ADA.password });
    assert.deepEqual([gone.status, gone.headers.location], [303, "/delete?did=delete"]);
    assert.equal(gone.headers["clear-site-data"], '"storage"');
    assert.match((await ada.follow(gone)).text, /The account is deleted/);
    assert.equal(ada.jar.has("session"), false);
    for (const each of [ada, elsewhere, copy]) {
      assert.equal((await each.get("/welcome")).status, 303);
    }
    assert.equal((await browserLikeClient(site).post("/login", ADA)).status, 401);

    if (address === undefined) {
      const db = new DatabaseSync(site.database, { readOnly: true });
      const kept = db.prepare("select distinct user_agent, address from countersign_sessions");
      assert.deepEqual({ ...kept.all()[0] }, { user_agent: null, address: null });
      assert.equal(kept.all().length, 1, "nothing of where they were");
      db.close();
    }

    const next = browserLikeClient(site);
    assert.equal((await next.postJson("/register", ADA)).status, 201);
    assert.equal((await copy.get("/welcome")).status, 303, "it opens nobody else's account");
    assert.equal((await next.postJson("/delete", { password: ADA.password })).status, 204);
  },
);

onBothDatabases("a stranger deletes nothing", async (t, database) => {
  const address = await database(t);
  const site = await siteUnderTest(t, address === undefined ? {} : { database: address });
  await browserLikeClient(site).post("/register", ADA);
  const stranger = browserLikeClient(site);
  assert.equal((await stranger.get("/delete")).headers.location, "/login?next=%2Fdelete");
  const given = { username: "ada", password: ADA.password };
  assert.equal((await stranger.post("/delete", given)).headers.location, "/login");
  assert.equal(codeOf(await stranger.postJson("/delete", given)), "session.required");
  assert.equal((await stranger.post("/login", ADA)).status, 303);
});
