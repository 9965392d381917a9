import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { browserLikeClient } from "./browser-like-client.ts";
import { ADA } from "./people.ts";
import { send } from "./send.ts";
import { siteUnderTest } from "./site-under-test.ts";

test("no column of a stolen database is a cookie", async (t) => {
  const site = await siteUnderTest(t);
  const ada = browserLikeClient(site);
  await ada.post("/register", ADA);
  assert.equal((await ada.get("/welcome")).status, 200, "her own cookie is");

  const stolen = new DatabaseSync(site.database, { readOnly: true });
  t.after(() => stolen.close());
  const tables = stolen.prepare("select name from sqlite_master where type = 'table'").all();
  const values = new Set<string>();
  for (const { name } of tables as { name: string }[]) {
    for (const row of stolen.prepare(`select * from "${name}"`).all()) {
      for (const value of Object.values(row)) values.add(String(value));
    }
  }
  assert.ok(values.size > 10);
  for (const value of values) {
    const cookie = `session=${encodeURIComponent(value)}`;
    const answer = await send(site.url, { path: "/welcome", headers: { Cookie: cookie } });
    assert.equal(answer.status, 303, `T060: ${value}`);
  }
});
