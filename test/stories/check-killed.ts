import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import type { TestContext } from "node:test";
import { browserLikeClient } from "./browser-like-client.ts";
import { ADA } from "./people.ts";
import { siteProcess } from "./site-process.ts";
import { temporaryFolder } from "./temporary-folder.ts";
import { until } from "./until.ts";

/** That whoever was told that they are registered can log in after a kill at any of so many moments. */
export const checkKilled = async (t: TestContext, rounds: number): Promise<void> => {
  const folder = temporaryFolder(t);
  const acknowledged: string[] = [];
  let number = 0;
  for (let round = 0; round < rounds; round++) {
    const site = await siteProcess(t, { folder });
    let isKilled = false;
    const register = async (): Promise<void> => {
      while (!isKilled) {
        const username = `user${number++}`;
        const answer = await browserLikeClient(site)
          .postJson("/register", { ...ADA, username })
          .catch(() => undefined);
        if (answer?.status === 201) acknowledged.push(username);
      }
    };
    const load = Promise.all(Array.from({ length: 4 }, register));
    const before = acknowledged.length;
    // A different moment each time: after so many answers, and some turns more.
    await until(() => acknowledged.length > before + round);
    for (let turn = Math.random() * 200; turn > 0; turn--) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    isKilled = true;
    assert.deepEqual(await site.end("SIGKILL"), { code: null, signal: "SIGKILL" });
    await load;
  }

  const site = await siteProcess(t, { folder });
  const names = [...acknowledged];
  const logIn = async (): Promise<void> => {
    for (let username = names.pop(); username; username = names.pop()) {
      const answer = await browserLikeClient(site).postJson("/login", { ...ADA, username });
      assert.equal(answer.status, 200, username);
    }
  };
  await Promise.all(Array.from({ length: 8 }, logIn));
  const db = new DatabaseSync(site.database, { readOnly: true });
  const column = (sql: string): unknown[] =>
    db
      .prepare(sql)
      .all()
      .map((row) => Object.values(row)[0]);
  assert.deepEqual(column("pragma integrity_check"), ["ok"]);
  // Users are whole or absent: each has their first login, and no login is nobody's.
  assert.deepEqual(
    column(
      "select username from countersign_users where id not in (select user_id from countersign_sessions)",
    ),
    [],
  );
  assert.deepEqual(
    column(
      "select sid from countersign_sessions where user_id not in (select id from countersign_users)",
    ),
    [],
  );
  db.close();
};
