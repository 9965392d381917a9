import assert from "node:assert/strict";
import { test } from "node:test";
import { openStorage } from "../../src/assembly/open-storage.ts";
import { database } from "../../src/engines/database.ts";
import { isSweepable } from "../../src/sessions/session-engine.ts";
import { runCommand } from "../cli/run-command.ts";
import { postgresServer, skipsPostgres } from "../database/postgres-server.ts";
import { guides } from "../docs/guide-blocks.ts";
import { browserLikeClient } from "./browser-like-client.ts";
import { ADA } from "./people.ts";
import { column } from "./postgres-site.ts";
import { siteUnderTest } from "./site-under-test.ts";
import { temporaryFolder } from "./temporary-folder.ts";

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

  const early = await runCommand(["migrate"], {
    folder: temporaryFolder(t),
    environment: { COUNTERSIGN_DATABASE: as("countersign") },
  });
  assert.equal(early.code, 1);
  assert.match(
    early.err,
    /^countersign: COUNTERSIGN_DATABASE: [^\n]*42501: [^\n]*`countersign migrate`[^\n]*\n$/,
  );
  const migrated = await openStorage(as("countersign_owner"));
  await migrated.close();

  const site = await siteUnderTest(t, { database: as("countersign"), engine: database() });
  const [browser, other] = [browserLikeClient(site), browserLikeClient(site)];
  await browser.post("/register", ADA);
  await other.post("/login", ADA);
  assert.equal((await browser.postJson("/sessions/end-others")).status, 200);
  assert.equal((await browser.get("/welcome")).status, 200);
  assert.equal((await other.get("/welcome")).status, 303);
  const { register, door } = site.state.context.parts;
  await register.raiseEveryEpoch(Date.now());
  assert.equal((await browser.get("/welcome")).status, 303);
  // Their owner's triggers wrote down each end, by the rights of whoever ended it.
  const told = await column(as("countersign"), "select number from countersign_ends");
  assert.equal(told.length, 3);
  const inTheYear3000 = Date.UTC(3000, 0);
  assert.equal(await register.sweep(inTheYear3000, 100), 3);
  assert.ok(isSweepable(door.engine));
  assert.ok((await door.engine.sweep(inTheYear3000, 100)) > 0);
});
