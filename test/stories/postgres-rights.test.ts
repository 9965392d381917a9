import assert from "node:assert/strict";
import { test } from "node:test";
import { runCommand } from "../cli/run-command.ts";
import { postgresServer, skipsPostgres } from "../database/postgres-server.ts";
import { guides } from "../docs/guide-blocks.ts";
import { browserLikeClient } from "./browser-like-client.ts";
import { ADA } from "./people.ts";
import { column, postgresSite } from "./postgres-site.ts";
import { temporaryFolder } from "./temporary-folder.ts";
import { member, welcome } from "./while-the-database-fails.ts";

/** What the guide has an administrator say, and then the tables' owner. */
const sayings = (): readonly (readonly string[])[] => {
  const { markdown = "" } = guides().find(({ path }) => path.endsWith("/postgresql.md")) ?? {};
  const blocks = [...markdown.matchAll(/^```sql\n(.*?)^```$/gms)];
  return blocks.map(([, block = ""]) => block.split("\n").filter((line) => line !== ""));
};

test("a site's user needs no right to change tables, if their owner has migrated as the guide says", {
  skip: skipsPostgres,
}, async (t) => {
  const server = await postgresServer(t);
  const [administrator = [], owner = []] = sayings();
  for (const saying of administrator) await column(server.address(), saying);
  const as = (who: string): string => server.address("countersign").replace("postgres@", `${who}@`);
  for (const saying of owner) await column(as("countersign_owner"), saying);

  const folder = temporaryFolder(t);
  const command = (who: string, ...words: readonly string[]) =>
    runCommand(words, { folder, environment: { COUNTERSIGN_DATABASE: as(who) } });
  const early = await command("countersign", "migrate");
  assert.equal(early.code, 1);
  assert.match(
    early.err,
    /^countersign: COUNTERSIGN_DATABASE: [^\n]*42501: [^\n]*`countersign migrate`[^\n]*\n$/,
  );
  assert.equal((await command("countersign_owner", "migrate")).code, 0);

  const site = await postgresSite(t, as("countersign"), { COUNTERSIGN_ENGINE: "database" });
  const { cookie } = await member(site, ADA);
  assert.equal((await welcome(site, cookie)).status, 200);
  const browser = browserLikeClient(site, { Cookie: cookie });
  assert.equal((await browser.postJson("/sessions/end-others")).status, 200);
  assert.equal((await browserLikeClient(site).postJson("/login", ADA)).status, 200);
  const sweep = await command("countersign", "session", "sweep");
  assert.deepEqual([sweep.code, sweep.err], [0, ""]);
  const logout = await command("countersign", "user", "logout", "ada");
  assert.equal(logout.out, "Ended 2 sessions of ada.\n");
  assert.equal((await welcome(site, cookie)).status, 401);
});
