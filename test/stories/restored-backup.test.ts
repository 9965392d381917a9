import assert from "node:assert/strict";
import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { suite, type TestContext, test } from "node:test";
import { runCommand } from "../cli/run-command.ts";
import { postgresDatabase, skipsPostgres } from "../database/postgres-server.ts";
import { browserLikeClient } from "./browser-like-client.ts";
import { ADA, BOB } from "./people.ts";
import { column } from "./postgres-site.ts";
import { send } from "./send.ts";
import { type SiteUnderTest, siteUnderTest } from "./site-under-test.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** A database, and how one comes by a copy of it while nobody is at it. */
interface Kind {
  readonly skip?: string | false;
  make(t: TestContext): Promise<string>;
  copy(t: TestContext, address: string): Promise<string>;
}

const KINDS: Readonly<Record<string, Kind>> = {
  SQLite: {
    make: async (t) => `sqlite:${join(temporaryFolder(t), "site.db")}`,
    async copy(t, address) {
      const copy = join(temporaryFolder(t), "site.db");
      copyFileSync(address.replace("sqlite:", ""), copy);
      return `sqlite:${copy}`;
    },
  },
  PostgreSQL: {
    skip: skipsPostgres,
    make: postgresDatabase,
    async copy(t, address) {
      const copy = await postgresDatabase(t);
      const [original, name] = [address, copy].map((each) => new URL(each).pathname.slice(1));
      const server = new URL("/postgres", address).href;
      await column(server, `drop database ${name}`);
      await column(server, `create database ${name} template ${original}`);
      return copy;
    },
  },
};

const statusOf = async ({ url }: SiteUnderTest, cookie: string): Promise<number> =>
  (await send(url, { path: "/welcome", headers: { Cookie: cookie } })).status;

suite("yesterday's backup is restored", { concurrency: true }, () => {
  for (const [kind, { skip = false, make, copy }] of Object.entries(KINDS)) {
    test(`on ${kind}, \`session end --all\` makes every older session dead, also those that began since (T256)`, {
      skip,
    }, async (t) => {
      const database = await make(t);
      const yesterday = await siteUnderTest(t, { database });
      const [loggedOut, forgotten] = [browserLikeClient(yesterday), browserLikeClient(yesterday)];
      await loggedOut.post("/register", ADA);
      await forgotten.post("/login", ADA);
      const before = [loggedOut.cookie, forgotten.cookie];
      await yesterday.stop();
      const backup = await copy(t, database);

      const today = await siteUnderTest(t, { database });
      await browserLikeClient(today, { Cookie: loggedOut.cookie }).post("/logout");
      // Those that begin after it carry an epoch that the backup has never seen.
      await today.state.context.parts.register.raiseEveryEpoch(Date.now());
      const since = await Promise.all(
        (
          [
            ["/login", ADA],
            ["/register", BOB],
          ] as const
        ).map(async ([path, who]) => {
          const browser = browserLikeClient(today);
          await browser.post(path, who);
          assert.equal(await statusOf(today, browser.cookie), 200);
          return browser.cookie;
        }),
      );
      for (const cookie of before) assert.equal(await statusOf(today, cookie), 303);
      await today.stop();

      const restored = await siteUnderTest(t, { database: backup });
      // What had ended since is back with the backup: that is what the command is for.
      for (const cookie of before) assert.equal(await statusOf(restored, cookie), 200);
      const { code, out } = await runCommand(["session", "end", "--all"], {
        folder: temporaryFolder(t),
        environment: { COUNTERSIGN_DATABASE: backup },
      });
      assert.deepEqual([code, out], [0, "Ended 2 sessions, everybody's.\n"]);
      for (const cookie of [...before, ...since]) {
        assert.equal(await statusOf(restored, cookie), 303);
      }
      const again = browserLikeClient(restored);
      await again.post("/login", ADA);
      assert.equal(await statusOf(restored, again.cookie), 200);
    });
  }
});
