import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { database } from "../../src/engines/database.ts";
import type { EngineFactory } from "../../src/engines/engine-needs.ts";
import { signedCookie } from "../../src/engines/signed-cookie.ts";
import { browserLikeClient } from "./browser-like-client.ts";
import { ADA } from "./people.ts";
import { send } from "./send.ts";
import { siteUnderTest } from "./site-under-test.ts";

/** Everything that stands in a copy of the database, each value once. */
const everythingIn = (path: string): readonly string[] => {
  const stolen = new DatabaseSync(path, { readOnly: true });
  const tables = stolen.prepare("select name from sqlite_master where type = 'table'").all();
  const values = (tables as { name: string }[]).flatMap(({ name }) =>
    stolen
      .prepare(`select * from "${name}"`)
      .all()
      .flatMap((row) => Object.values(row).map(String)),
  );
  stolen.close();
  return [...new Set(values)];
};

const PROMISES: Readonly<Record<string, EngineFactory>> = {
  "no column of a stolen database is a cookie": signedCookie(),
  "no column of a stolen database is a cookie, also where sessions are kept in it": database(),
};

for (const [promise, engine] of Object.entries(PROMISES)) {
  test(promise, async (t) => {
    const site = await siteUnderTest(t, { engine });
    const ada = browserLikeClient(site);
    await ada.post("/register", ADA);
    assert.equal((await ada.get("/welcome")).status, 200, "her own cookie is");

    const values = everythingIn(site.database);
    assert.ok(values.length > 10);
    const [id = "", secret] = (ada.jar.get("session") ?? "").split(".");
    if (secret !== undefined) {
      assert.ok(values.includes(id), "her row is there");
      assert.ok(!values.join().includes(secret), "and her secret is not");
    }
    // As it stands, and in the place of the secret behind her id.
    for (const value of values.flatMap((each) => [each, `${id}.${each}`])) {
      const cookie = `session=${encodeURIComponent(value)}`;
      const answer = await send(site.url, { path: "/welcome", headers: { Cookie: cookie } });
      assert.equal(answer.status, 303, `T060: ${value}`);
    }
  });
}
