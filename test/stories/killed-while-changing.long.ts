import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { type Browser, browserLikeClient } from "./browser-like-client.ts";
import type { Answer } from "./send.ts";
import { type SiteProcess, siteProcess } from "./site-process.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const KILLS = 20;
const PASSWORDS = ["five green apples", "six yellow pears"] as const;

/** The answer, or nothing of a site that was killed meanwhile. */
const answered = (asked: Promise<Answer>): Promise<Answer | undefined> =>
  asked.catch(() => undefined);

/** Which of the two lets somebody in. */
const goodOnes = async (site: SiteProcess, username: string): Promise<readonly string[]> => {
  const good: string[] = [];
  for (const password of PASSWORDS) {
    const { status } = await browserLikeClient(site).postJson("/login", { username, password });
    if (status === 200) good.push(password);
  }
  return good;
};

test("killed while people log in and change their passwords, each has one afterwards: the one that was acknowledged last (T258)", async (t) => {
  const folder = temporaryFolder(t);
  const users = ["ada", "bob", "eve", "max"];
  const acknowledged = new Map<string, string>();
  let changes = 0;
  let site = await siteProcess(t, { folder });
  for (const username of users) {
    const [password] = PASSWORDS;
    await browserLikeClient(site).postJson("/register", { username, password });
    acknowledged.set(username, password);
  }
  for (let kill = 0; kill < KILLS; kill += 1) {
    let isKilled = false;
    /** Who asked for another password and was not answered: it may be either. */
    const unsure = new Set<string>();
    const live = async (username: string): Promise<void> => {
      while (!isKilled) {
        const browser: Browser = browserLikeClient(site);
        const password = acknowledged.get(username) ?? "";
        const entered = await answered(browser.postJson("/login", { username, password }));
        if (entered?.status !== 200) return;
        const newPassword = PASSWORDS.find((each) => each !== password) ?? "";
        const changed = await answered(browser.postJson("/password", { password, newPassword }));
        if (changed?.status === 204) {
          acknowledged.set(username, newPassword);
          changes += 1;
        } else {
          unsure.add(username);
          return;
        }
      }
    };
    const lives = Promise.all(users.map(live));
    await setTimeout(100 + Math.random() * 1_000);
    isKilled = true;
    await site.end("SIGKILL");
    await lives;
    site = await siteProcess(t, { folder });
    for (const username of users) {
      const good = await goodOnes(site, username);
      assert.equal(good.length, 1, `${username} has ${good.length} passwords`);
      if (!unsure.has(username)) assert.equal(good[0], acknowledged.get(username), username);
      acknowledged.set(username, good[0] ?? "");
    }
  }
  assert.ok(changes > KILLS, `${changes} changes`);
  const db = new DatabaseSync(site.database, { readOnly: true });
  assert.deepEqual({ ...db.prepare("pragma integrity_check").get() }, { integrity_check: "ok" });
  db.close();
});
